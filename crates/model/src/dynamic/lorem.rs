//! Text that means nothing, in Latin.

use super::draw::Draw;

/// From the first book of Cicero's *De finibus bonorum et malorum*.
const WORDS: &str = "accusantium|adipisci|alias|aliquam|aliquid|amet|animi|aperiam|architecto|\
    aspernatur|assumenda|at|aut|autem|beatae|blanditiis|commodi|consectetur|consequatur|\
    consequuntur|corporis|corrupti|culpa|cum|cumque|cupiditate|debitis|delectus|deleniti|\
    deserunt|dicta|dignissimos|distinctio|dolor|dolore|dolorem|doloremque|dolores|doloribus|\
    dolorum|ducimus|ea|eaque|earum|eius|eligendi|enim|eos|error|esse|est|et|eum|eveniet|ex|\
    excepturi|exercitationem|expedita|explicabo|facere|facilis|fuga|fugiat|fugit|harum|hic|id|\
    illo|illum|impedit|in|incidunt|inventore|ipsa|ipsam|ipsum|iste|itaque|iure|iusto|labore|\
    laboriosam|laborum|laudantium|libero|magnam|magni|maiores|maxime|minima|minus|modi|molestiae|\
    molestias|mollitia|nam|natus|necessitatibus|nemo|neque|nesciunt|nihil|nisi|nobis|non|\
    nostrum|nulla|numquam|obcaecati|odio|odit|officia|officiis|omnis|optio|pariatur|perferendis|\
    perspiciatis|placeat|porro|possimus|praesentium|provident|quae|quaerat|quam|quas|quasi|qui|\
    quia|quibusdam|quidem|quis|quisquam|quo|quod|quos|ratione|recusandae|reiciendis|rem|\
    repellat|repellendus|reprehenderit|repudiandae|rerum|saepe|sapiente|sed|sequi|similique|\
    sint|sit|soluta|sunt|suscipit|tempora|tempore|temporibus|tenetur|totam|ullam|unde|ut|vel|\
    velit|veniam|veritatis|vero|vitae|voluptas|voluptate|voluptatem|voluptates|voluptatibus|\
    voluptatum";

pub(super) fn word(draw: &mut Draw<'_>) -> String {
    draw.word(WORDS).to_owned()
}

pub(super) fn words(draw: &mut Draw<'_>) -> String {
    draw.join((3, 3), " ", word)
}

pub(super) fn slug(draw: &mut Draw<'_>) -> String {
    draw.join((3, 3), "-", word)
}

pub(super) fn sentence(draw: &mut Draw<'_>) -> String {
    let words = draw.join((3, 10), " ", word);
    let (first, rest) = words.split_at_checked(1).unwrap_or_default();
    format!("{}{rest}.", first.to_ascii_uppercase())
}

pub(super) fn sentences(draw: &mut Draw<'_>) -> String {
    draw.join((2, 6), " ", sentence)
}

pub(super) fn paragraph(draw: &mut Draw<'_>) -> String {
    draw.join((3, 6), " ", sentence)
}

/// What stands between the paragraphs is what people's tests have met so far.
pub(super) fn paragraphs(draw: &mut Draw<'_>) -> String {
    draw.join((3, 3), "\n \r", paragraph)
}

pub(super) fn lines(draw: &mut Draw<'_>) -> String {
    draw.join((1, 5), "\n", sentence)
}

/// Any of the others.
pub(super) fn text(draw: &mut Draw<'_>) -> String {
    match draw.below(7) {
        0 => word(draw),
        1 => words(draw),
        2 => sentence(draw),
        3 => sentences(draw),
        4 => paragraph(draw),
        5 => paragraphs(draw),
        _ => lines(draw),
    }
}
