//! How a page's data travels from the server's HTML into the browser's resources.

use codee::{Decoder, Encoder};
use leptos::prelude::Resource;
use serde::{Serialize, de::DeserializeOwned};

/// JSON, read as server functions read it: from bytes. Leptos's own codec reads from text, and
/// every type's reader would be in the browser's code twice.
#[derive(Debug)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// What the server read for the page, read again whenever `source` changes.
pub type Loaded<T> = Resource<T, Json>;

/// Reads what `fetch` answers for `source`: on the server for the page, then in the browser.
pub fn load<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    Loaded::<T>::new_with_options(source, fetch, false)
}
