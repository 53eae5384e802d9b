//! JSON as a tree that keeps member order and the text of numbers.

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// `null`, `true`, `false` and numbers, as written.
    Word(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn null() -> Self {
        Self::Word("null".to_owned())
    }

    pub(crate) fn object(members: &[(&str, Json)]) -> Self {
        Self::Object(
            members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.iter().find(|one| one.0 == name).map(|one| &one.1),
            _ => None,
        }
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Json> {
        match self {
            Self::Object(members) => {
                members.iter_mut().find(|one| one.0 == name).map(|one| &mut one.1)
            }
            _ => None,
        }
    }

    /// Sets a member in its place, or appends it.
    pub(crate) fn set(&mut self, name: &str, value: Json) {
        match self.get_mut(name) {
            Some(place) => *place = value,
            None => {
                if let Self::Object(members) = self {
                    members.push((name.to_owned(), value));
                }
            }
        }
    }

    pub(crate) fn parse(text: &str) -> Self {
        let mut reader = Reader { rest: text };
        let json = reader.value();
        assert_eq!(reader.rest.trim(), "", "text after the value");
        json
    }

    pub(crate) fn write(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Text(text) => serde_json::to_string(text).unwrap(),
            Self::List(values) => {
                format!("[{}]", values.iter().map(Self::write).collect::<Vec<_>>().join(","))
            }
            Self::Object(members) => {
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, value)| {
                        format!("{}:{}", serde_json::to_string(name).unwrap(), value.write())
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// On several lines, for files that people read.
    pub(crate) fn pretty(&self, indent: usize) -> String {
        let pad = "  ".repeat(indent + 1);
        let lines: Vec<_> = match self {
            Self::List(values) if !values.is_empty() => {
                values.iter().map(|value| format!("{pad}{}", value.pretty(indent + 1))).collect()
            }
            Self::Object(members) if !members.is_empty() => members
                .iter()
                .map(|(name, value)| {
                    let name = serde_json::to_string(name).unwrap();
                    format!("{pad}{name}: {}", value.pretty(indent + 1))
                })
                .collect(),
            other => return other.write(),
        };
        let (open, close) = if matches!(self, Self::List(_)) { ("[", "]") } else { ("{", "}") };
        format!("{open}\n{}\n{}{close}", lines.join(",\n"), "  ".repeat(indent))
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn peek(&mut self) -> char {
        self.rest = self.rest.trim_start();
        self.rest.chars().next().unwrap()
    }

    fn step(&mut self) {
        self.rest = &self.rest[1..];
    }

    fn value(&mut self) -> Json {
        match self.peek() {
            '{' => {
                let mut members = Vec::new();
                self.step();
                while self.peek() != '}' {
                    let name = self.string();
                    assert_eq!(self.peek(), ':');
                    self.step();
                    members.push((name, self.value()));
                    if self.peek() == ',' {
                        self.step();
                    }
                }
                self.step();
                Json::Object(members)
            }
            '[' => {
                let mut values = Vec::new();
                self.step();
                while self.peek() != ']' {
                    values.push(self.value());
                    if self.peek() == ',' {
                        self.step();
                    }
                }
                self.step();
                Json::List(values)
            }
            '"' => Json::Text(self.string()),
            _ => {
                let end = self.rest.find([',', '}', ']', ' ', '\n']).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Json::Word(word.to_owned())
            }
        }
    }

    fn string(&mut self) -> String {
        self.peek();
        // The opening quote counts as escaped, so that it does not close.
        let mut escaped = true;
        let end = self
            .rest
            .char_indices()
            .find(|(_, character)| {
                let closes = *character == '"' && !escaped;
                escaped = *character == '\\' && !escaped;
                closes
            })
            .unwrap()
            .0;
        let (raw, rest) = self.rest.split_at(end + 1);
        self.rest = rest;
        serde_json::from_str(raw).unwrap()
    }
}
