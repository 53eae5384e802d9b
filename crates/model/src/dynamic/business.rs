//! Companies, what they say and what they sell.

use super::{draw::Draw, person};

const ADJECTIVES: &str = "Adaptive|Advanced|Assimilated|Automated|Balanced|Centralized|Cloned|\
    Compatible|Configurable|Customizable|Decentralized|Digitized|Distributed|Diverse|Enhanced|\
    Ergonomic|Exclusive|Expanded|Extended|Front-line|Fully-managed|Fundamental|Horizontal|\
    Innovative|Integrated|Intuitive|Managed|Monitored|Multi-layered|Networked|Open-source|\
    Operative|Optimized|Organic|Persistent|Phased|Proactive|Programmable|Quality-focused|\
    Reactive|Re-engineered|Reduced|Robust|Seamless|Secured|Self-enabling|Sharable|Stand-alone|\
    Streamlined|Synchronized|Team-oriented|Universal|Upgradable|User-centric|Versatile|Virtual";

const DESCRIPTORS: &str = "24 hour|asynchronous|bandwidth-monitored|bi-directional|bifurcated|\
    client-driven|client-server|coherent|composite|content-based|context-sensitive|dedicated|\
    demand-driven|discrete|dynamic|empowering|event-driven|executive|explicit|fault-tolerant|\
    global|heuristic|high-level|holistic|homogeneous|human-resource|impactful|incremental|\
    interactive|intermediate|leading edge|local|logistical|mission-critical|mobile|modular|\
    multimedia|multi-state|national|next generation|object-oriented|optimal|radical|real-time|\
    reciprocal|regional|responsive|scalable|secondary|stable|static|systematic|tangible|tertiary|\
    transitional|upward-trending|value-added|web-enabled|zero tolerance";

const NOUNS: &str = "ability|access|algorithm|alliance|analyzer|application|approach|archive|\
    array|attitude|benchmark|capability|capacity|challenge|circuit|collaboration|complexity|\
    concept|contingency|core|data-warehouse|database|definition|emulation|encoding|encryption|\
    extranet|firmware|flexibility|forecast|framework|function|hardware|hierarchy|hub|\
    implementation|infrastructure|initiative|installation|interface|intranet|knowledge base|\
    leverage|local area network|matrix|methodology|middleware|migration|model|moderator|\
    monitoring|neural-net|open system|orchestration|paradigm|parallelism|policy|portal|\
    process improvement|product|productivity|project|protocol|service-desk|software|solution|\
    standardization|strategy|structure|success|superstructure|support|synergy|system engine|\
    task-force|throughput|time-frame|toolset|utilisation|website|workforce";

const BS_VERBS: &str = "aggregate|architect|benchmark|brand|cultivate|deliver|deploy|disintermediate|\
    drive|e-enable|embrace|empower|enable|engage|engineer|enhance|evolve|expedite|exploit|extend|\
    facilitate|generate|grow|harness|implement|incentivize|incubate|innovate|integrate|iterate|\
    leverage|maximize|mesh|monetize|morph|optimize|orchestrate|productize|reinvent|repurpose|\
    revolutionize|scale|seize|strategize|streamline|syndicate|synergize|synthesize|target|\
    transform|transition|unleash|utilize|visualize|whiteboard";

const BS_ADJECTIVES: &str = "24/7|B2B|B2C|back-end|best-of-breed|bleeding-edge|bricks-and-clicks|\
    clicks-and-mortar|collaborative|compelling|cross-media|cross-platform|customized|cutting-edge|\
    distributed|dot-com|dynamic|efficient|end-to-end|enterprise|extensible|frictionless|front-end|\
    global|granular|holistic|impactful|innovative|integrated|interactive|intuitive|killer|\
    leading-edge|magnetic|mission-critical|next-generation|one-to-one|open-source|out-of-the-box|\
    plug-and-play|proactive|real-time|revolutionary|robust|scalable|seamless|sticky|strategic|\
    synergistic|transparent|turn-key|ubiquitous|user-centric|value-added|vertical|viral|virtual|\
    visionary|web-enabled|wireless|world-class";

const BS_NOUNS: &str = "ROI|action-items|applications|architectures|bandwidth|blockchains|channels|\
    communities|content|convergence|deliverables|e-business|e-commerce|e-markets|e-services|\
    experiences|eyeballs|functionalities|infomediaries|infrastructures|initiatives|interfaces|\
    markets|methodologies|metrics|mindshare|models|networks|niches|paradigms|partnerships|\
    platforms|portals|relationships|schemas|smart contracts|solutions|supply-chains|synergies|\
    systems|technologies|users|vortals|web services|web-readiness";

const PRODUCT_ADJECTIVES: &str = "Awesome|Elegant|Ergonomic|Fantastic|Generic|Gorgeous|Handcrafted|\
    Handmade|Incredible|Intelligent|Licensed|Modern|Practical|Recycled|Refined|Rustic|Sleek|Small|\
    Tasty|Unbranded";

const MATERIALS: &str = "Bamboo|Bronze|Ceramic|Concrete|Cotton|Fresh|Frozen|Glass|Granite|Leather|\
    Marble|Metal|Plastic|Rubber|Soft|Steel|Wooden|Woollen";

const PRODUCTS: &str = "Backpack|Bacon|Ball|Bench|Bike|Blanket|Bread|Car|Chair|Cheese|Chicken|\
    Chips|Computer|Fish|Gloves|Hat|Helmet|Keyboard|Kettle|Lamp|Mouse|Mug|Pants|Pizza|Salad|\
    Sausages|Shirt|Shoes|Soap|Sofa|Table|Towels|Tuna|Umbrella|Wallet";

const DEPARTMENTS: &str = "Automotive|Baby|Bakery|Beauty|Books|Clothing|Computers|Electronics|\
    Games|Garden|Grocery|Health|Home|Industrial|Jewelry|Kids|Movies|Music|Outdoors|Shoes|Sports|\
    Stationery|Tools|Toys";

const COLORS: &str = "amber|azure|beige|black|blue|brown|coral|crimson|cyan|forest green|fuchsia|\
    gold|green|grey|indigo|ivory|lavender|lime|magenta|maroon|mint green|navy|olive|orange|orchid|\
    pink|plum|purple|red|salmon|silver|sky blue|tan|teal|turquoise|violet|white|yellow";

pub(super) fn company_suffix(draw: &mut Draw<'_>) -> String {
    draw.word("Inc|LLC|Group|and Sons").to_owned()
}

pub(super) fn company_name(draw: &mut Draw<'_>) -> String {
    let (first, second) = (person::last(draw), person::last(draw));
    match draw.below(3) {
        0 => format!("{first} {}", company_suffix(draw)),
        1 => format!("{first} - {second}"),
        _ => format!("{first}, {second} and {}", person::last(draw)),
    }
}

pub(super) fn catch_phrase(draw: &mut Draw<'_>) -> String {
    format!("{} {} {}", draw.word(ADJECTIVES), draw.word(DESCRIPTORS), draw.word(NOUNS))
}

pub(super) fn catch_phrase_adjective(draw: &mut Draw<'_>) -> String {
    draw.word(ADJECTIVES).to_owned()
}

pub(super) fn catch_phrase_descriptor(draw: &mut Draw<'_>) -> String {
    draw.word(DESCRIPTORS).to_owned()
}

pub(super) fn catch_phrase_noun(draw: &mut Draw<'_>) -> String {
    draw.word(NOUNS).to_owned()
}

pub(super) fn bs(draw: &mut Draw<'_>) -> String {
    format!("{} {} {}", draw.word(BS_VERBS), draw.word(BS_ADJECTIVES), draw.word(BS_NOUNS))
}

pub(super) fn bs_buzz(draw: &mut Draw<'_>) -> String {
    draw.word(BS_VERBS).to_owned()
}

pub(super) fn bs_adjective(draw: &mut Draw<'_>) -> String {
    draw.word(BS_ADJECTIVES).to_owned()
}

pub(super) fn bs_noun(draw: &mut Draw<'_>) -> String {
    draw.word(BS_NOUNS).to_owned()
}

pub(super) fn product_name(draw: &mut Draw<'_>) -> String {
    let adjective = draw.word(PRODUCT_ADJECTIVES);
    format!("{adjective} {} {}", draw.word(MATERIALS), draw.word(PRODUCTS))
}

pub(super) fn product_adjective(draw: &mut Draw<'_>) -> String {
    draw.word(PRODUCT_ADJECTIVES).to_owned()
}

pub(super) fn product_material(draw: &mut Draw<'_>) -> String {
    draw.word(MATERIALS).to_owned()
}

pub(super) fn product(draw: &mut Draw<'_>) -> String {
    draw.word(PRODUCTS).to_owned()
}

pub(super) fn department(draw: &mut Draw<'_>) -> String {
    draw.word(DEPARTMENTS).to_owned()
}

pub(super) fn color(draw: &mut Draw<'_>) -> String {
    draw.word(COLORS).to_owned()
}
