//! Money, accounts and cards.

use super::draw::Draw;

/// ISO 4217: three letters, then the name.
const CURRENCIES: &str = "AED UAE Dirham|AFN Afghani|ALL Lek|AMD Armenian Dram|AOA Kwanza|\
    ARS Argentine Peso|AUD Australian Dollar|AWG Aruban Florin|AZN Azerbaijan Manat|\
    BAM Convertible Mark|BBD Barbados Dollar|BDT Taka|BGN Bulgarian Lev|BHD Bahraini Dinar|\
    BIF Burundi Franc|BMD Bermudian Dollar|BND Brunei Dollar|BOB Boliviano|BRL Brazilian Real|\
    BSD Bahamian Dollar|BTN Ngultrum|BWP Pula|BYN Belarusian Ruble|BZD Belize Dollar|\
    CAD Canadian Dollar|CDF Congolese Franc|CHF Swiss Franc|CLP Chilean Peso|CNY Yuan Renminbi|\
    COP Colombian Peso|CRC Costa Rican Colon|CUP Cuban Peso|CVE Cabo Verde Escudo|\
    CZK Czech Koruna|DJF Djibouti Franc|DKK Danish Krone|DOP Dominican Peso|DZD Algerian Dinar|\
    EGP Egyptian Pound|ERN Nakfa|ETB Ethiopian Birr|EUR Euro|FJD Fiji Dollar|\
    FKP Falkland Islands Pound|GBP Pound Sterling|GEL Lari|GHS Ghana Cedi|GIP Gibraltar Pound|\
    GMD Dalasi|GNF Guinean Franc|GTQ Quetzal|GYD Guyana Dollar|HKD Hong Kong Dollar|HNL Lempira|\
    HTG Gourde|HUF Forint|IDR Rupiah|ILS New Israeli Sheqel|INR Indian Rupee|IQD Iraqi Dinar|\
    IRR Iranian Rial|ISK Iceland Krona|JMD Jamaican Dollar|JOD Jordanian Dinar|JPY Yen|\
    KES Kenyan Shilling|KGS Som|KHR Riel|KMF Comorian Franc|KPW North Korean Won|KRW Won|\
    KWD Kuwaiti Dinar|KYD Cayman Islands Dollar|KZT Tenge|LAK Lao Kip|LBP Lebanese Pound|\
    LKR Sri Lanka Rupee|LRD Liberian Dollar|LSL Loti|LYD Libyan Dinar|MAD Moroccan Dirham|\
    MDL Moldovan Leu|MGA Malagasy Ariary|MKD Denar|MMK Kyat|MNT Tugrik|MOP Pataca|MRU Ouguiya|\
    MUR Mauritius Rupee|MVR Rufiyaa|MWK Malawi Kwacha|MXN Mexican Peso|MYR Malaysian Ringgit|\
    MZN Mozambique Metical|NAD Namibia Dollar|NGN Naira|NIO Cordoba Oro|NOK Norwegian Krone|\
    NPR Nepalese Rupee|NZD New Zealand Dollar|OMR Rial Omani|PAB Balboa|PEN Sol|PGK Kina|\
    PHP Philippine Peso|PKR Pakistan Rupee|PLN Zloty|PYG Guarani|QAR Qatari Rial|\
    RON Romanian Leu|RSD Serbian Dinar|RUB Russian Ruble|RWF Rwanda Franc|SAR Saudi Riyal|\
    SBD Solomon Islands Dollar|SCR Seychelles Rupee|SDG Sudanese Pound|SEK Swedish Krona|\
    SGD Singapore Dollar|SHP Saint Helena Pound|SLE Leone|SOS Somali Shilling|\
    SRD Surinam Dollar|SSP South Sudanese Pound|STN Dobra|SYP Syrian Pound|SZL Lilangeni|\
    THB Baht|TJS Somoni|TMT Turkmenistan New Manat|TND Tunisian Dinar|TOP Paanga|\
    TRY Turkish Lira|TTD Trinidad and Tobago Dollar|TWD New Taiwan Dollar|\
    TZS Tanzanian Shilling|UAH Hryvnia|UGX Uganda Shilling|USD US Dollar|UYU Peso Uruguayo|\
    UZS Uzbekistan Sum|VES Bolivar Soberano|VND Dong|VUV Vatu|WST Tala|XAF CFA Franc BEAC|\
    XCD East Caribbean Dollar|XOF CFA Franc BCEAO|XPF CFP Franc|YER Yemeni Rial|ZAR Rand|\
    ZMW Zambian Kwacha|ZWL Zimbabwe Dollar";

const SYMBOLS: &str = "$|€|£|¥|₩|₪|₫|₭|₮|₱|₴|₹|₺|₽|฿|₡|₦|₨|₲|₵|₸|₼|₾|﷼|ƒ|zł|kr|Kč|Ft|лв|ден|R$|\
    C$|J$|NT$|RD$|TT$|BZ$|HK$|A$|CHF|KM|kn|lei|Lek|S/|Q|L|P|R|Rp|RM|Gs|Bs|MT";

/// The ISO 13616 registry: a country's two letters, then the rest of its account numbers after
/// the check digits, in runs of digits (`n`), capital letters (`a`) or either (`c`).
const IBANS: &str = "AD8n12c|AE19n|AL8n16c|AT16n|AZ4a20c|BA16n|BE12n|BG4a6n8c|BH4a14c|BR23n1a1c|\
    CH5n12c|CR18n|CY8n16c|CZ20n|DE18n|DK14n|DO4c20n|EE16n|ES20n|FI14n|FO14n|FR10n11c2n|GB4a14n|\
    GE2a16n|GI4a15c|GL14n|GR7n16c|GT4c20c|HR17n|HU24n|IE4a14n|IL19n|IS22n|IT1a10n12c|KW4a22c|\
    KZ3n13c|LB4n20c|LI5n12c|LT16n|LU3n13c|LV4a13c|MC10n11c2n|MD20c|ME18n|MK3n10c2n|MR23n|\
    MT4a5n18c|MU4a19n3a|NL4a10n|NO11n|PK4a16c|PL24n|PS4a21c|PT21n|QA4a21c|RO4a16c|RS18n|SA2n18c|\
    SE20n|SI15n|SK20n|SM1a10n12c|TN20n|TR6n16c|VG4a16n";

const DIGITS: &[u8] = b"0123456789";
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

pub(super) fn account(draw: &mut Draw<'_>) -> String {
    draw.string(DIGITS, 8)
}

pub(super) fn account_name(draw: &mut Draw<'_>) -> String {
    let kinds = "Auto Loan|Brokerage|Business|Checking|Credit Card|Deposit|Home Loan|Investment|\
                 Money Market|Pension|Personal Loan|Savings|Student Loan";
    format!("{} Account", draw.word(kinds))
}

pub(super) fn card_mask(draw: &mut Draw<'_>) -> String {
    draw.string(DIGITS, 4)
}

pub(super) fn transaction_type(draw: &mut Draw<'_>) -> String {
    draw.word("deposit|invoice|payment|withdrawal").to_owned()
}

pub(super) fn currency_code(draw: &mut Draw<'_>) -> String {
    draw.word(CURRENCIES).get(..3).unwrap_or_default().to_owned()
}

pub(super) fn currency_name(draw: &mut Draw<'_>) -> String {
    draw.word(CURRENCIES).get(4..).unwrap_or_default().to_owned()
}

pub(super) fn currency_symbol(draw: &mut Draw<'_>) -> String {
    draw.word(SYMBOLS).to_owned()
}

pub(super) fn price(draw: &mut Draw<'_>) -> String {
    let cents = draw.between(0, 100_000);
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The look of an address; its checksum is not right, so nobody can send anything there.
pub(super) fn bitcoin(draw: &mut Draw<'_>) -> String {
    let alphabet = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let kind = draw.word("1|3");
    let length = draw.between(24, 33);
    format!("{kind}{}", draw.string(alphabet, length))
}

/// Bank, country, place, and often a branch.
pub(super) fn bic(draw: &mut Draw<'_>) -> String {
    let country = draw.word(IBANS).get(..2).unwrap_or_default();
    let bank = draw.string(LETTERS, 4);
    let place = draw.string(LETTERS, 1);
    let branch = match draw.below(10) {
        0 => draw.string(LETTERS, 3),
        1..4 => draw.string(DIGITS, 3),
        _ => String::new(),
    };
    format!("{bank}{country}{place}1{branch}")
}

/// An account number with the length, the parts and the check digits of its country.
pub(super) fn iban(draw: &mut Draw<'_>) -> String {
    let (country, parts) = draw.word(IBANS).split_at_checked(2).unwrap_or_default();
    let mut number = String::new();
    let mut count = 0;
    for mark in parts.chars() {
        if let Some(digit) = mark.to_digit(10) {
            count = count * 10 + u64::from(digit);
            continue;
        }
        let alphabet: &[u8] = match mark {
            'n' => DIGITS,
            'a' => LETTERS,
            _ => b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        };
        number.push_str(&draw.string(alphabet, count));
        count = 0;
    }
    let check = 98 - remainder(&format!("{number}{country}00"));
    format!("{country}{check:02}{number}")
}

/// The rest of `text` by 97, letters counting from 10 up (ISO 7064).
pub(super) fn remainder(text: &str) -> u32 {
    text.chars().filter_map(|mark| mark.to_digit(36)).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}
