// Stand-ins for the functions that Sugar adds to built-in objects.

// Sugar takes milliseconds to load and hardly any script uses it. So each of its functions is a
// getter at first that loads it. What it does to functions that exist anyway is left out until then.

/** Each of the words, alone and with each of the ends. */
const spell = (words, ends, make = (word, end) => word + end) => words.split(' ')
  .map((word) => ends.split(' ').map((end) => make(word, end)).join(' ')).join(' ');

const UNITS = 'year month week day hour minute second millisecond';
const DAYS = 'Today Yesterday Tomorrow Weekday Weekend Future Past Sunday Monday Tuesday Wednesday '
  + 'Thursday Friday Saturday January February March April May June July August September October '
  + 'November December';
const SCRIPTS = 'Arabic Cyrillic Devanagari Greek Hangul Han Kanji Hebrew Hiragana Kana Katakana Latin Thai';

/** Names by object; those with a dot are members of a prototype. */
const NAMES = {
  'Array.': 'findAll count removeAt include exclude clone unique flatten union intersect subtract '
    + 'first last from to min max least most sum average inGroups inGroupsOf isEmpty sortBy randomize '
    + 'zip sample each add remove compact groupBy none all any insert',
  'String.': 'escapeRegExp escapeURL unescapeURL escapeHTML unescapeHTML encodeBase64 decodeBase64 '
    + 'each shift codes chars words lines paragraphs isBlank has add remove reverse compact from to '
    + 'dasherize underscore camelize spacify stripTags removeTags truncate pad padLeft padRight first '
    + 'last toNumber capitalize assign insert pluralize singularize humanize titleize parameterize '
    + `hankaku zenkaku hiragana katakana ${spell(SCRIPTS, 'is has', (word, end) => end + word)}`,
  'Number.': `duration ${spell(UNITS, ' s Before sBefore Ago sAgo After sAfter FromNow sFromNow')
    .replace(/\s+/g, ' ').trim()} log abbr metric bytes isInteger isOdd isEven isMultipleOf format hex `
    + 'upto downto times chr pad ordinalize toNumber round floor ceil abs pow sin asin cos acos tan '
    + 'atan exp sqrt',
  'Date.': 'set setWeekday setISOWeek getISOWeek getUTCOffset utc isUTC advance rewind isValid isAfter '
    + 'isBefore isBetween isLeapYear daysInMonth format relative is reset clone iso short long full '
    + `${spell(UNITS, 'sAgo sUntil sSince sFromNow')} `
    + `${UNITS.replace(/\w+/g, (unit) => `add${unit[0].toUpperCase()}${unit.slice(1)}s`)} `
    + `${spell('Year Month Week', 'isLast isThis isNext', (word, end) => end + word)} `
    + `${spell('Year Month Week Day', 'beginningOf endOf', (word, end) => end + word)} `
    + `${DAYS.replace(/\w+/g, 'is$&')}`,
  'Function.': 'lazy delay throttle debounce cancel after once fill',
  'RegExp.': 'getFlags setFlags addFlag removeFlag',
  Array: 'create',
  Date: 'create past future addLocale setLocale getLocale addFormat range',
  Number: 'random',
  RegExp: 'escape',
  Object: 'extended merge clone map reduce each size any all none count find findAll isEmpty sum average '
    + 'min max least most watch isObject isNaN equal fromQueryString toQueryString tap has select reject '
    + 'isBoolean isDate isFunction isNumber isString isRegExp',
};

/** What was given stand-ins: object and name. */
let placed = [];

/** Removes the stand-ins that are still there. */
function remove() {
  for (const [target, name, get] of placed) {
    const found = Object.getOwnPropertyDescriptor(target, name);
    if (found && found.get === get) delete target[name];
  }
  placed = [];
}

/** Puts a getter in place of every function that Sugar would add. */
exports.internal.sugar = (globals, load) => {
  for (const owner of Object.keys(NAMES)) {
    const type = globals[owner.replace('.', '')];
    const target = owner.endsWith('.') ? type.prototype : type;
    for (const name of NAMES[owner].split(' ')) {
      if (!name || Object.prototype.hasOwnProperty.call(target, name)) continue;
      const get = function get() {
        if (placed.length) {
          remove();
          load();
        }
        return this === undefined || this === null ? undefined : this[name];
      };
      const set = function set(value) {
        if ((typeof this !== 'object' || this === null) && typeof this !== 'function') return;
        Object.defineProperty(this, name, {
          value, configurable: true, enumerable: true, writable: true,
        });
      };
      Object.defineProperty(target, name, { configurable: true, enumerable: false, get, set });
      placed.push([target, name, get]);
    }
  }
};
exports.internal.sugarOff = remove;
