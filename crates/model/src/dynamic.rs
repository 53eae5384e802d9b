//! Dynamic variables: `{{$guid}}`, `{{$timestamp}}`, `{{$randomEmail}}` and the rest.
//!
//! [`NAMES`] is the whole list, [`value`] makes one value. Time and randomness come from a
//! [`Source`], so the same source gives the same values again. A variable that somebody defined
//! under one of these names goes first; that is the business of whoever substitutes.

mod basic;
mod business;
mod date;
mod draw;
mod file;
mod finance;
mod image;
mod internet;
mod lorem;
mod person;
mod place;
mod technical;

#[cfg(test)]
mod tests;

use draw::Draw;

/// Where dynamic variables get time and randomness from.
pub trait Source {
    /// Sixty-four random bits.
    fn random(&mut self) -> u64;

    /// The time in milliseconds since 1970.
    fn now_ms(&self) -> i64;
}

/// A dynamic variable.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name, with the `$`.
    pub name: &'static str,
    /// What its values are, in one line.
    pub about: &'static str,
    make: fn(&mut Draw<'_>) -> String,
}

/// A new value of the dynamic variable `name`, with its `$`; `None` when there is none of that name.
pub fn value(name: &str, source: &mut dyn Source) -> Option<String> {
    find(name).map(|row| row.value(source))
}

/// The dynamic variable `name`, with its `$`. Names are case-sensitive.
#[must_use]
pub fn find(name: &str) -> Option<&'static Row> {
    let place = NAMES.binary_search_by(|row| row.name.cmp(name)).ok()?;
    NAMES.get(place)
}

impl Row {
    /// A new value.
    pub fn value(&self, source: &mut dyn Source) -> String {
        (self.make)(&mut Draw::new(source))
    }
}

const fn row(name: &'static str, about: &'static str, make: fn(&mut Draw<'_>) -> String) -> Row {
    Row { name, about, make }
}

// NOTE: order matters. Names are found by halving, so they are sorted by their bytes.
/// Every dynamic variable, by name.
pub static NAMES: &[Row] = &[
    row("$guid", "A UUID, version 4", basic::uuid),
    row("$isoTimestamp", "The time in ISO 8601, UTC, to the millisecond", basic::iso_timestamp),
    row("$randomAbbreviation", "A technical abbreviation, such as SQL", technical::abbreviation),
    row("$randomAbstractImage", "The URL of an abstract image", image::abstracts),
    row("$randomAdjective", "A technical adjective", technical::adjective),
    row("$randomAlphaNumeric", "A digit or a lower-case letter", basic::alphanumeric),
    row("$randomAnimalsImage", "The URL of an image of animals", image::animals),
    row("$randomAvatarImage", "The URL of a picture of a user", image::avatar),
    row("$randomBankAccount", "Eight digits", finance::account),
    row("$randomBankAccountBic", "The code of a bank (BIC)", finance::bic),
    row("$randomBankAccountIban", "An account number (IBAN)", finance::iban),
    row(
        "$randomBankAccountName",
        "A kind of account, such as Savings Account",
        finance::account_name,
    ),
    row("$randomBitcoin", "The look of a Bitcoin address", finance::bitcoin),
    row("$randomBoolean", "true or false", basic::boolean),
    row("$randomBs", "What companies say they do", business::bs),
    row("$randomBsAdjective", "An adjective that companies use", business::bs_adjective),
    row("$randomBsBuzz", "A verb that companies use", business::bs_buzz),
    row("$randomBsNoun", "A noun that companies use", business::bs_noun),
    row("$randomBusinessImage", "The URL of an image of business", image::business),
    row("$randomCatchPhrase", "What companies call their products", business::catch_phrase),
    row(
        "$randomCatchPhraseAdjective",
        "The first word of a catch phrase",
        business::catch_phrase_adjective,
    ),
    row(
        "$randomCatchPhraseDescriptor",
        "The second part of a catch phrase",
        business::catch_phrase_descriptor,
    ),
    row("$randomCatchPhraseNoun", "The last part of a catch phrase", business::catch_phrase_noun),
    row("$randomCatsImage", "The URL of an image of cats", image::cats),
    row("$randomCity", "A city", place::city),
    row("$randomCityImage", "The URL of an image of a city", image::city),
    row("$randomColor", "A colour's name", business::color),
    row("$randomCommonFileExt", "A common ending of files", file::common_ext),
    row("$randomCommonFileName", "A file's name with a common ending", file::common_name),
    row("$randomCommonFileType", "The first part of a common media type", file::common_kind),
    row("$randomCompanyName", "A company", business::company_name),
    row(
        "$randomCompanySuffix",
        "What ends a company's name, such as LLC",
        business::company_suffix,
    ),
    row("$randomCountry", "A country", place::country),
    row("$randomCountryCode", "A country's two letters (ISO 3166-1)", place::country_code),
    row("$randomCreditCardMask", "The last four digits of a card", finance::card_mask),
    row("$randomCurrencyCode", "A currency's three letters (ISO 4217)", finance::currency_code),
    row("$randomCurrencyName", "A currency", finance::currency_name),
    row("$randomCurrencySymbol", "A currency's sign", finance::currency_symbol),
    row("$randomDatabaseCollation", "A collation of MySQL", technical::collation),
    row("$randomDatabaseColumn", "A column's name", technical::column),
    row("$randomDatabaseEngine", "A storage engine of MySQL", technical::engine),
    row("$randomDatabaseType", "A column's type", technical::column_type),
    row("$randomDateFuture", "A date in the next year", date::future),
    row("$randomDatePast", "A date in the last year", date::past),
    row("$randomDateRecent", "A time in the last day", date::recent),
    row("$randomDepartment", "A department of a shop", business::department),
    row("$randomDirectoryPath", "A folder's absolute path", file::directory),
    row("$randomDomainName", "A domain, such as nora.info", internet::domain_name),
    row("$randomDomainSuffix", "A top-level domain, such as org", internet::domain_suffix),
    row("$randomDomainWord", "A domain without its top level", internet::domain_word),
    row("$randomEmail", "An e-mail address at a well-known provider", internet::email),
    row("$randomExampleEmail", "An e-mail address at an example domain", internet::example_email),
    row("$randomFashionImage", "The URL of an image of fashion", image::fashion),
    row("$randomFileExt", "A file's ending", file::ext),
    row("$randomFileName", "A file's name", file::name),
    row("$randomFilePath", "A file's absolute path", file::path),
    row("$randomFileType", "The first part of a media type", file::kind),
    row("$randomFirstName", "A first name", person::first),
    row("$randomFoodImage", "The URL of an image of food", image::food),
    row("$randomFullName", "A first and a last name, sometimes with a title", person::full),
    row("$randomHexColor", "A colour such as #7e3b42", basic::hex_color),
    row("$randomIP", "An IPv4 address", internet::ip),
    row("$randomIPV6", "An IPv6 address of eight groups", internet::ipv6),
    row("$randomImageDataUri", "An image as a data URI", image::data_uri),
    row("$randomImageUrl", "The URL of an image", image::any),
    row("$randomIngverb", "A technical verb that ends in -ing", technical::ingverb),
    row("$randomInt", "A whole number from 0 to 1000", basic::int),
    row("$randomJobArea", "The field of a job, such as Data", person::job_area),
    row("$randomJobDescriptor", "The rank of a job, such as Senior", person::job_descriptor),
    row("$randomJobTitle", "A job, such as Senior Data Analyst", person::job_title),
    row("$randomJobType", "The kind of a job, such as Analyst", person::job_type),
    row("$randomLastName", "A last name", person::last),
    row("$randomLatitude", "A latitude with four decimals", place::latitude),
    row("$randomLocale", "A language's two or three letters (ISO 639)", place::locale),
    row("$randomLongitude", "A longitude with four decimals", place::longitude),
    row("$randomLoremLines", "One to five lines of Latin", lorem::lines),
    row("$randomLoremParagraph", "A paragraph of Latin", lorem::paragraph),
    row("$randomLoremParagraphs", "Three paragraphs of Latin", lorem::paragraphs),
    row("$randomLoremSentence", "A sentence of Latin", lorem::sentence),
    row("$randomLoremSentences", "Two to six sentences of Latin", lorem::sentences),
    row("$randomLoremSlug", "Three words of Latin with hyphens between them", lorem::slug),
    row("$randomLoremText", "Some Latin, from a word to three paragraphs", lorem::text),
    row("$randomLoremWord", "A word of Latin", lorem::word),
    row("$randomLoremWords", "Three words of Latin", lorem::words),
    row("$randomMACAddress", "A MAC address with colons", internet::mac_address),
    row("$randomMimeType", "A media type", file::mime_type),
    row("$randomMonth", "A month", date::month),
    row("$randomNamePrefix", "What stands before a name, such as Dr.", person::prefix),
    row("$randomNameSuffix", "What stands after a name, such as Jr.", person::suffix),
    row("$randomNatureImage", "The URL of an image of nature", image::nature),
    row("$randomNightlifeImage", "The URL of an image of nightlife", image::nightlife),
    row("$randomNoun", "A technical noun", technical::noun),
    row("$randomPassword", "Fifteen letters, digits and underscores", basic::password),
    row("$randomPeopleImage", "The URL of an image of people", image::people),
    row("$randomPhoneNumber", "A phone number of ten digits", basic::phone),
    row(
        "$randomPhoneNumberExt",
        "A phone number with one or two digits before it",
        basic::phone_ext,
    ),
    row("$randomPhrase", "A technical sentence", technical::phrase),
    row("$randomPrice", "An amount from 0.00 to 1000.00", finance::price),
    row("$randomProduct", "A product, such as Chair", business::product),
    row("$randomProductAdjective", "What a product is like", business::product_adjective),
    row("$randomProductMaterial", "What a product is made of", business::product_material),
    row("$randomProductName", "A product, such as Rustic Glass Lamp", business::product_name),
    row("$randomProtocol", "http or https", internet::protocol),
    row("$randomSemver", "A version such as 2.9.8", basic::semver),
    row("$randomSportsImage", "The URL of an image of sports", image::sports),
    row("$randomStreetAddress", "A house number and a street", place::street_address),
    row("$randomStreetName", "A street", place::street_name),
    row(
        "$randomTransactionType",
        "A kind of transaction, such as payment",
        finance::transaction_type,
    ),
    row("$randomTransportImage", "The URL of an image of transport", image::transport),
    row("$randomUUID", "A UUID, version 4", basic::uuid),
    row("$randomUrl", "The address of a website", internet::url),
    row("$randomUserAgent", "What a browser calls itself", internet::user_agent),
    row("$randomUserName", "A name to log in with", internet::user_name),
    row("$randomVerb", "A technical verb", technical::verb),
    row("$randomWeekday", "A day of the week", date::weekday),
    row("$randomWord", "A word", technical::word),
    row("$randomWords", "Two to five words", technical::words),
    row("$timestamp", "The time in seconds since 1970", basic::timestamp),
];
