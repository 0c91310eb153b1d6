//! How data travels between the server and the browser: packed, and unpacked where it is used.
//!
//! Everything here that does not depend on the type of an answer is written once for all of them.
//! Leptos's own resources, actions and forms are generic over the answer, and each further type
//! would put its own copy of them, with a JSON reader, into the browser's code.

use crate::{ApiError, ssr};
use codee::{Decoder, Encoder};
use core::marker::PhantomData;
use leptos::{ev::SubmitEvent, prelude::*};
use serde::{Serialize, de::DeserializeOwned};
use server_fn::ServerFn;
use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    sync::Arc,
};

/// A server function's answer, `Result<T, ApiError>` in Postcard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed(pub(crate) Arc<[u8]>);

impl Packed {
    /// # Panics
    /// Never: what serializes into memory has nothing to fail on.
    #[cfg_attr(
        not(feature = "ssr"),
        expect(dead_code, reason = "only a server packs")
    )]
    pub(crate) fn new<T: Serialize>(answer: &Result<T, ApiError>) -> Packed {
        let bytes = postcard::to_allocvec(answer).expect("answers are plain data");
        Packed(bytes.into())
    }

    /// Another version's answer reads as an internal error.
    pub(crate) fn open<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        postcard::from_bytes(&self.0).unwrap_or_else(|_| Err(unreadable()))
    }
}

/// What neither side can say more of: the network failed, or the page is of another version.
pub(crate) fn unreadable() -> ApiError {
    ApiError(domain::Error::Internal {
        request_id: String::new(),
    })
}

/// Packed answers stand in the page's HTML as text: see [`to_text`].
#[derive(Debug)]
pub struct InPage;

impl Encoder<Packed> for InPage {
    type Error = core::convert::Infallible;
    type Encoded = String;

    fn encode(value: &Packed) -> Result<String, Self::Error> {
        Ok(to_text(&value.0))
    }
}

impl Decoder<Packed> for InPage {
    type Error = core::convert::Infallible;
    type Encoded = str;

    fn decode(text: &str) -> Result<Packed, Self::Error> {
        Ok(Packed(from_text(text).into()))
    }
}

/// Stands for a byte that is no character, or one that a script or an attribute would have to
/// escape: the character at this offset plus the byte.
const BYTE: u32 = 0x100;

/// Bytes as text: the characters in them as they are, so that a compressor finds the same words in
/// the page around it (Base64 hides them: the catalogue's page was a third larger), and every other
/// byte as a character of its own.
pub(crate) fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_plain(c) {
                text.push(c);
            } else {
                let mut bytes = [0; 4];
                text.extend(c.encode_utf8(&mut bytes).bytes().map(stand_in));
            }
        }
        text.extend(chunk.invalid().iter().copied().map(stand_in));
    }
    text
}

fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '"' | '\'' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}'
        )
        && !(BYTE..BYTE + 256).contains(&u32::from(c))
}

fn stand_in(byte: u8) -> char {
    char::from_u32(BYTE + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The bytes that [`to_text`] wrote.
pub(crate) fn from_text(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c).checked_sub(BYTE).map(u8::try_from) {
            Some(Ok(byte)) => bytes.push(byte),
            _ => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}

/// What the server read for the page. Awaiting it answers the server function's result.
pub struct Loaded<T> {
    packed: Resource<Packed, InPage>,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T> core::fmt::Debug for Loaded<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Loaded")
    }
}

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

impl<T: DeserializeOwned + Send + 'static> IntoFuture for Loaded<T> {
    type Output = Result<T, ApiError>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let packed = self.packed.into_future();
        Box::pin(async move { packed.await.open() })
    }
}

impl<T> Loaded<T> {
    /// Asks the server once more.
    pub fn refetch(&self) {
        self.packed.refetch();
    }
}

/// Calls a server function for the page: on the server while it renders, in the browser whenever
/// what `call` reads has changed.
pub fn load<S>(call: impl Fn() -> S + Send + Sync + 'static) -> Loaded<S::Output>
where
    S: ServerFn<Error = ApiError> + Serialize + DeserializeOwned + 'static,
    S::Output: Serialize,
{
    reload(|| 0, call)
}

/// As [`load`], and again whenever `version` has changed: after a form has changed what is shown.
pub fn reload<S>(
    version: impl Fn() -> usize + Send + Sync + 'static,
    call: impl Fn() -> S + Send + Sync + 'static,
) -> Loaded<S::Output>
where
    S: ServerFn<Error = ApiError> + Serialize + DeserializeOwned + 'static,
    S::Output: Serialize,
{
    Loaded {
        packed: resource(
            Box::new(move || (version(), ssr::query(&call()))),
            ssr::read::<S>,
        ),
        answer: PhantomData,
    }
}

/// One resource type for every answer.
fn resource(
    source: Box<dyn Fn() -> (usize, String) + Send + Sync>,
    read: fn(String) -> Pending<Packed>,
) -> Resource<Packed, InPage> {
    Resource::new_with_options(source, move |(_, query)| read(query), false)
}

/// A form's way to its server function, and the answer. Used as Leptos's own `ServerAction`.
pub struct ServerAction<S> {
    action: Action<String, Packed>,
    function: PhantomData<fn() -> S>,
}

impl<S> Clone for ServerAction<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for ServerAction<S> {}

impl<S> core::fmt::Debug for ServerAction<S> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ServerAction")
    }
}

impl<S: ServerFn> Default for ServerAction<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: ServerFn> ServerAction<S> {
    pub fn new() -> Self {
        ServerAction {
            action: posting(S::PATH),
            function: PhantomData,
        }
    }

    /// The last answer; tracked.
    pub fn answer(&self) -> Option<Result<S::Output, ApiError>>
    where
        S::Output: DeserializeOwned,
    {
        self.packed().map(|packed| packed.open())
    }

    /// The last refusal; tracked. Does not read the answer's own type.
    pub fn error(&self) -> Option<ApiError> {
        let packed = self.packed()?;
        match packed.0.split_first() {
            Some((0, _)) => None,
            Some((1, rest)) => Some(postcard::from_bytes(rest).unwrap_or_else(|_| unreadable())),
            _ => Some(unreadable()),
        }
    }

    /// Whether the last answer is a success; tracked.
    pub fn succeeded(&self) -> bool {
        self.packed()
            .is_some_and(|packed| packed.0.first() == Some(&0))
    }

    /// How many answers have come; tracked.
    pub fn version(&self) -> usize {
        self.action.version().get()
    }

    /// Whether an answer is awaited; tracked.
    pub fn pending(&self) -> bool {
        self.action.pending().get()
    }

    /// Sends a form's content, as `application/x-www-form-urlencoded`.
    pub fn send(&self, form: String) {
        self.action.dispatch(form);
    }

    fn packed(&self) -> Option<Packed> {
        self.action.value().get()
    }
}

fn posting(path: &'static str) -> Action<String, Packed> {
    Action::new(move |form: &String| ssr::post(path, form.clone()))
}

/// A form that posts to a server function: plainly without scripts, and with them in place, with
/// exactly what a plain one would have sent.
#[component]
pub fn ActionForm<S: ServerFn + 'static>(
    action: ServerAction<S>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    form(S::PATH, action.action, class, children)
}

fn form(
    path: &'static str,
    action: Action<String, Packed>,
    class: &'static str,
    children: Children,
) -> AnyView {
    let on_submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        // The second press of an impatient finger.
        if !action.pending().get_untracked()
            && let Some(content) = ssr::form_content(&event)
        {
            action.dispatch(content);
        }
    };
    view! {
        <form action=path method="post" class=class novalidate on:submit=on_submit>{children()}</form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Error, Problem};

    #[test]
    fn a_packed_answer_opens_as_it_was() {
        let answers: [Result<Vec<u32>, ApiError>; 3] = [
            Ok(vec![1, 300, u32::MAX]),
            Err(ApiError(Error::field(
                "quantity",
                Problem::OutOfRange { min: 1, max: 999 },
            ))),
            Err(ApiError(Error::NotFound)),
        ];
        for answer in answers {
            assert_eq!(Packed::new(&answer).open::<Vec<u32>>(), answer);
        }
    }

    #[test]
    fn bytes_come_back_from_the_text_that_a_page_carries() {
        let words = "Huile d'argane <b>\"&\\ أركان ⴰⵔⴳⴰⵏ é ā ſ \u{2028}\u{0}\u{7f}";
        let mut samples = vec![words.as_bytes().to_vec(), Vec::new()];
        samples.push((0..=255).collect());
        samples.push(
            (0..=255)
                .rev()
                .flat_map(|byte| [byte, 0xd8, byte])
                .collect(),
        );
        for bytes in samples {
            let text = to_text(&bytes);
            assert_eq!(from_text(&text), bytes);
            assert!(
                !text.contains(['"', '\\', '<', '>', '&', '\0', '\n']),
                "{text}"
            );
        }
        assert!(to_text(words.as_bytes()).contains("أركان ⴰⵔⴳⴰⵏ é"));
    }

    #[test]
    fn a_torn_answer_opens_as_an_error() {
        let torn = Packed(Arc::from([0_u8, 9].as_slice()));
        assert_eq!(torn.open::<Vec<u32>>(), Err(unreadable()));
    }
}
