//! Actions: buttons that send a form, links that look like one, and the amount stepper.

use crate::{Icon, words};
use i18n::keys::shell as k;
use leptos::prelude::*;

/// How much an action asks to be pressed. One `Primary` a view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    #[default]
    Primary,
    Secondary,
    Quiet,
    Danger,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Look::Primary => "button button-primary",
            Look::Secondary => "button button-secondary",
            Look::Quiet => "button button-quiet",
            Look::Danger => "button button-danger",
        }
    }
}

/// Sends the form it stands in.
#[component]
pub fn Button(
    #[prop(optional)] look: Look,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// While the form is under way: it cannot be pressed twice.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// What is read aloud, where the words alone do not say which of many it is.
    #[prop(optional, into)]
    label: Option<String>,
    children: Children,
) -> impl IntoView {
    let disabled = move || busy.is_some_and(|busy| busy.get());
    view! {
        <button class=look.class() type="submit" name=name value=value disabled=disabled aria-label=label>
            {children()}
        </button>
    }
}

/// A link that is the thing to do next.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] look: Look,
    #[prop(optional, into)] label: Option<String>,
    children: Children,
) -> impl IntoView {
    view! { <a class=look.class() href=href aria-label=label>{children()}</a> }
}

/// An amount to type, or to change by one. Stands in a form; `−` and `+` send `step` (`-1`, `1`)
/// beside the amount, so they work without scripts. The first button, unseen, is the one the Enter
/// key presses: without it Enter would take one away.
#[component]
pub fn Stepper(
    /// What is counted, for who does not see it: "Quantité de miel".
    #[prop(into)]
    label: String,
    value: u32,
    #[prop(default = "quantity")] name: &'static str,
    #[prop(default = 1)] min: u32,
    #[prop(default = 999)] max: u32,
) -> impl IntoView {
    let words = words();
    view! {
        <span class="stepper">
            <button class="visually-hidden" type="submit" tabindex="-1">{words.t(k::APPLY)}</button>
            <button
                class="button button-secondary"
                type="submit"
                name="step"
                value="-1"
                disabled={value <= min}
                aria-label=format!("{label} : −1")
            >
                <Icon name="minus"/>
            </button>
            <input name=name type="number" inputmode="numeric" dir="ltr" min=min max=max value=value aria-label=label.clone()/>
            <button
                class="button button-secondary"
                type="submit"
                name="step"
                value="1"
                disabled={value >= max}
                aria-label=format!("{label} : +1")
            >
                <Icon name="plus"/>
            </button>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_is_a_button_of_its_own() {
        let classes = [Look::Primary, Look::Secondary, Look::Quiet, Look::Danger].map(Look::class);
        for (at, class) in classes.iter().enumerate() {
            assert!(class.starts_with("button "));
            assert!(!classes[..at].contains(class));
        }
    }
}
