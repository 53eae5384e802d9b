//! Places and languages.

use super::{draw::Draw, person};

/// ISO 3166-1: two letters, then the usual English name.
const COUNTRIES: &str = "AD Andorra|AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|\
    AI Anguilla|AL Albania|AM Armenia|AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|\
    AT Austria|AU Australia|AW Aruba|AX Aland Islands|AZ Azerbaijan|BA Bosnia and Herzegovina|\
    BB Barbados|BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|\
    BJ Benin|BL Saint Barthelemy|BM Bermuda|BN Brunei|BO Bolivia|BQ Caribbean Netherlands|\
    BR Brazil|BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|BZ Belize|CA Canada|\
    CC Cocos Islands|CD Democratic Republic of the Congo|CF Central African Republic|CG Congo|\
    CH Switzerland|CI Ivory Coast|CK Cook Islands|CL Chile|CM Cameroon|CN China|CO Colombia|\
    CR Costa Rica|CU Cuba|CV Cape Verde|CW Curacao|CX Christmas Island|CY Cyprus|CZ Czechia|\
    DE Germany|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|\
    EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ES Spain|ET Ethiopia|FI Finland|FJ Fiji|\
    FK Falkland Islands|FM Micronesia|FO Faroe Islands|FR France|GA Gabon|GB United Kingdom|\
    GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|\
    GM Gambia|GN Guinea|GP Guadeloupe|GQ Equatorial Guinea|GR Greece|\
    GS South Georgia and the South Sandwich Islands|GT Guatemala|GU Guam|GW Guinea-Bissau|\
    GY Guyana|HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras|HR Croatia|HT Haiti|\
    HU Hungary|ID Indonesia|IE Ireland|IL Israel|IM Isle of Man|IN India|\
    IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|IT Italy|JE Jersey|JM Jamaica|\
    JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|\
    KN Saint Kitts and Nevis|KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|\
    KZ Kazakhstan|LA Laos|LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|\
    LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|\
    ME Montenegro|MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia|ML Mali|\
    MM Myanmar|MN Mongolia|MO Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania|\
    MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|\
    MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|NI Nicaragua|\
    NL Netherlands|NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|PA Panama|PE Peru|\
    PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland|\
    PM Saint Pierre and Miquelon|PN Pitcairn Islands|PR Puerto Rico|PS Palestine|PT Portugal|\
    PW Palau|PY Paraguay|QA Qatar|RE Reunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|\
    SA Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|\
    SH Saint Helena|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|\
    SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST Sao Tome and Principe|\
    SV El Salvador|SX Sint Maarten|SY Syria|SZ Eswatini|TC Turks and Caicos Islands|TD Chad|\
    TF French Southern Territories|TG Togo|TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|\
    TM Turkmenistan|TN Tunisia|TO Tonga|TR Turkey|TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|\
    TZ Tanzania|UA Ukraine|UG Uganda|UM United States Minor Outlying Islands|\
    US United States of America|UY Uruguay|UZ Uzbekistan|VA Vatican City|\
    VC Saint Vincent and the Grenadines|VE Venezuela|VG British Virgin Islands|\
    VI United States Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|\
    YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe";

/// ISO 639: languages that programs are translated into.
const LANGUAGES: &str = "af|am|ar|ast|az|be|bg|bn|br|bs|ca|ceb|ckb|co|cs|cy|da|de|el|en|eo|es|et|\
    eu|fa|fi|fil|fo|fr|fy|ga|gd|gl|gu|ha|haw|he|hi|hmn|hr|ht|hu|hy|id|ig|is|it|ja|jv|ka|kk|km|kn|\
    ko|ku|ky|la|lb|ln|lo|lt|lv|mg|mi|mk|ml|mn|mr|ms|mt|my|nb|ne|nl|nn|no|ny|oc|or|pa|pl|ps|pt|qu|\
    rm|ro|ru|sd|si|sk|sl|sm|sn|so|sq|sr|st|su|sv|sw|ta|te|tg|th|tk|tr|tt|ug|uk|ur|uz|vi|wa|xh|yi|\
    yo|zh|zu";

const CITIES: &str = "Aberdeen|Adelaide|Albany|Albuquerque|Amarillo|Antwerp|Asheville|Athens|\
    Atlanta|Auckland|Augusta|Austin|Bakersfield|Baltimore|Barcelona|Bergen|Berlin|Bloomington|\
    Boise|Bologna|Bordeaux|Boston|Bremen|Bristol|Brussels|Buffalo|Burlington|Calgary|Cambridge|\
    Cape Town|Cardiff|Charleston|Chattanooga|Chicago|Cincinnati|Cleveland|Coeur d'Alene|Cologne|\
    Columbus|Copenhagen|Cork|Dallas|Dayton|Denver|Des Moines|Detroit|Dresden|Dublin|Durham|\
    Edinburgh|El Paso|Eugene|Fairbanks|Fargo|Florence|Fort Worth|Fresno|Galveston|Geneva|Genoa|\
    Ghent|Glasgow|Graz|Green Bay|Halifax|Hamburg|Hartford|Helsinki|Honolulu|Houston|Jackson|\
    Kansas City|Knoxville|Krakow|Lansing|Leeds|Leipzig|Lexington|Lincoln|Lisbon|Little Rock|\
    Liverpool|Louisville|Lyon|Madison|Madrid|Malmo|Manchester|Marseille|Melbourne|Memphis|Miami|\
    Milan|Milwaukee|Minneapolis|Mobile|Montreal|Munich|Nantes|Naples|Nashville|New Haven|\
    New Orleans|Norwich|Oakland|Odense|Omaha|Orlando|Osaka|Oslo|Ottawa|Oxford|Palermo|Perth|\
    Philadelphia|Phoenix|Pittsburgh|Porto|Portland|Prague|Providence|Quebec|Raleigh|Reno|\
    Richmond|Riga|Rochester|Rotterdam|Sacramento|Salem|Salzburg|San Antonio|San Diego|San Jose|\
    Santa Fe|Savannah|Seattle|Seville|Sheffield|Sioux Falls|Spokane|Springfield|St. Louis|\
    St. Paul|Stockholm|Stuttgart|Sydney|Syracuse|Tacoma|Tallinn|Tampa|Toledo|Topeka|Toronto|\
    Toulouse|Tucson|Tulsa|Turin|Utrecht|Valencia|Vancouver|Venice|Verona|Vienna|Warsaw|\
    Wellington|Wichita|Winnipeg|Yokohama|York|Zagreb|Zurich";

const STREETS: &str = "Alley|Avenue|Bend|Boulevard|Bridge|Circle|Common|Corner|Court|Crescent|\
    Crossing|Drive|Estate|Fields|Gardens|Gate|Glen|Green|Grove|Heights|Hill|Hollow|Junction|Lane|\
    Loop|Meadow|Mews|Parade|Park|Parkway|Pass|Path|Place|Plaza|Quay|Ridge|Rise|Road|Row|Shore|\
    Square|Street|Terrace|Trail|Turnpike|Valley|View|Walk|Way|Wharf";

/// A real one, or one that sounds like it.
pub(super) fn city(draw: &mut Draw<'_>) -> String {
    let directions = "New|Old|North|South|East|West|Port|Lake|Fort|Mount";
    let endings = "berg|borough|bridge|burgh|bury|fort|furt|haven|land|mouth|port|shire|stad|ton|\
                   view|ville|wick";
    match draw.below(4) {
        0 => format!("{} {}", draw.word(directions), person::first(draw)),
        1 => format!("{}{}", person::first(draw), draw.word(endings)),
        _ => draw.word(CITIES).to_owned(),
    }
}

pub(super) fn street_name(draw: &mut Draw<'_>) -> String {
    let name = if draw.chance(50) { person::first(draw) } else { person::last(draw) };
    format!("{name} {}", draw.word(STREETS))
}

pub(super) fn street_address(draw: &mut Draw<'_>) -> String {
    let digits = draw.between(3, 5);
    let lowest = 10_u64.pow(u32::try_from(digits - 1).unwrap_or_default());
    let number = draw.between(lowest, lowest * 10 - 1);
    format!("{number} {}", street_name(draw))
}

pub(super) fn country(draw: &mut Draw<'_>) -> String {
    draw.word(COUNTRIES).get(3..).unwrap_or_default().to_owned()
}

pub(super) fn country_code(draw: &mut Draw<'_>) -> String {
    draw.word(COUNTRIES).get(..2).unwrap_or_default().to_owned()
}

pub(super) fn latitude(draw: &mut Draw<'_>) -> String {
    degrees(draw, 90)
}

pub(super) fn longitude(draw: &mut Draw<'_>) -> String {
    degrees(draw, 180)
}

/// Degrees with four decimals, from `-most` to `most`.
fn degrees(draw: &mut Draw<'_>, most: u64) -> String {
    let sign = if draw.chance(50) { "-" } else { "" };
    let parts = draw.between(1, most * 10_000);
    format!("{sign}{}.{:04}", parts / 10_000, parts % 10_000)
}

pub(super) fn locale(draw: &mut Draw<'_>) -> String {
    draw.word(LANGUAGES).to_owned()
}
