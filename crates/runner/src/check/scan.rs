//! Finding names in texts and scripts.

/// The names between `{{` and `}}`, in order.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let end = rest.find("}}").filter(|end| {
            let name = rest.get(..*end).unwrap_or_default();
            !name.contains(['{', '}'])
        });
        if let Some(name) = end.and_then(|end| rest.get(..end)) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Paths such as `pm.environment.get` that a script uses, with their lines.
pub(super) fn members(source: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (number, line) in code_lines(source) {
        let mut from = 0;
        while let Some(at) = line.get(from..).and_then(|rest| rest.find("pm.")).map(|at| at + from)
        {
            from = at + 3;
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            if before.is_some_and(|letter| is_name(letter) || letter == '.') {
                continue;
            }
            let rest = line.get(at..).unwrap_or_default();
            let end = rest.find(|letter| !is_name(letter) && letter != '.').unwrap_or(rest.len());
            let path = rest.get(..end).unwrap_or_default().trim_end_matches('.');
            // The first two names are ours; what follows may be of a value.
            let call: Vec<&str> = path.split('.').take(3).collect();
            found.push((call.join("."), number));
        }
    }
    found
}

/// The names that a script says to go on with.
pub(super) fn next_requests(source: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (number, line) in code_lines(source) {
        let calls = line.split("setNextRequest(").skip(1);
        found.extend(calls.filter_map(quoted).map(|name| (name, number)));
    }
    found
}

/// The names of variables that a script sets.
pub(super) fn set_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for start in [".set(", "EnvironmentVariable(", "GlobalVariable("] {
        names.extend(source.split(start).skip(1).filter_map(quoted));
    }
    names
}

/// The text of a string that a piece of script begins with, when it is plain.
fn quoted(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let (name, _) = text.get(1..)?.split_once(quote)?;
    (!name.contains(['\\', '$'])).then(|| name.to_owned())
}

/// The lines of a script, from 1, without those that are comments.
fn code_lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    (1..).zip(source.lines()).filter(move |(_, line)| {
        let line = line.trim_start();
        let was = inside;
        if line.starts_with("/*") {
            inside = true;
        }
        let comment = was || inside || line.starts_with("//");
        if line.contains("*/") {
            inside = false;
        }
        !comment
    })
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}
