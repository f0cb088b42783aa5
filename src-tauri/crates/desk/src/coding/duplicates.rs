//! Whether a document is the same paper as an earlier one.
//!
//! Exact bytes are noticed when a file comes in. Here: the same number of the same third party; the same amount and date
//! where a number is missing; an e-invoice and its own picture; two pictures of one paper. What a person compared is not
//! asked again.

use liasse_domain::identifiers::Iban;
use liasse_domain::{DocumentId, DocumentKind, FieldName, Flow, Reading, ThirdParty};
use liasse_store::{DocumentRow, Like, LikeOf, Reader, StoreError, name_key, number_key};

use super::books::Books;
use super::{form_name, third_party_name};
use crate::api::Message;

/// Why an e-invoice and its own picture are taken for the same.
const OF_AN_E_INVOICE: &str = "duplicate_einvoice";

/// In how many of 64 bits the looks of two pictures of one paper differ at most. Measured on worn scans (`BENCHMARKS.md`), a
/// third of the second scans of a paper are within it, and so are two in five other papers of the same layout: a look only leads
/// to papers whose values are then compared.
pub const SAME_LOOK: u32 = 9;

/// The earliest document that is the same paper, and why it is taken for that.
pub fn earlier_same(
    reader: &Reader<'_>,
    row: &DocumentRow,
    reading: &Reading,
    third_party: Option<&ThirdParty>,
    books: &mut Books,
) -> Result<Option<(DocumentId, Message)>, StoreError> {
    let own = Like {
        third_party: third_party.map(|card| card.id),
        party_key: third_party
            .map(|card| card.name.as_str())
            .or_else(|| third_party_name(reading, row.flow))
            .map(name_key)
            .unwrap_or_default(),
        kind: reading.kind(),
        issue_date: reading.date(FieldName::IssueDate),
        number_key: reading.text(FieldName::InvoiceNumber).and_then(number_key),
        total: reading.amount(FieldName::TotalTtc),
        ..reader.like(row.id)?
    };
    let of = LikeOf {
        client_file: row.client_file,
        flow: row.flow,
        number_key: own.number_key.as_deref(),
        total: own.total,
    };
    let mut likes = reader.likes_before(&of, row.id)?;
    if let Some(look) = own.picture {
        for id in books.alike(reader, row.client_file, row.flow, look)? {
            if id < row.id && likes.iter().all(|like| like.id != id) {
                likes.push(reader.like(id)?);
            }
        }
    }
    if likes.is_empty() {
        return Ok(None);
    }
    let compared = reader.compared_with(row.id)?;
    likes.sort_by_key(|like| like.id);
    let mut found = likes.iter().filter(|like| !compared.contains(&like.id));
    let Some((like, why)) = found.find_map(|like| Some((like, same_paper(&own, like, row.flow)?))) else {
        return Ok(None);
    };
    if why.code != OF_AN_E_INVOICE {
        return Ok(Some((like.id, why)));
    }
    let other = reader.reading(like.id)?;
    let (structured, picture) = if own.is_structured { (reading, &other) } else { (&other, reading) };
    Ok(Some((like.id, difference(structured, picture, &why).unwrap_or(why))))
}

/// What an e-invoice and its picture say differently about who is paid what: a fault or a fraud.
fn difference(structured: &Reading, picture: &Reading, why: &Message) -> Option<Message> {
    let iban = |reading: &Reading| reading.text(FieldName::Iban)?.parse::<Iban>().ok();
    let told = |name, structured: String, picture: String| {
        let message = Message { code: "duplicate_einvoice_differs".to_owned(), ..why.clone() };
        message.with("field", form_name(name)).with("structured", structured).with("picture", picture)
    };
    if let (Some(one), Some(other)) = (iban(structured), iban(picture))
        && one != other
    {
        return Some(told(FieldName::Iban, one.to_string(), other.to_string()));
    }
    let total = |reading: &Reading| reading.amount(FieldName::TotalTtc);
    let (one, other) = (total(structured)?, total(picture)?);
    (one.abs() != other.abs()).then(|| told(FieldName::TotalTtc, one.to_string(), other.to_string()))
}

/// Why two documents are taken for the same paper, if they are.
fn same_paper(own: &Like, other: &Like, flow: Flow) -> Option<Message> {
    let credit_note = |like: &Like| like.kind.map(|kind| kind == DocumentKind::CreditNote);
    if let (Some(one), Some(two)) = (credit_note(own), credit_note(other))
        && one != two
    {
        return None;
    }
    let same_party = (own.third_party.is_some() && own.third_party == other.third_party)
        || (!own.party_key.is_empty() && own.party_key == other.party_key);
    let number = agree(own.number_key.as_ref(), other.number_key.as_ref());
    let total = agree(own.total.as_ref(), other.total.as_ref());
    let date = agree(own.issue_date.as_ref(), other.issue_date.as_ref());
    // On sales every paper is the client's own: the number alone tells them apart.
    let comparable = same_party || (flow == Flow::Sales && number == Some(true) && total == Some(true));
    // A number that stands on papers of other days and amounts is no number of a document.
    if comparable && number == Some(true) && !(total == Some(false) && date == Some(false)) {
        let code = match own.is_structured != other.is_structured {
            true => OF_AN_E_INVOICE,
            false => "duplicate_number",
        };
        return Some(Message::new(code).with("number", own.number_key.as_deref().unwrap_or_default()));
    }
    if same_party && number.is_none() && total == Some(true) && date == Some(true) {
        return Some(Message::new("duplicate_amount_date"));
    }
    // Invoices of one supplier look alike: what stands on them must be the same too, but for one value read wrongly.
    let told = [number, total, date];
    let differing = told.iter().filter(|agree| **agree == Some(false)).count();
    let agreeing = told.iter().filter(|agree| **agree == Some(true)).count();
    if alike(own.picture?, other.picture?) && differing <= 1 && agreeing > differing {
        return Some(Message::new("duplicate_picture"));
    }
    None
}

/// Whether two looks may be of one paper.
pub fn alike(one: u64, other: u64) -> bool {
    (one ^ other).count_ones() <= SAME_LOOK
}

/// Whether two values agree; `None` where one is not known.
fn agree<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> Option<bool> {
    Some(one? == other?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(number: &str, total: &str, date: &str) -> Like {
        Like {
            id: DocumentId::from_uuid(Default::default()),
            kind: Some(DocumentKind::Invoice),
            third_party: None,
            party_key: "DELORME".to_owned(),
            issue_date: date.parse().ok(),
            number_key: (!number.is_empty()).then(|| number.to_owned()),
            total: total.parse().ok(),
            picture: None,
            is_structured: false,
        }
    }

    fn why(one: &Like, other: &Like) -> Option<String> {
        same_paper(one, other, Flow::Purchases).map(|message| message.code)
    }

    #[test]
    fn the_same_number_of_the_same_supplier() {
        let one = like("FA1", "120.00", "2026-03-01");
        let number = Some("duplicate_number".to_owned());
        assert_eq!(why(&one, &one), number);
        assert_eq!(
            why(&one, &like("FA1", "", "2026-03-01")),
            number,
            "a total that was not read is no other total"
        );
        assert_eq!(why(&one, &like("FA1", "720.00", "2026-03-01")), number, "a total that was read wrongly");
        assert_eq!(
            why(&one, &like("FA1", "99.00", "2026-04-01")),
            None,
            "a customer number on every invoice"
        );
        assert_eq!(
            why(&one, &like("FA2", "120.00", "2026-03-01")),
            None,
            "two invoices of one day and amount"
        );
        assert_eq!(why(&one, &Like { party_key: "TISSOT".to_owned(), ..one.clone() }), None);
        assert_eq!(why(&one, &Like { kind: Some(DocumentKind::CreditNote), ..one.clone() }), None);
        let structured = Like { is_structured: true, ..one.clone() };
        assert_eq!(why(&one, &structured).as_deref(), Some("duplicate_einvoice"));
        let other_name = Like { party_key: String::new(), ..one.clone() };
        assert_eq!(why(&one, &other_name), None, "numbers alone say little");
    }

    #[test]
    fn the_same_amount_and_date_without_a_number() {
        let one = like("", "12.40", "2026-03-01");
        assert_eq!(why(&one, &one).as_deref(), Some("duplicate_amount_date"));
        assert_eq!(why(&one, &like("T77", "12.40", "2026-03-01")).as_deref(), Some("duplicate_amount_date"));
        assert_eq!(why(&one, &like("", "12.40", "2026-03-02")), None);
        assert_eq!(why(&one, &like("", "12.40", "")), None);
    }

    #[test]
    fn a_picture_alone_is_no_duplicate() {
        let look = |number: &str, total: &str, date: &str, picture| Like {
            picture: Some(picture),
            party_key: String::new(),
            ..like(number, total, date)
        };
        let one = look("FA1", "120.00", "2026-03-01", 0xffff);
        let same = Some("duplicate_picture".to_owned());
        assert_eq!(why(&one, &look("FA7", "120.00", "2026-03-01", 0xfffe)), same, "one letter read wrongly");
        assert_eq!(
            why(&one, &look("FA2", "60.00", "2026-04-01", 0xffff)),
            None,
            "the next invoice of the supplier"
        );
        assert_eq!(why(&one, &look("FA2", "120.00", "2026-04-01", 0xffff)), None, "a rent of every month");
        assert_eq!(why(&one, &look("", "", "", 0xffff)), None, "nothing was read on it");
        assert_eq!(why(&one, &look("FA7", "120.00", "2026-03-01", 0xffff << 40)), None, "another look");
    }
}
