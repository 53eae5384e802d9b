//! Values on their way to the console: what they are, without what they do.

use rquickjs::{Ctx, Function, Object, Type, Value};

use crate::{
    Shown,
    native::text::{string_of, text_of},
};

/// Deepest level that is shown.
const DEPTH: usize = 50;
/// Most members of one object.
const MEMBERS: usize = 1000;
/// Most bytes of one call.
const BYTES: usize = 4 << 20;
/// Bytes shown of a buffer.
const FIRST: usize = 50;

/// One call of the console.
pub(crate) struct Crossing<'a, 'js> {
    ctx: &'a Ctx<'js>,
    /// Tells what an object is that is neither plain nor an array.
    shape: Option<Function<'js>>,
    /// Objects on the way from the top.
    above: Vec<Value<'js>>,
    size: usize,
}

impl<'a, 'js> Crossing<'a, 'js> {
    pub(crate) fn new(ctx: &'a Ctx<'js>, shape: Value<'js>) -> Self {
        Self { ctx, shape: shape.into_function(), above: Vec::new(), size: 0 }
    }

    /// About how many bytes were shown.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn shown(&mut self, value: &Value<'js>) -> Shown {
        self.size += 24;
        match value.type_of() {
            Type::Null => Shown::Null,
            Type::Bool => Shown::Bool(value.as_bool().unwrap_or(false)),
            Type::Int | Type::Float => Shown::Number(value.as_number().unwrap_or(f64::NAN)),
            Type::String => Shown::Text(self.text(value)),
            Type::Symbol => {
                let text = value.as_symbol().and_then(|symbol| symbol.description().ok());
                Shown::Symbol(text.map(|text| self.text(&text)).unwrap_or_default())
            }
            Type::BigInt => Shown::BigInt(self.text(value)),
            Type::Uninitialized | Type::Undefined | Type::Unknown => Shown::Undefined,
            _ => value.as_object().map_or(Shown::Undefined, |object| self.object(object)),
        }
    }

    fn text(&mut self, value: &Value<'js>) -> String {
        let text = text_of(self.ctx, value).unwrap_or_default();
        self.size += text.len();
        text
    }

    /// The value of a getter that may throw; then it is undefined.
    fn member(&mut self, object: &Object<'js>, name: &str) -> Value<'js> {
        object.get(name).unwrap_or_else(|_| {
            self.ctx.catch();
            Value::new_undefined(self.ctx.clone())
        })
    }

    fn object(&mut self, object: &Object<'js>) -> Shown {
        if let Some(at) = self.above.iter().position(|one| one == object.as_value()) {
            return Shown::Circular { up: self.above.len() - at };
        }
        if object.is_function() {
            let name = self.member(object, "name");
            return Shown::Function(if name.is_string() {
                self.text(&name)
            } else {
                String::new()
            });
        }
        if self.above.len() >= DEPTH || self.size > BYTES {
            let class = if object.is_array() { "Array" } else { "Object" };
            return Shown::Deep(class.to_owned());
        }
        self.above.push(object.as_value().clone());
        let shown = if object.is_error() {
            self.error(object)
        } else if object.is_array() {
            self.list(object)
        } else {
            self.other(object)
        };
        self.above.pop();
        shown
    }

    fn error(&mut self, object: &Object<'js>) -> Shown {
        let (name, message) = (self.member(object, "name"), self.member(object, "message"));
        Shown::Error { name: self.text(&name), message: self.text(&message) }
    }

    fn list(&mut self, object: &Object<'js>) -> Shown {
        let Some(array) = object.as_array() else { return Shown::Undefined };
        let mut items = Vec::new();
        for value in array.iter::<Value<'js>>().take(MEMBERS) {
            if let Ok(value) = value {
                items.push(self.shown(&value));
            } else {
                self.ctx.catch();
                items.push(Shown::Undefined);
            }
            if self.size > BYTES {
                break;
            }
        }
        let more = array.len().saturating_sub(items.len());
        Shown::List { items, more }
    }

    fn members(&mut self, object: &Object<'js>) -> Vec<(String, Shown)> {
        let mut members = Vec::new();
        for key in object.keys::<rquickjs::String<'js>>().take(MEMBERS) {
            let Ok(name) = key.and_then(|key| string_of(self.ctx, &key)) else {
                self.ctx.catch();
                break;
            };
            self.size += name.len();
            let value = self.member(object, &name);
            let shown = self.shown(&value);
            members.push((name, shown));
            if self.size > BYTES {
                break;
            }
        }
        members
    }

    /// An object that may be of a class: the prelude says which, and what is in it.
    fn other(&mut self, object: &Object<'js>) -> Shown {
        let shape = self.shape.clone().and_then(|shape| {
            let shape: rquickjs::Result<Option<Object<'js>>> = shape.call((object.clone(),));
            shape.unwrap_or_else(|_| {
                self.ctx.catch();
                None
            })
        });
        let Some(shape) = shape else {
            return Shown::Object { class: None, members: self.members(object) };
        };
        let kind = self.member(&shape, "kind");
        let kind = self.text(&kind);
        let value = self.member(&shape, "value");
        match kind.as_str() {
            "date" => Shown::Date(self.text(&value)),
            "regexp" => Shown::RegExp(self.text(&value)),
            "map" => Shown::Map(self.pairs(&value)),
            "set" => Shown::Set(self.values(&value)),
            "bytes" => self.bytes(&shape, &value),
            "json" => self.shown(&value),
            class => Shown::Object { class: Some(class.to_owned()), members: self.members(object) },
        }
    }

    fn values(&mut self, value: &Value<'js>) -> Vec<Shown> {
        let Some(array) = value.as_array() else { return Vec::new() };
        let values: Vec<Value<'js>> = array.iter().take(MEMBERS).filter_map(Result::ok).collect();
        values.iter().map(|value| self.shown(value)).collect()
    }

    fn pairs(&mut self, value: &Value<'js>) -> Vec<(Shown, Shown)> {
        let Some(array) = value.as_array() else { return Vec::new() };
        let pairs: Vec<Value<'js>> = array.iter().take(MEMBERS).filter_map(Result::ok).collect();
        let pair = |pair: &Value<'js>| {
            let mut both = self.values(pair).into_iter();
            Some((both.next()?, both.next()?))
        };
        pairs.iter().filter_map(pair).collect()
    }

    fn bytes(&mut self, shape: &Object<'js>, value: &Value<'js>) -> Shown {
        let class = self.member(shape, "class");
        let length = self.member(shape, "length").as_number().unwrap_or(0.0);
        let first = self.values(value).into_iter().take(FIRST).map(|item| match item {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a byte, and saturates"
            )]
            Shown::Number(number) => number as u8,
            _ => 0,
        });
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a length, and saturates"
        )]
        let length = length as usize;
        Shown::Bytes { class: self.text(&class), first: first.collect(), length }
    }
}
