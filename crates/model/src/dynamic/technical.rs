//! Databases, and the words of people who work with computers.

use super::{business, draw::Draw, place};

const ABBREVIATIONS: &str = "AI|API|ARM|ASCII|BIOS|CPU|CSS|DNS|EXE|FTP|GPU|GUI|HDD|HTML|HTTP|IMAP|\
    IP|JPEG|JSON|LAN|LDAP|OCR|PCI|PDF|PNG|RAM|RFID|ROM|RSS|SAS|SCSI|SDK|SIM|SMS|SMTP|SQL|SSD|SSH|\
    SSL|SVG|TCP|TLS|UDP|URL|USB|UTF|VPN|XML|YAML";

const ADJECTIVES: &str = "1080p|analog|auxiliary|back-end|bluetooth|cross-platform|digital|\
    distributed|dual-band|encrypted|graphical|haptic|low-level|mobile|multi-byte|neural|online|\
    open-source|optical|parallel|portable|primary|quantum|redundant|remote|solid state|spare|\
    synchronous|virtual|wireless";

const NOUNS: &str = "alarm|antenna|application|array|bandwidth|buffer|bus|cache|capacitor|card|\
    circuit|cluster|compiler|daemon|driver|feed|firewall|gateway|hard drive|interface|kernel|\
    matrix|microchip|modem|monitor|packet|panel|pixel|port|processor|program|protocol|proxy|\
    router|scanner|sensor|socket|stack|switch|system|thread|transistor|transmitter|tunnel";

/// Verbs with the form that ends in -ing, which spelling doesn't always tell.
const VERBS: &str = "analyse analysing|boot booting|bypass bypassing|cache caching|\
    calculate calculating|calibrate calibrating|compile compiling|compress compressing|\
    connect connecting|copy copying|debug debugging|decode decoding|deploy deploying|\
    encrypt encrypting|format formatting|generate generating|hack hacking|index indexing|\
    input inputting|install installing|mount mounting|navigate navigating|override overriding|\
    parse parsing|patch patching|ping pinging|program programming|quantify quantifying|\
    reboot rebooting|reset resetting|restart restarting|route routing|scan scanning|\
    synthesize synthesizing|tokenize tokenizing|trace tracing|transmit transmitting|\
    upload uploading|verify verifying";

const TYPES: &str = "bigint|binary|bit|blob|boolean|char|date|datetime|decimal|double|enum|float|\
    geometry|int|json|mediumint|point|real|serial|set|smallint|text|time|timestamp|tinyint|varchar";

pub(super) fn abbreviation(draw: &mut Draw<'_>) -> String {
    draw.word(ABBREVIATIONS).to_owned()
}

pub(super) fn adjective(draw: &mut Draw<'_>) -> String {
    draw.word(ADJECTIVES).to_owned()
}

pub(super) fn noun(draw: &mut Draw<'_>) -> String {
    draw.word(NOUNS).to_owned()
}

pub(super) fn verb(draw: &mut Draw<'_>) -> String {
    draw.word(VERBS).split(' ').next().unwrap_or_default().to_owned()
}

pub(super) fn ingverb(draw: &mut Draw<'_>) -> String {
    draw.word(VERBS).split(' ').next_back().unwrap_or_default().to_owned()
}

/// What a film would let an expert say.
pub(super) fn phrase(draw: &mut Draw<'_>) -> String {
    let (verb, then, ing) = (verb(draw), verb(draw), ingverb(draw));
    let (adjective, noun) = (adjective(draw), noun(draw));
    let thing = format!("{} {}", abbreviation(draw), self::noun(draw));
    match draw.below(6) {
        0 => format!("First {verb} the {thing}, and the {adjective} {noun} will {then} itself!"),
        1 => format!("Nobody can {verb} the {adjective} {thing} without {ing} its {noun}!"),
        2 => format!("Let me {verb} the {adjective} {noun} before they {then} our {thing}!"),
        3 => format!("The {thing} is too slow, so {verb} it with the {adjective} {noun}!"),
        4 => format!("Stop {ing} the {noun} and {verb} the {adjective} {thing} at once!"),
        _ => format!("We must {verb} the {thing} or the {adjective} {noun} will never {then}!"),
    }
}

/// One word of any kind; of several that belong together, one.
pub(super) fn word(draw: &mut Draw<'_>) -> String {
    let words = match draw.below(12) {
        0 => adjective(draw),
        1 => noun(draw),
        2 => verb(draw),
        3 => abbreviation(draw),
        4 => business::bs_noun(draw),
        5 => business::catch_phrase_adjective(draw),
        6 => business::catch_phrase_noun(draw),
        7 => business::color(draw),
        8 => business::product(draw),
        9 => business::product_material(draw),
        10 => business::department(draw),
        _ => place::country(draw),
    };
    draw.part(&words, ' ').to_owned()
}

pub(super) fn words(draw: &mut Draw<'_>) -> String {
    draw.join((2, 5), " ", word)
}

pub(super) fn column(draw: &mut Draw<'_>) -> String {
    let names = "address|category|city|comment|country|createdAt|currency|description|email|id|\
                 language|name|ownerId|password|phone|price|quantity|status|title|token|updatedAt|\
                 version";
    draw.word(names).to_owned()
}

pub(super) fn column_type(draw: &mut Draw<'_>) -> String {
    draw.word(TYPES).to_owned()
}

pub(super) fn collation(draw: &mut Draw<'_>) -> String {
    let names = "ascii_bin|ascii_general_ci|cp1250_bin|cp1250_general_ci|cp1251_bin|\
                 cp1251_general_ci|latin1_bin|latin1_general_ci|latin2_general_ci|utf8_bin|\
                 utf8_general_ci|utf8_unicode_ci";
    draw.word(names).to_owned()
}

pub(super) fn engine(draw: &mut Draw<'_>) -> String {
    draw.word("ARCHIVE|BLACKHOLE|CSV|InnoDB|MEMORY|MyISAM").to_owned()
}
