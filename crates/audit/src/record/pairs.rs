//! Names and values whose names are not ours.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

/// Text by name, sorted as canonical JSON wants it: by UTF-16 code units.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Adds a value; a name that is there already keeps both, joined by a comma and a space.
    pub fn add(&mut self, name: &str, value: &str) {
        let found = self.0.binary_search_by(|(have, _)| {
            // UTF-8 order differs from UTF-16 order only beyond ASCII.
            if have.is_ascii() && name.is_ascii() {
                have.as_str().cmp(name)
            } else {
                have.encode_utf16().cmp(name.encode_utf16())
            }
        });
        match found {
            Ok(at) => {
                if let Some((_, have)) = self.0.get_mut(at) {
                    have.push_str(", ");
                    have.push_str(value);
                }
            }
            Err(at) => self.0.insert(at, (name.to_owned(), value.to_owned())),
        }
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(have, _)| *have == name).map(|(_, value)| value)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut all = Self::default();
        for (name, value) in pairs {
            all.add(name.as_ref(), value.as_ref());
        }
        all
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of strings")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut all = Pairs::default();
                while let Some((name, value)) = map.next_entry::<String, String>()? {
                    all.add(&name, &value);
                }
                Ok(all)
            }
        }
        deserializer.deserialize_map(Reader)
    }
}
