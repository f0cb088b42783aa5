//! By which payment method a paper was paid: the user, then the paper, then the third party's card, then the default of
//! the user who brought it in.

use liasse_domain::{
    DocumentKind, FieldName, PaymentDefault, PaymentMethod, PaymentMethodId, Reading, ThirdParty,
};

use crate::api::Message;

/// A payment method, and why it is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodInForce {
    /// It.
    pub method: PaymentMethod,
    /// Why.
    pub reason: Message,
}

/// What speaks for a payment method.
#[derive(Debug, Clone, Copy, Default)]
pub struct MethodGrounds<'a> {
    /// The one that the user chose for this document.
    pub chosen: Option<PaymentMethodId>,
    /// The third party.
    pub card: Option<&'a ThirdParty>,
    /// The default of the user who brought the paper in.
    pub default: Option<&'a PaymentDefault>,
}

/// The last four digits of the card that a paper bears.
pub fn last_four_read(reading: &Reading) -> Option<&str> {
    let digits = reading.text(FieldName::CardLast4)?;
    (digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The payment method of a document; `None` when nothing says one. Digits that two methods share name neither.
pub fn method_in_force(
    methods: &[PaymentMethod],
    reading: &Reading,
    grounds: MethodGrounds<'_>,
) -> Option<MethodInForce> {
    let with = |id: PaymentMethodId, reason: Message| {
        let method = methods.iter().find(|method| method.id == id)?;
        Some(MethodInForce { method: method.clone(), reason })
    };
    if let Some(found) = grounds.chosen.and_then(|id| with(id, Message::new("payment_by_user"))) {
        return Some(found);
    }
    if let Some(digits) = last_four_read(reading) {
        let mut named = methods.iter().filter(|method| method.last_four().as_deref() == Some(digits));
        if let (Some(method), None) = (named.next(), named.next()) {
            let reason = Message::new("payment_by_paper").with("digits", digits);
            return Some(MethodInForce { method: method.clone(), reason });
        }
    }
    let by_card = grounds.card.and_then(|card| {
        let reason = Message::new("payment_by_card").with("third_party", &card.name);
        with(card.defaults.payment_method?, reason)
    });
    by_card.or_else(|| {
        let default = grounds.default?;
        let kind = reading.kind().unwrap_or(DocumentKind::Other);
        default
            .scope
            .covers(kind)
            .then(|| {
                with(default.payment_method, Message::new("payment_by_default").with("user", &default.user))
            })
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_office::{certain, supplier};
    use liasse_domain::{CardDefaults, ClientFileId, FieldValue, PaymentDefaultScope, PaymentMethodOrigin};

    fn id(number: u128) -> PaymentMethodId {
        PaymentMethodId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn method(number: u128, reference: &str) -> PaymentMethod {
        PaymentMethod {
            id: id(number),
            client_file: ClientFileId::from_uuid(Default::default()),
            name: format!("Moyen {number}"),
            reference: Some(reference.to_owned()),
            account: None,
            destination: None,
            auto_publish: false,
            origin: PaymentMethodOrigin::User,
        }
    }

    fn reading(kind: DocumentKind, digits: Option<&str>) -> Reading {
        let kind = (FieldName::DocType, FieldValue::Kind(kind));
        let digits = digits.map(|digits| (FieldName::CardLast4, FieldValue::Text(digits.to_owned())));
        certain([Some(kind), digits].into_iter().flatten())
    }

    #[test]
    fn the_paper_goes_before_the_card_and_the_card_before_the_default() {
        let methods = [method(1, "1234"), method(2, "5678"), method(3, "9999"), method(4, "0000")];
        let card = ThirdParty {
            defaults: CardDefaults { payment_method: Some(id(2)), ..CardDefaults::default() },
            ..supplier(ClientFileId::from_uuid(Default::default()))
        };
        let default = PaymentDefault {
            user: "camille".to_owned(),
            payment_method: id(3),
            scope: PaymentDefaultScope::Receipts,
        };
        let found = |kind, digits, chosen, card: Option<&ThirdParty>| {
            let grounds = MethodGrounds { chosen, card, default: Some(&default) };
            method_in_force(&methods, &reading(kind, digits), grounds)
                .map(|found| (found.method.id, found.reason.code))
        };
        let (receipt, invoice) = (DocumentKind::Receipt, DocumentKind::Invoice);
        let is = |number, code: &str| Some((id(number), code.to_owned()));
        assert_eq!(found(receipt, Some("1234"), Some(id(4)), Some(&card)), is(4, "payment_by_user"));
        assert_eq!(found(receipt, Some("1234"), None, Some(&card)), is(1, "payment_by_paper"));
        assert_eq!(found(receipt, Some("4321"), None, Some(&card)), is(2, "payment_by_card"));
        assert_eq!(found(receipt, None, None, None), is(3, "payment_by_default"));
        assert_eq!(found(invoice, None, None, None), None);
    }

    #[test]
    fn digits_of_two_methods_name_neither() {
        let methods = [method(1, "1234"), method(2, "FR76 1234")];
        assert_eq!(
            method_in_force(
                &methods,
                &reading(DocumentKind::Receipt, Some("1234")),
                MethodGrounds::default()
            ),
            None
        );
    }
}
