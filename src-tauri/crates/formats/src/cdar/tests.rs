use super::*;
use crate::xml::parse;

fn message<'a>(seller: &'a Siren, buyer: &'a Siren) -> LifeCycleMessage<'a> {
    LifeCycleMessage {
        id: "0199-LC-1",
        at: Moment { date: "2026-11-22".parse().unwrap(), hour: 9, minute: 5, second: 0 },
        buyer: Company { name: "Boulangerie Marchal", siren: buyer },
        seller: Company { name: "Maison Delorme & Fils", siren: seller },
        invoice_number: "F-2026-17",
        invoice_date: "2026-11-15".parse().unwrap(),
        invoice_kind: DocumentKind::Invoice,
        status: LifeCycleStatus::Approved,
        reason: None,
        note: None,
    }
}

/// Text at a path of local names under the root.
fn said(bytes: &[u8], path: &[&str]) -> Option<String> {
    let (tree, findings) = parse(bytes);
    assert!(findings.is_empty(), "{findings:?}");
    tree.unwrap().root().unwrap().text_at(path).map(str::to_owned)
}

fn companies() -> (Siren, Siren) {
    ("732829320".parse().unwrap(), "404833048".parse().unwrap())
}

#[test]
fn a_message_says_who_what_and_of_which_invoice() {
    let (seller, buyer) = companies();
    let bytes = write(&message(&seller, &buyer)).unwrap();
    let reference = ["AcknowledgementDocument", "ReferenceReferencedDocument"];
    let at = |last: &[&'static str]| said(&bytes, &[&reference[..], last].concat());
    assert_eq!(at(&["IssuerAssignedID"]).as_deref(), Some("F-2026-17"));
    assert_eq!(at(&["ProcessConditionCode"]).as_deref(), Some("205"));
    assert_eq!(at(&["StatusCode"]).as_deref(), Some("1"));
    assert_eq!(at(&["TypeCode"]).as_deref(), Some("380"));
    assert_eq!(at(&["FormattedIssueDateTime", "DateTimeString"]).as_deref(), Some("20261115"));
    assert_eq!(at(&["IssuerTradeParty", "GlobalID"]).as_deref(), Some("732829320"));
    assert_eq!(at(&["SpecifiedDocumentStatus", "ReasonCode"]), None);
    let document = |last: &[&'static str]| said(&bytes, &[&["ExchangedDocument"], last].concat());
    assert_eq!(document(&["IssueDateTime", "DateTimeString"]).as_deref(), Some("20261122090500"));
    assert_eq!(document(&["SenderTradeParty", "RoleCode"]).as_deref(), Some("BY"));
    assert_eq!(document(&["RecipientTradeParty", "Name"]).as_deref(), Some("Maison Delorme & Fils"));
    let address = ["RecipientTradeParty", "URIUniversalCommunication", "URIID"];
    assert_eq!(document(&address).as_deref(), Some("732829320"));
}

#[test]
fn a_refusal_says_why_in_the_words_of_the_standard() {
    let (seller, buyer) = companies();
    let refused = LifeCycleMessage {
        status: LifeCycleStatus::Refused,
        reason: Some(LifeCycleReason::VatRate),
        note: Some("10 % et non 20 %"),
        invoice_kind: DocumentKind::CreditNote,
        ..message(&seller, &buyer)
    };
    let bytes = write(&refused).unwrap();
    let status = ["AcknowledgementDocument", "ReferenceReferencedDocument", "SpecifiedDocumentStatus"];
    let at = |last: &[&'static str]| said(&bytes, &[&status[..], last].concat());
    assert_eq!(at(&["ReasonCode"]).as_deref(), Some("TX_TVA_ERR"));
    assert_eq!(at(&["Reason"]).as_deref(), Some("Taux de TVA erroné"));
    assert_eq!(at(&["IncludedNote", "Content"]).as_deref(), Some("10 % et non 20 %"));
    assert_eq!(said(&bytes, &[&status[..2], &["TypeCode"]].concat()).as_deref(), Some("381"));
}

#[test]
fn a_reason_that_the_status_does_not_allow_is_refused() {
    let (seller, buyer) = companies();
    let cases = [
        (LifeCycleStatus::Refused, None),
        (LifeCycleStatus::Refused, Some(LifeCycleReason::Other)),
        (LifeCycleStatus::Approved, Some(LifeCycleReason::Total)),
    ];
    for (status, reason) in cases {
        let error = write(&LifeCycleMessage { status, reason, ..message(&seller, &buyer) }).unwrap_err();
        assert_eq!(error.code(), "life_cycle_reason");
    }
}
