//! What a script mentions.

use crate::v8::{Kind, tokens};

/// Globals that exist for old scripts only.
pub(crate) const LEGACY: &[&str] = &[
    "Backbone",
    "CryptoJS",
    "_",
    "atob",
    "btoa",
    "cheerio",
    "data",
    "environment",
    "globals",
    "iteration",
    "postman",
    "request",
    "responseBody",
    "responseCode",
    "responseCookies",
    "responseHeaders",
    "responseTime",
    "tests",
    "tv4",
    "xml2Json",
];

/// What compiling a script depends on.
#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Mentions {
    pub(super) waits: bool,
    pub(super) legacy: bool,
    pub(super) sugar: bool,
    /// It may throw something of its own.
    pub(super) throws: bool,
    /// Brackets that close what was not opened.
    pub(super) unbalanced: bool,
}

pub(super) fn scan(source: &str) -> Mentions {
    let mut mentions = Mentions::default();
    let mut depth = 0i64;
    let (mut before, mut member) = ("", false);
    let mut receiver = "";
    for token in tokens(source) {
        if token.kind == Kind::Word {
            mentions.throws |= matches!(token.text, "throw" | "reject");
            if member {
                mentions.sugar |= is_sugar(receiver, token.text);
            } else {
                mentions.waits |= token.text == "await";
                mentions.legacy |= LEGACY.binary_search(&token.text).is_ok()
                    // Through these a script can reach names that it does not mention.
                    || matches!(token.text, "eval" | "Function" | "globalThis");
            }
        } else if token.kind == Kind::Mark {
            match token.text {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            mentions.unbalanced |= depth < 0;
        }
        member = matches!(token.text, "." | "?.");
        if member {
            receiver = before;
        }
        before = token.text;
    }
    mentions
}

/// Whether a member of something is one that Sugar adds, as far as names tell.
fn is_sugar(receiver: &str, member: &str) -> bool {
    if matches!(receiver, "_" | "lodash" | "Math" | "CryptoJS") {
        return false;
    }
    let class = matches!(receiver, "Array" | "Date" | "Number" | "Object" | "RegExp" | "String");
    SUGAR.binary_search(&member).is_ok()
        || class
            && SUGAR_ON_CLASSES.binary_search(&member).is_ok()
            && !NATIVE.contains(&(receiver, member))
}

/// Members that only Sugar adds, sorted.
#[rustfmt::skip]
const SUGAR: &[&str] = &[
    "AlphanumericSortEquivalents", "AlphanumericSortIgnoreCase", "AlphanumericSortOrder",
    "ISO8601_DATE", "ISO8601_DATETIME", "Inflector", "RFC1036", "RFC1123", "SugarMethods", "abbr",
    "addDays", "addFlag", "addFormat", "addHours", "addLocale", "addMilliseconds", "addMinutes",
    "addMonths", "addSeconds", "addWeeks", "addYears", "average", "beginningOfDay",
    "beginningOfMonth", "beginningOfWeek", "beginningOfYear", "camelize", "capitalize", "compact",
    "dasherize", "dayAfter", "dayAgo", "dayBefore", "dayFromNow", "daysAfter", "daysAgo",
    "daysBefore", "daysFromNow", "daysSince", "daysUntil", "decodeBase64", "downto", "encodeBase64",
    "endOfDay", "endOfMonth", "endOfWeek", "endOfYear", "escapeHTML", "escapeRegExp", "escapeURL",
    "extended", "findAll", "first", "flatten", "fromQueryString", "getFlags", "getISOWeek",
    "getLocale", "getUTCOffset", "getUTCWeekday", "getWeekday", "groupBy", "hankaku", "hasArabic",
    "hasCyrillic", "hasDevanagari", "hasGreek", "hasHan", "hasHangul", "hasHebrew", "hasHiragana",
    "hasKana", "hasKanji", "hasKatakana", "hasLatin", "hasThai", "hiragana", "hourAfter", "hourAgo",
    "hourBefore", "hourFromNow", "hoursAfter", "hoursAgo", "hoursBefore", "hoursFromNow",
    "hoursSince", "hoursUntil", "humanize", "inGroups", "inGroupsOf", "intersect", "isApril",
    "isArabic", "isAugust", "isBlank", "isCyrillic", "isDecember", "isDevanagari", "isEmpty",
    "isEven", "isFebruary", "isFriday", "isFuture", "isGreek", "isHan", "isHangul", "isHebrew",
    "isHiragana", "isJanuary", "isJuly", "isJune", "isKana", "isKanji", "isKatakana", "isLastMonth",
    "isLastWeek", "isLastYear", "isLatin", "isLeapYear", "isMarch", "isMay", "isMonday",
    "isMultipleOf", "isNextMonth", "isNextWeek", "isNextYear", "isNovember", "isOctober", "isOdd",
    "isPast", "isSaturday", "isSeptember", "isSunday", "isThai", "isThisMonth", "isThisWeek",
    "isThisYear", "isThursday", "isToday", "isTomorrow", "isTuesday", "isUTC", "isWednesday",
    "isWeekday", "isWeekend", "isYesterday", "katakana", "last", "millisecondAfter",
    "millisecondAgo", "millisecondBefore", "millisecondFromNow", "millisecondsAfter",
    "millisecondsAgo", "millisecondsBefore", "millisecondsFromNow", "millisecondsSince",
    "millisecondsUntil", "minuteAfter", "minuteAgo", "minuteBefore", "minuteFromNow",
    "minutesAfter", "minutesAgo", "minutesBefore", "minutesFromNow", "minutesSince", "minutesUntil",
    "monthAfter", "monthAgo", "monthBefore", "monthFromNow", "monthsAfter", "monthsAgo",
    "monthsBefore", "monthsFromNow", "monthsSince", "monthsUntil", "ordinalize", "pad", "padLeft",
    "padRight", "paragraphs", "parameterize", "pluralize", "randomize", "reject", "removeAt",
    "removeFlag", "removeTags", "sample", "secondAfter", "secondAgo", "secondBefore",
    "secondFromNow", "secondsAfter", "secondsAgo", "secondsBefore", "secondsFromNow",
    "secondsSince", "secondsUntil", "setFlags", "setISOWeek", "setLocale", "setWeekday",
    "singularize", "sortBy", "spacify", "stripTags", "sugarRestore", "sugarRevert", "sum", "times",
    "titleize", "toNumber", "toQueryString", "truncate", "underscore", "unescapeHTML",
    "unescapeURL", "union", "unique", "weekAfter", "weekAgo", "weekBefore", "weekFromNow",
    "weeksAfter", "weeksAgo", "weeksBefore", "weeksFromNow", "weeksSince", "weeksUntil",
    "yearAfter", "yearAgo", "yearBefore", "yearFromNow", "yearsAfter", "yearsAgo", "yearsBefore",
    "yearsFromNow", "yearsSince", "yearsUntil", "zenkaku", "zip",
];

/// Members of Sugar that other things have as well, sorted; they count on classes of the language.
#[rustfmt::skip]
const SUGAR_ON_CLASSES: &[&str] = &[
    "abs", "acos", "add", "advance", "after", "all", "any", "asin", "assign", "atan", "bytes",
    "cancel", "ceil", "chars", "chr", "clone", "codes", "cos", "count", "create", "day", "days",
    "daysInMonth", "debounce", "delay", "duration", "each", "equal", "escape", "exclude", "exp",
    "extend", "fill", "find", "floor", "format", "from", "full", "future", "has", "hex", "hour",
    "hours", "include", "insert", "is", "isAfter", "isArray", "isBefore", "isBetween", "isBoolean",
    "isDate", "isFunction", "isInteger", "isNaN", "isNumber", "isObject", "isRegExp", "isString",
    "isValid", "iso", "lazy", "least", "lines", "log", "long", "map", "max", "merge", "metric",
    "millisecond", "milliseconds", "min", "minute", "minutes", "month", "months", "most", "none",
    "once", "past", "pow", "random", "range", "reduce", "relative", "remove", "reset", "reverse",
    "rewind", "round", "second", "seconds", "select", "set", "shift", "short", "sin", "size",
    "sqrt", "subtract", "tan", "tap", "throttle", "to", "upto", "utc", "watch", "week", "weeks",
    "words", "year", "years",
];

/// Members that classes have without Sugar.
const NATIVE: &[(&str, &str)] = &[
    ("Array", "from"),
    ("Array", "isArray"),
    ("Number", "isInteger"),
    ("Number", "isNaN"),
    ("Object", "assign"),
    ("Object", "create"),
    ("Object", "is"),
];

#[cfg(test)]
mod tests {
    use super::{LEGACY, Mentions, SUGAR, SUGAR_ON_CLASSES, scan};

    #[test]
    fn names_are_sorted() {
        assert!(LEGACY.is_sorted());
        assert!(SUGAR.is_sorted());
        assert!(SUGAR_ON_CLASSES.is_sorted());
    }

    #[test]
    fn mentions_are_seen() {
        let none = Mentions::default;
        for (source, expected) in [
            ("pm.test('a', () => {})", none()),
            ("tests.a = 1", Mentions { legacy: true, ..none() }),
            ("pm.tests; x?.data", none()),
            ("await x()", Mentions { waits: true, ..none() }),
            ("// await tests", none()),
            ("throw null", Mentions { throws: true, ..none() }),
            ("'abc'.capitalize()", Mentions { sugar: true, ..none() }),
            ("Date.create('today')", Mentions { sugar: true, ..none() }),
            ("Object.create(null).to; lodash.first([]); expect(x).to.be.at.least(1)", none()),
            ("})(function () {", Mentions { unbalanced: true, ..none() }),
            ("/[}]/.test('}')", none()),
            ("`}${tests}`", Mentions { legacy: true, ..none() }),
        ] {
            assert_eq!(scan(source), expected, "{source}");
        }
    }
}
