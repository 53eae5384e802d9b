//! People and their jobs.

use super::draw::Draw;

const FIRST: &str = "Aaron|Abigail|Ada|Adele|Adrian|Aisha|Alan|Albert|Alejandro|Alexa|Alfred|Alice|\
    Alma|Amelia|Amina|Amos|Andrea|Angela|Anita|Anna|Anton|Ariel|Arthur|Astrid|Audrey|August|\
    Aurora|Austin|Barbara|Beatrice|Benjamin|Bernard|Bianca|Boris|Brenda|Brian|Bridget|Bruno|\
    Camila|Carl|Carmen|Caroline|Casper|Cecilia|Cedric|Celia|Charles|Chloe|Clara|Clement|Conrad|\
    Cora|Cyrus|Daisy|Damian|Daniel|Daphne|Darius|David|Deborah|Delia|Dennis|Diana|Diego|Dora|\
    Doris|Dylan|Edgar|Edith|Edmund|Edwin|Elaine|Eleanor|Elena|Eli|Elias|Ella|Elliot|Elsa|Emil|\
    Emma|Erica|Ernest|Esther|Ethan|Eva|Evelyn|Ezra|Fatima|Felix|Fiona|Flora|Frances|Frank|\
    Freya|Gabriel|Gemma|George|Gerda|Gilbert|Gloria|Grace|Greta|Gustav|Hanna|Harold|Harriet|\
    Hazel|Hector|Helen|Henry|Herbert|Hilda|Hugo|Ibrahim|Ida|Ignacio|Ingrid|Irene|Iris|Isaac|\
    Isabel|Ivan|Jacob|James|Jane|Jasper|Joan|Joel|Johanna|Jonas|Josephine|Judith|Julian|Karen|\
    Kasimir|Keith|Kenji|Kira|Lara|Laura|Leif|Lena|Leo|Leonora|Lewis|Lily|Linus|Louis|Lucia|\
    Lydia|Magnus|Malik|Marcus|Margaret|Maria|Marlene|Martin|Matilda|Maya|Miles|Miriam|Mona|\
    Nadia|Naomi|Nathan|Neil|Nina|Noah|Nora|Olga|Oliver|Olivia|Omar|Oscar|Otto|Paula|Pedro|\
    Penelope|Peter|Philip|Phoebe|Quentin|Rachel|Ralph|Ramona|Raymond|Rebecca|Rita|Robert|Rosa|\
    Ruben|Ruth|Samuel|Sara|Sebastian|Selma|Simon|Sofia|Stella|Susan|Sven|Sylvia|Tamara|Theodor|\
    Theresa|Thomas|Tobias|Ulrich|Ursula|Valentin|Vera|Victor|Viola|Walter|Wanda|Wilma|Xavier|\
    Yara|Yusuf|Zelda|Zoe";

const LAST: &str = "Abbott|Acosta|Adler|Ahmed|Albers|Allen|Alvarez|Andersen|Appleby|Archer|\
    Armstrong|Ashworth|Atkins|Bach|Baker|Barlow|Barrett|Baumann|Becker|Bell|Bennett|Berg|\
    Bernstein|Bishop|Blake|Bloom|Bowman|Brandt|Brooks|Brown|Burke|Burton|Byrne|Calloway|\
    Campbell|Carlson|Carter|Castillo|Chandler|Chapman|Chavez|Chen|Clarke|Coleman|Collins|\
    Conway|Cooper|Costa|Cox|Crawford|Cruz|Cunningham|D'Angelo|Dalton|Davidson|Delgado|Diaz|\
    Dixon|Doyle|Drake|Duncan|Eastman|Eberhard|Edwards|Ellis|Engel|Erikson|Esposito|Evans|\
    Farrell|Fernandez|Fischer|Fleming|Fletcher|Foster|Fowler|Fraser|Freeman|Fuchs|Gallagher|\
    Garcia|Garner|Gibson|Gomez|Graham|Grant|Green|Griffin|Gruber|Haas|Hahn|Hale|Hansen|Harper|\
    Hartman|Hayes|Henderson|Hoffmann|Holmes|Horvath|Howard|Hughes|Hunter|Ibarra|Ivanov|Jacobs|\
    Jansen|Jensen|Johansson|Johnson|Jordan|Kaiser|Kaur|Keller|Kelly|Kim|Kimura|King|Klein|\
    Knight|Koch|Kovacs|Kramer|Kumar|Lambert|Lang|Larsen|Lehmann|Lewis|Lindgren|Lopez|Lorenz|\
    Lund|MacDonald|Maier|Marsh|Martinez|Mason|Mayer|McCarthy|McKinley|Meyer|Miller|Mitchell|\
    Morales|Moreau|Morgan|Murphy|Nakamura|Nelson|Newton|Nguyen|Nolan|Novak|O'Brien|O'Donnell|\
    Olsen|Ortega|Osborne|Palmer|Parker|Patel|Pearson|Peters|Petrov|Porter|Powell|Quinn|Ramirez|\
    Reed|Reyes|Richter|Rivera|Roberts|Rojas|Romero|Rossi|Russell|Sanders|Santos|Sato|Schmidt|\
    Schneider|Schroeder|Shah|Sharp|Silva|Simmons|Singh|Sokolov|Spencer|Stein|Stone|Suzuki|\
    Tanaka|Taylor|Thornton|Torres|Turner|Underwood|Vargas|Vogel|Wagner|Walsh|Ward|Weaver|Weber|\
    White|Wilson|Winter|Wolf|Wright|Yamada|Young|Zhang|Ziegler|Zimmermann";

const SUFFIXES: &str = "Jr.|Sr.|I|II|III|IV|V|MD|DDS|PhD|DVM";

const DESCRIPTORS: &str = "Assistant|Associate|Central|Chief|Corporate|Customer|Deputy|Direct|\
    District|Dynamic|Executive|Field|Future|Global|Head|Human|Internal|International|Investor|\
    Junior|Lead|Legacy|National|Principal|Product|Regional|Senior|Staff";

const AREAS: &str = "Accounts|Applications|Assurance|Brand|Branding|Communications|Compliance|\
    Configuration|Creative|Data|Design|Factors|Finance|Identity|Implementation|Infrastructure|\
    Integration|Interactions|Logistics|Marketing|Markets|Metrics|Mobility|Operations|\
    Optimization|Paradigm|Program|Quality|Research|Response|Security|Solutions|Support|Tactics|\
    Usability|Web";

const TYPES: &str = "Administrator|Agent|Analyst|Architect|Assistant|Associate|Consultant|\
    Coordinator|Designer|Developer|Director|Engineer|Executive|Facilitator|Liaison|Manager|\
    Officer|Orchestrator|Planner|Producer|Representative|Specialist|Strategist|Supervisor|\
    Technician";

pub(super) fn first(draw: &mut Draw<'_>) -> String {
    draw.word(FIRST).to_owned()
}

pub(super) fn last(draw: &mut Draw<'_>) -> String {
    draw.word(LAST).to_owned()
}

pub(super) fn prefix(draw: &mut Draw<'_>) -> String {
    draw.word("Mr.|Mrs.|Ms.|Miss|Dr.").to_owned()
}

pub(super) fn suffix(draw: &mut Draw<'_>) -> String {
    draw.word(SUFFIXES).to_owned()
}

/// First and last name, one in eight with something before and one with something after.
pub(super) fn full(draw: &mut Draw<'_>) -> String {
    let name = format!("{} {}", draw.word(FIRST), draw.word(LAST));
    match draw.below(8) {
        0 => format!("{} {name}", prefix(draw)),
        1 => format!("{name} {}", suffix(draw)),
        _ => name,
    }
}

pub(super) fn job_title(draw: &mut Draw<'_>) -> String {
    format!("{} {} {}", draw.word(DESCRIPTORS), draw.word(AREAS), draw.word(TYPES))
}

pub(super) fn job_descriptor(draw: &mut Draw<'_>) -> String {
    draw.word(DESCRIPTORS).to_owned()
}

pub(super) fn job_area(draw: &mut Draw<'_>) -> String {
    draw.word(AREAS).to_owned()
}

pub(super) fn job_type(draw: &mut Draw<'_>) -> String {
    draw.word(TYPES).to_owned()
}
