//! What crosses the boundary to the screens: plain data, in `camelCase`.
//!
//! Dates are `YYYY-MM-DD`, amounts decimal texts with a point and two decimals, ids UUID texts; the screens format them.
//! Whatever is said to the user is a [`Message`]: a stable code and its arguments, which the screens translate.

/// An enum of the domain as the screens see it: the same names, in a type that can be exported.
macro_rules! mirrored {
    ($(#[$doc:meta])* $view:ident = $domain:ident { $($variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $view {
            $(#[doc = concat!("As [`", stringify!($domain), "::", stringify!($variant), "`].")] $variant),+
        }
        impl From<$domain> for $view {
            fn from(value: $domain) -> $view {
                match value { $($domain::$variant => $view::$variant),+ }
            }
        }
        impl From<$view> for $domain {
            fn from(value: $view) -> $domain {
                match value { $($view::$variant => $domain::$variant),+ }
            }
        }
    };
}

mod bob;
mod chart;
mod client_file;
mod error;
mod history;
mod inbox;
mod mail;
mod meg;
mod payment_method;
mod platform;
mod practice;
mod publication;
mod review;
mod rule;
mod secrets;
mod settlement;
mod split;
mod third_party;
mod vat;

pub use bob::*;
pub use chart::*;
pub use client_file::*;
pub use error::*;
pub use history::*;
pub use inbox::*;
pub use mail::*;
pub use meg::*;
pub use payment_method::*;
pub use platform::*;
pub use practice::*;
pub use publication::*;
pub use review::*;
pub use rule::*;
pub use secrets::*;
pub use settlement::*;
pub use split::*;
pub use third_party::*;
pub use vat::*;

use std::collections::BTreeMap;

use liasse_domain::{
    DocumentKind, DocumentStatus, Flow, Method, PaymentDefaultScope, SplitMode, ThirdPartyKind, VatScheme,
};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A sentence for the user, as a code and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Stable code; the key of the translation.
    pub code: String,
    /// What is put into the sentence.
    pub args: BTreeMap<String, String>,
}

impl Message {
    /// A sentence without arguments.
    pub fn new(code: &str) -> Message {
        Message { code: code.to_owned(), args: BTreeMap::new() }
    }
    /// With one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Message {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A rectangle on an upright page, as fractions of it, origin top left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
pub struct RectView {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl From<liasse_domain::Rect> for RectView {
    fn from(rect: liasse_domain::Rect) -> RectView {
        RectView { x0: rect.x0, y0: rect.y0, x1: rect.x1, y1: rect.y1 }
    }
}

mirrored! {
    /// Purchases or sales.
    FlowView = Flow { Purchases, Sales }
}
mirrored! {
    /// Where a document stands.
    StatusView = DocumentStatus { Reading, ToSplit, ToReview, Ready, Published, Archived }
}
mirrored! {
    /// How a file is cut.
    SplitModeView = SplitMode { PerFile, PerPage, Automatic }
}
mirrored! {
    /// Kind of document.
    KindView = DocumentKind { Invoice, CreditNote, Receipt, CardSlip, ExpenseReport, CommissionStatement, Other }
}
mirrored! {
    /// How a value was had.
    MethodView = Method { Text, Ocr, Xml, Computed, Code, User }
}
mirrored! {
    /// Supplier or customer.
    ThirdPartyKindView = ThirdPartyKind { Supplier, Customer }
}
mirrored! {
    /// Scheme of VAT.
    VatSchemeView = VatScheme { Standard, ReverseCharge, Intracom, Exempt, Export }
}
mirrored! {
    /// To which papers a user's default payment method applies.
    PaymentDefaultScopeView = PaymentDefaultScope { All, Receipts, ExpenseReports }
}
