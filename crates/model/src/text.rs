//! Text a user or a stranger wrote, and the keys that join facts: both silent in `Debug`.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// A piece of somebody's words. `Debug` prints its length in bytes, never its content.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// What joins facts inside one source: a conversation's, participant's or message's own id where the
/// export has one, else something the format derives and keeps stable between exports (a name, a title).
/// Unique only together with its kind and source. `Debug` prints its length only.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Key<'a>(#[serde(borrow)] pub Cow<'a, str>);

macro_rules! silent {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
        impl<'a> From<&'a str> for $name<'a> {
            fn from(text: &'a str) -> Self { Self(Cow::Borrowed(text)) }
        }
        impl From<String> for $name<'_> {
            fn from(text: String) -> Self { Self(Cow::Owned(text)) }
        }
        impl<'a> From<Cow<'a, str>> for $name<'a> {
            fn from(text: Cow<'a, str>) -> Self { Self(text) }
        }
        impl std::ops::Deref for $name<'_> {
            type Target = str;
            fn deref(&self) -> &str { &self.0 }
        }
        impl $name<'_> {
            /// The same, owning its characters.
            pub fn into_owned(self) -> $name<'static> { $name(Cow::Owned(self.0.into_owned())) }
            /// The same, lent.
            pub fn borrowed(&self) -> $name<'_> { $name(Cow::Borrowed(&self.0)) }
        }
    )*};
}
silent!(Text, Key);
