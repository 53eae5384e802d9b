// Intl for English (US) and, as far as order and marks go, British English, German and French. Time
// zones are UTC, offsets and the machine's own.
const MARKS = { en: [',', '.'], de: ['.', ','], fr: ['\u202f', ','] };
const CURRENCIES = { USD: '$', EUR: '€', GBP: '£', JPY: '¥', INR: '₹', CNY: 'CN¥', KRW: '₩', CAD: 'CA$', AUD: 'A$', BRL: 'R$' };
const DIGITS = { JPY: 0, KRW: 0 };

const pick = (locales) => {
    const asked = locales === undefined ? [] : [locales].flat();
    for (const one of asked) {
        if (typeof one !== 'string' || !/^[a-z]{2,3}([-_][a-z0-9]+)*$/i.test(one)) throw new RangeError(`Incorrect locale information provided`);
    }
    const known = asked.find((one) => one.slice(0, 2).toLowerCase() in MARKS);
    return known === undefined ? 'en-US' : known;
};
const language = (locale) => locale.slice(0, 2).toLowerCase();

/** What every formatter has. */
class Base {
    #bound;

    static supportedLocalesOf(locales = []) {
        return [locales].flat().filter((one) => language(one) in MARKS);
    }

    get format() {
        this.#bound ??= (value) => this.formatToParts(value).map((part) => part.value).join('');
        return this.#bound;
    }
}

/** Rounds half away from zero, to a number of digits. */
const fixed = (value, digits) => {
    if (Math.abs(value) >= 1e21) return String(BigInt(Math.abs(value)));
    const text = Math.abs(value).toFixed(Math.min(digits, 100));
    const shifted = Number(`${Math.abs(value)}e${digits}`);
    if (!Number.isFinite(shifted)) return text;
    return (Math.round(shifted) / 10 ** digits).toFixed(digits);
};

class NumberFormat extends Base {
    #options;

    constructor(locales, options = {}) {
        super();
        const style = options.style ?? 'decimal';
        const currency = options.currency && String(options.currency).toUpperCase();
        if (style === 'currency' && !currency) throw new TypeError('Currency code is required with currency style.');
        const usual = style === 'currency' ? (DIGITS[currency] ?? 2) : 0;
        const least = options.minimumFractionDigits ?? Math.min(usual, options.maximumFractionDigits ?? usual);
        const most = options.maximumFractionDigits ?? Math.max(least, style === 'currency' ? usual : (style === 'percent' ? 0 : 3));
        if (!(least >= 0 && most <= 100 && least <= most)) throw new RangeError('maximumFractionDigits value is out of range.');
        this.#options = {
            locale: pick(locales), numberingSystem: 'latn', style, currency,
            minimumIntegerDigits: options.minimumIntegerDigits ?? 1, minimumFractionDigits: least, maximumFractionDigits: most,
            minimumSignificantDigits: options.minimumSignificantDigits, maximumSignificantDigits: options.maximumSignificantDigits,
            useGrouping: options.useGrouping ?? 'auto', notation: options.notation ?? 'standard', signDisplay: options.signDisplay ?? 'auto', unit: options.unit,
        };
    }

    resolvedOptions() {
        return Object.fromEntries(Object.entries(this.#options).filter(([, value]) => value !== undefined));
    }

    formatToParts(given) {
        const o = this.#options;
        const big = typeof given === 'bigint';
        let value = big ? given : Number(given);
        const [group, point] = MARKS[language(o.locale)];
        const negative = value < 0 || Object.is(value, -0);
        const parts = [];
        const add = (type, text) => parts.push({ type, value: text });
        let suffix = '';
        if (!big && o.style === 'percent') value *= 100;
        if (!big && o.notation === 'compact') {
            const step = [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']].find(([size]) => Math.abs(value) >= size);
            if (step) [value, suffix] = [value / step[0], step[1]];
            value = Number(value.toPrecision(Math.abs(value) < 100 ? 2 : 3));
        }
        if (!big && Number.isNaN(value)) add('nan', 'NaN');
        else if (!big && !Number.isFinite(value)) add('infinity', '∞');
        else {
            let text = big ? String(value < 0 ? -value : value) : fixed(value, o.maximumFractionDigits);
            if (!big && o.maximumSignificantDigits) text = String(Number(Math.abs(value).toPrecision(o.maximumSignificantDigits)));
            let [whole, fraction = ''] = text.split('.');
            while (fraction.length > o.minimumFractionDigits && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
            whole = whole.padStart(o.minimumIntegerDigits, '0');
            const groups = o.useGrouping === false ? [whole] : whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',').split(',');
            groups.forEach((digits, at) => {
                if (at > 0) add('group', group);
                add('integer', digits);
            });
            if (fraction) {
                add('decimal', point);
                add('fraction', fraction);
            }
        }
        if (suffix) add('compact', suffix);
        const english = language(o.locale) === 'en';
        if (o.style === 'percent') {
            if (!english) add('literal', '\u00a0');
            add('percentSign', '%');
        }
        if (o.style === 'currency') {
            const sign = CURRENCIES[o.currency] ?? `${o.currency}${english ? '\u00a0' : ''}`;
            if (english) parts.unshift({ type: 'currency', value: sign });
            else parts.push({ type: 'literal', value: '\u00a0' }, { type: 'currency', value: sign.trim() });
        }
        const zero = !big && Number(value) === 0;
        if (negative && o.signDisplay !== 'never' && !(zero && o.signDisplay === 'exceptZero')) parts.unshift({ type: 'minusSign', value: '-' });
        else if (o.signDisplay === 'always' || (o.signDisplay === 'exceptZero' && !zero)) parts.unshift({ type: 'plusSign', value: '+' });
        return parts;
    }
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const FIELDS = ['weekday', 'era', 'year', 'month', 'day', 'hour', 'minute', 'second', 'fractionalSecondDigits', 'dayPeriod'];
const STYLES = {
    date: {
        full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }, long: { year: 'numeric', month: 'long', day: 'numeric' },
        medium: { year: 'numeric', month: 'short', day: 'numeric' }, short: { year: '2-digit', month: 'numeric', day: 'numeric' },
    },
    time: {
        full: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'long' }, long: { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
        medium: { hour: 'numeric', minute: '2-digit', second: '2-digit' }, short: { hour: 'numeric', minute: '2-digit' },
    },
};

/** Minutes east of UTC; undefined for the machine's own zone. */
const zoneOffset = (zone) => {
    if (zone === undefined) return undefined;
    if (/^(utc|gmt|etc\/(utc|gmt))$/i.test(zone)) return 0;
    const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
    if (offset) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    const etc = /^etc\/gmt([+-])(\d{1,2})$/i.exec(zone);
    if (etc) return (etc[1] === '-' ? 1 : -1) * Number(etc[2]) * 60;
    throw new RangeError(`Invalid time zone specified: ${zone}`);
};

class DateTimeFormat extends Base {
    #options;
    #offset;

    constructor(locales, options = {}) {
        super();
        const o = { ...options };
        if (o.dateStyle) Object.assign(o, STYLES.date[o.dateStyle]);
        if (o.timeStyle) Object.assign(o, STYLES.time[o.timeStyle]);
        if (!FIELDS.some((field) => o[field])) Object.assign(o, { year: 'numeric', month: 'numeric', day: 'numeric' });
        this.#offset = zoneOffset(o.timeZone);
        const own = -new Date().getTimezoneOffset();
        const sign = own > 0 ? '-' : '+';
        const here = own === 0 ? 'UTC' : `Etc/GMT${sign}${Math.abs(own) / 60}`;
        const locale = pick(locales);
        this.#options = { ...o, locale, calendar: 'gregory', numberingSystem: 'latn', timeZone: o.timeZone ?? here };
        if (o.hour) this.#options.hour12 = o.hour12 ?? (o.hourCycle ? o.hourCycle.startsWith('h1') : locale === 'en-US' || locale === 'en');
    }

    resolvedOptions() {
        return { ...this.#options };
    }

    #time(given) {
        const time = given === undefined ? Date.now() : Number(given);
        if (!Number.isFinite(time)) throw new RangeError('Invalid time value');
        const offset = this.#offset ?? -new Date(time).getTimezoneOffset();
        return new Date(time + offset * 60000);
    }

    formatToParts(given) {
        const o = this.#options;
        const at = this.#time(given);
        const two = (value) => String(value).padStart(2, '0');
        const size = (value, how) => (how === '2-digit' ? two(value % 100) : String(value));
        const values = {};
        if (o.weekday) values.weekday = o.weekday === 'long' ? DAYS[at.getUTCDay()] : DAYS[at.getUTCDay()].slice(0, o.weekday === 'narrow' ? 1 : 3);
        if (o.year) values.year = size(at.getUTCFullYear(), o.year);
        const month = at.getUTCMonth();
        const named = o.month && !['numeric', '2-digit'].includes(o.month);
        if (o.month) values.month = named ? MONTHS[month].slice(0, { short: 3, narrow: 1 }[o.month]) : size(month + 1, o.month);
        if (o.day) values.day = size(at.getUTCDate(), o.day);
        const date = this.#date(values, named);
        const clock = this.#clock(at, two);
        const joint = named && o.dateStyle && ['full', 'long'].includes(o.dateStyle) ? ' at ' : ', ';
        return date.length > 0 && clock.length > 0 ? [...date, { type: 'literal', value: joint }, ...clock] : [...date, ...clock];
    }

    #date(values, named) {
        const { locale } = this.#options;
        const parts = [];
        const add = (name, before) => {
            if (values[name] === undefined) return;
            if (parts.length > 0) parts.push({ type: 'literal', value: before });
            parts.push({ type: name, value: values[name] });
        };
        const american = locale === 'en-US' || locale === 'en';
        add('weekday', '');
        if (named && american) {
            add('month', ', ');
            add('day', ' ');
            add('year', values.day === undefined ? ' ' : ', ');
        } else if (named) {
            add('day', ', ');
            add('month', ' ');
            add('year', ' ');
        } else {
            const mark = language(locale) === 'de' ? '.' : '/';
            const order = american ? ['month', 'day', 'year'] : ['day', 'month', 'year'];
            // British and French dates in digits have two of them.
            if (!american && mark === '/' && order.every((name) => values[name] !== undefined)) {
                values.day = values.day.padStart(2, '0');
                values.month = values.month.padStart(2, '0');
            }
            order.forEach((name, place) => add(name, place === 0 || parts.at(-1)?.type === 'weekday' ? ', ' : mark));
        }
        return parts;
    }

    #clock(at, two) {
        const o = this.#options;
        const parts = [];
        const add = (type, value, before) => {
            if (parts.length > 0 && before) parts.push({ type: 'literal', value: before });
            parts.push({ type, value });
        };
        const hour = at.getUTCHours();
        if (o.hour) {
            const shown = o.hour12 ? hour % 12 || 12 : hour;
            add('hour', o.hour === '2-digit' || !o.hour12 ? two(shown) : String(shown));
        }
        if (o.minute) add('minute', o.hour || o.minute === '2-digit' ? two(at.getUTCMinutes()) : String(at.getUTCMinutes()), ':');
        if (o.second) add('second', o.minute || o.second === '2-digit' ? two(at.getUTCSeconds()) : String(at.getUTCSeconds()), ':');
        if (o.fractionalSecondDigits) add('fractionalSecond', String(at.getUTCMilliseconds()).padStart(3, '0').slice(0, o.fractionalSecondDigits), '.');
        if (o.hour && o.hour12) add('dayPeriod', hour < 12 ? 'AM' : 'PM', ' ');
        if (o.timeZoneName) add('timeZoneName', o.timeZoneName === 'long' && o.timeZone === 'UTC' ? 'Coordinated Universal Time' : o.timeZone, ' ');
        return parts;
    }

    formatRange(from, to) {
        return `${this.format(from)} – ${this.format(to)}`;
    }
}

class Collator {
    #options;

    constructor(locales, options = {}) {
        const { numeric = false, sensitivity = 'variant', caseFirst = 'false', usage = 'sort', ignorePunctuation = false } = options;
        this.#options = { locale: pick(locales), usage, sensitivity, ignorePunctuation, collation: 'default', numeric, caseFirst };
        const bare = (text) => text.normalize('NFD').replace(/\p{M}/gu, '');
        const order = (a, b) => (a < b ? -1 : Number(a > b));
        const levels = { base: [bare], accent: [bare, (t) => t], case: [bare], variant: [bare, (t) => t] }[sensitivity];
        const compareText = (a, b) => {
            for (const level of levels) {
                const found = order(level(a).toLowerCase(), level(b).toLowerCase());
                if (found) return found;
            }
            // Small letters come first.
            return sensitivity === 'case' || sensitivity === 'variant' ? -order(a, b) : 0;
        };
        this.compare = (x, y) => {
            const [a, b] = [String(x), String(y)];
            if (!numeric) return compareText(a, b);
            const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
            for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
                const both = /^\d/.test(left[at]) && /^\d/.test(right[at]);
                const found = both ? Math.sign(left[at] - right[at]) : compareText(left[at], right[at]);
                if (found) return found;
            }
            return Math.sign(left.length - right.length);
        };
    }

    resolvedOptions() {
        return { ...this.#options };
    }

    static supportedLocalesOf(locales) {
        return Base.supportedLocalesOf(locales);
    }
}

class PluralRules {
    #options;

    constructor(locales, { type = 'cardinal' } = {}) {
        this.#options = { locale: pick(locales), type };
    }

    select(given) {
        const value = Math.abs(Number(given));
        if (this.#options.type === 'cardinal') return value === 1 ? 'one' : 'other';
        const [tens, ones] = [value % 100, value % 10];
        if (tens > 10 && tens < 14) return 'other';
        return { 1: 'one', 2: 'two', 3: 'few' }[ones] ?? 'other';
    }

    resolvedOptions() {
        return { ...this.#options };
    }
}

class ListFormat {
    #word;

    constructor(locales, { type = 'conjunction' } = {}) {
        pick(locales);
        this.#word = { conjunction: 'and', disjunction: 'or', unit: '' }[type];
    }

    format(list) {
        const items = [...list];
        const word = this.#word && ` ${this.#word}`;
        if (items.length < 2) return items.join('');
        if (items.length === 2) return items.join(word ? `${word} ` : ', ');
        return `${items.slice(0, -1).join(', ')},${word} ${items.at(-1)}`;
    }
}

class RelativeTimeFormat {
    #numeric;

    constructor(locales, { numeric = 'always' } = {}) {
        pick(locales);
        this.#numeric = numeric;
    }

    format(given, unit) {
        const name = String(unit).replace(/s$/, '');
        const value = Number(given);
        const near = { day: ['yesterday', 'today', 'tomorrow'] }[name] ?? [`last ${name}`, `this ${name}`, `next ${name}`];
        if (this.#numeric === 'auto' && Math.abs(value) <= 1 && Number.isInteger(value)) return near[value + 1];
        const count = `${new NumberFormat('en-US').format(Math.abs(value))} ${name}${Math.abs(value) === 1 ? '' : 's'}`;
        return value < 0 || Object.is(value, -0) ? `${count} ago` : `in ${count}`;
    }
}

const Intl = {
    Collator, DateTimeFormat, ListFormat, NumberFormat, PluralRules, RelativeTimeFormat,
    getCanonicalLocales: (locales = []) => [...new Set([locales].flat())],
    supportedValuesOf: (key) => (key === 'timeZone' ? ['UTC'] : []),
};
Object.defineProperty(Intl, Symbol.toStringTag, { value: 'Intl', configurable: true });

/** What the classes of the language say in a locale. */
const local = {
    number: (value, locales, options) => new NumberFormat(locales, options).format(value),
    date(value, locales, options = {}, fields) {
        if (Number.isNaN(Number(value))) return 'Invalid Date';
        const given = FIELDS.some((field) => options[field]) || options.dateStyle || options.timeStyle;
        const usual = { date: { year: 'numeric', month: 'numeric', day: 'numeric' }, time: { hour: 'numeric', minute: '2-digit', second: '2-digit' } };
        const added = given ? {} : Object.assign({}, ...fields.map((field) => usual[field]));
        return new DateTimeFormat(locales, { ...added, ...options }).format(value);
    },
    compare: (a, b, locales, options) => new Collator(locales, options).compare(a, b),
};

module.exports = { Intl, local };
