//! What the user changes on a document. Each change is one command, codes the document anew and answers with its view.

use liasse_domain::identifiers::{Iban, Siren, Siret, VatNumber};
use liasse_domain::{
    AccountCode, Amount, Confidence, DocumentId, DocumentStatus, Evidence, FieldName, FieldReading,
    FieldValue, Flow, Method, Reading, Rect, Rule, RuleId, RuleOrigin, ThirdParty, ThirdPartyId, VatLine,
    VatScheme,
};
use liasse_store::{AllocationRow, CodingRow, Writer};
use serde_json::{Value, json};

use super::{typed, view};
use crate::api::{
    AllocationView, DeskError, FieldChange, KindView, Message, ReviewView, ThirdPartyForm, VatLineView,
    VatSchemeView,
};
use crate::clock;
use crate::coding::{Decisions, Situation, kind_of, normal_name, recode, third_party_name};
use crate::desk::{Desk, document_id, document_ids};

/// A value by the user's hand is certain.
fn by_hand(value: FieldValue, place: Option<(u32, Rect)>) -> FieldReading {
    FieldReading {
        value,
        evidence: Some(Evidence {
            page: place.map_or(0, |(page, _)| page),
            rect: place.map(|(_, rect)| rect),
            method: Method::User,
        }),
        confidence: Confidence::CERTAIN,
        sure: true,
        alternatives: Vec::new(),
    }
}

fn computed(value: Amount) -> FieldReading {
    FieldReading {
        value: FieldValue::Amount(value),
        evidence: Some(Evidence { page: 0, rect: None, method: Method::Computed }),
        confidence: Confidence::CERTAIN,
        sure: true,
        alternatives: Vec::new(),
    }
}

/// The account that all amounts go to, when it is one.
pub(super) fn single_account(situation: &Situation) -> Option<&AccountCode> {
    let first = situation.allocations.first()?.account.as_ref()?;
    situation.allocations.iter().all(|line| line.account.as_ref() == Some(first)).then_some(first)
}

fn field_name(text: &str) -> Result<FieldName, DeskError> {
    serde_json::from_value(Value::String(text.to_owned()))
        .map_err(|_| DeskError::new("unknown_field", format!("`{text}` is no field")).with("field", text))
}

impl Desk {
    /// One change of one document that is still waiting.
    fn change(
        &self,
        document: &str,
        name: &'static str,
        summary: Value,
        work: impl FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError>,
    ) -> Result<ReviewView, DeskError> {
        let id = document_id(document)?;
        let client_file = self.command(name, true, summary, &[id], |writer| {
            let row = writer.document(id)?;
            if row.status == DocumentStatus::Published {
                return Err(DeskError::new(
                    "document_published",
                    "a published document is not changed any more",
                ));
            }
            let stored = writer.coding(id)?;
            let mut decisions: Decisions = stored
                .as_ref()
                .map(|coding| serde_json::from_value(coding.reason.clone()).unwrap_or_default())
                .unwrap_or_default();
            let before = decisions.clone();
            work(writer, id, &mut decisions)?;
            if decisions != before {
                let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
                let reason = serde_json::to_value(&decisions)
                    .map_err(|error| DeskError::internal(&error.to_string()))?;
                writer.put_coding(&CodingRow { reason, ..coding })?;
            }
            recode(writer, id)?;
            Ok(row.client_file)
        })?;
        self.tell_changed(client_file);
        self.read(|reader| view::view(reader, id))
    }

    /// Sets the kind.
    pub fn set_kind(&self, document: String, kind: KindView) -> Result<ReviewView, DeskError> {
        self.change(&document, "set_kind", json!({ "kind": kind }), |writer, id, _| {
            Ok(writer.put_field(id, FieldName::DocType, &by_hand(FieldValue::Kind(kind.into()), None))?)
        })
    }

    /// Sets a value as typed or clicked; an empty text takes the value away.
    ///
    /// # Errors
    /// `typed_date`, `typed_amount`, … with what was typed.
    pub fn set_field(&self, document: String, change: FieldChange) -> Result<ReviewView, DeskError> {
        let name = field_name(&change.name)?;
        let value = typed::field_value(name, &change.text, clock::today())?;
        let place = change
            .page
            .zip(change.rect)
            .map(|(page, rect)| (page, Rect { x0: rect.x0, y0: rect.y0, x1: rect.x1, y1: rect.y1 }));
        let summary = json!({ "field": change.name, "value": change.text });
        self.change(&document, "set_field", summary, |writer, id, _| {
            match value {
                Some(value) => writer.put_field(id, name, &by_hand(value, place))?,
                None => writer.delete_field(id, name)?,
            }
            if matches!(name, FieldName::TotalHt | FieldName::TotalVat | FieldName::TotalTtc) {
                complete_totals(writer, id, name)?;
            }
            Ok(())
        })
    }

    /// Accepts a doubtful value as it stands.
    pub fn accept_field(&self, document: String, name: String) -> Result<ReviewView, DeskError> {
        self.change(&document, "accept_field", json!({ "field": name }), |writer, id, decisions| {
            match name.as_str() {
                "third_party" => decisions.third_party_confirmed = true,
                "vat_scheme" => decisions.scheme_confirmed = true,
                "duplicate" => decisions.not_a_duplicate = true,
                "vat_lines" => {
                    let reading = writer.reading(id)?;
                    writer.put_vat_lines(
                        id,
                        &reading.vat_lines,
                        true,
                        reading.vat_lines_evidence.as_ref(),
                    )?;
                }
                _ => {
                    let name = field_name(&name)?;
                    let field = writer.field(id, name)?.ok_or_else(|| {
                        DeskError::new("nothing_to_accept", "nothing was read there: type a value")
                    })?;
                    writer.put_field(id, name, &FieldReading { sure: true, ..field })?;
                }
            }
            Ok(())
        })
    }

    /// Sets the tax per rate; totals that are missing follow from it.
    pub fn set_vat_lines(&self, document: String, lines: Vec<VatLineView>) -> Result<ReviewView, DeskError> {
        let lines = lines
            .iter()
            .map(|line| {
                Ok(VatLine {
                    rate: line
                        .rate
                        .replace(',', ".")
                        .parse()
                        .map_err(|error| DeskError::bad_form("rate", &error))?,
                    base: typed::amount(&line.base)?,
                    amount: typed::amount(&line.amount)?,
                })
            })
            .collect::<Result<Vec<VatLine>, DeskError>>()?;
        self.change(&document, "set_vat_lines", json!({ "lines": lines.len() }), |writer, id, _| {
            let evidence = Evidence { page: 0, rect: None, method: Method::User };
            writer.put_vat_lines(id, &lines, true, Some(&evidence))?;
            let tax: Amount = lines.iter().map(|line| line.amount).sum();
            let base: Amount = lines.iter().map(|line| line.base).sum();
            writer.put_field(id, FieldName::TotalVat, &computed(tax))?;
            let reading = writer.reading(id)?;
            let net = reading.amount(FieldName::TotalTtc).map(|ttc| ttc - tax);
            // What bears no tax may stand beside the bases: the amount excluding tax is what the total leaves.
            match (reading.amount(FieldName::TotalHt), net) {
                (Some(ht), Some(net)) if ht != net && net >= base => {
                    writer.put_field(id, FieldName::TotalHt, &computed(net))?;
                }
                (None, net) => writer.put_field(id, FieldName::TotalHt, &computed(net.unwrap_or(base)))?,
                _ => {}
            }
            if reading.amount(FieldName::TotalTtc).is_none() {
                writer.put_field(id, FieldName::TotalTtc, &computed(base + tax))?;
            }
            Ok(())
        })
    }

    /// Sets the scheme of VAT.
    pub fn set_vat_scheme(&self, document: String, scheme: VatSchemeView) -> Result<ReviewView, DeskError> {
        self.change(&document, "set_vat_scheme", json!({ "scheme": scheme }), |writer, id, decisions| {
            decisions.scheme_confirmed = true;
            let scheme = VatScheme::from(scheme);
            writer.put_field(id, FieldName::VatScheme, &by_hand(FieldValue::Scheme(scheme), None))?;
            let reading = writer.reading(id)?;
            let ttc = reading.amount(FieldName::TotalTtc);
            if let (true, Some(ttc), None) =
                (scheme != VatScheme::Standard, ttc, reading.amount(FieldName::TotalHt))
            {
                // Without tax on the paper both totals are one (art. 283 CGI).
                writer.put_field(id, FieldName::TotalHt, &computed(ttc))?;
            }
            Ok(())
        })
    }

    /// Attaches a known third party. What the paper bears of it is learnt: name as alias, identifiers.
    pub fn set_third_party(&self, document: String, third_party: String) -> Result<ReviewView, DeskError> {
        let third_party: ThirdPartyId = third_party.parse().map_err(|_| DeskError::bad_id(&third_party))?;
        self.change(&document, "set_third_party", json!({}), |writer, id, decisions| {
            let mut card = writer.third_party(third_party)?;
            let row = writer.document(id)?;
            let reading = writer.reading(id)?;
            learn(&mut card, &reading, row.flow);
            writer.put_third_party(&card)?;
            writer.note("third_party", card.name.clone());
            choose(writer, id, decisions, third_party)
        })
    }

    /// Creates a third party from the confirmed form and attaches it.
    ///
    /// # Errors
    /// `account_taken`, `bad_form`.
    pub fn create_third_party(
        &self,
        document: String,
        form: ThirdPartyForm,
    ) -> Result<ReviewView, DeskError> {
        let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(DeskError::new("name_missing", "a third party needs a name").with("field", "name"));
        }
        let account: AccountCode =
            form.account.parse().map_err(|error| DeskError::bad_form("account", &error))?;
        let summary = json!({ "third_party": name, "account": account });
        self.change(&document, "create_third_party", summary, |writer, id, decisions| {
            let row = writer.document(id)?;
            let kind = form.kind.into();
            if let Some(other) = writer.third_party_by_account(row.client_file, kind, &account)? {
                let detail = format!("{account} is the account of {}", other.name);
                return Err(DeskError::new("account_taken", detail)
                    .with("account", &account)
                    .with("name", &other.name));
            }
            let reading = writer.reading(id)?;
            let given = |text: &str| !text.trim().is_empty();
            let mut card = ThirdParty {
                id: ThirdPartyId::from_uuid(clock::fresh()),
                client_file: row.client_file,
                kind,
                name: name.clone(),
                account: account.clone(),
                country: match reading.value(FieldName::SupplierCountry) {
                    Some(FieldValue::Country(country)) if row.flow == Flow::Purchases => Some(*country),
                    _ => None,
                },
                siren: None,
                siret: None,
                vat_number: None,
                ibans: Vec::new(),
                aliases: Vec::new(),
            };
            if given(&form.siren) {
                // A SIRET holds its SIREN.
                match form.siren.parse::<Siret>() {
                    Ok(siret) => {
                        card.siren = Some(siret.siren());
                        card.siret = Some(siret);
                    }
                    Err(_) => {
                        card.siren = Some(
                            form.siren
                                .parse::<Siren>()
                                .map_err(|error| DeskError::bad_form("siren", &error))?,
                        );
                    }
                }
            }
            if given(&form.vat_number) {
                card.vat_number = Some(
                    form.vat_number
                        .parse::<VatNumber>()
                        .map_err(|error| DeskError::bad_form("vatNumber", &error))?,
                );
            }
            if given(&form.iban) {
                card.ibans
                    .push(form.iban.parse::<Iban>().map_err(|error| DeskError::bad_form("iban", &error))?);
            }
            learn(&mut card, &reading, row.flow);
            writer.put_third_party(&card)?;
            choose(writer, id, decisions, card.id)?;
            recode_unknown(writer, &row, id)
        })
    }

    /// Books one allocation to an account.
    pub fn set_allocation(
        &self,
        document: String,
        index: u32,
        account: String,
    ) -> Result<ReviewView, DeskError> {
        let account: AccountCode = account.parse().map_err(|error| DeskError::bad_form("account", &error))?;
        let summary = json!({ "account": account });
        self.change(&document, "set_allocation", summary, |writer, id, decisions| {
            let situation = Situation::of(writer, id)?;
            let chosen = Message::new("account_by_user");
            let mut rows = allocation_rows(&situation)?;
            let row = rows
                .get_mut(index as usize)
                .ok_or_else(|| DeskError::new("unknown_allocation", "there is no such line"))?;
            row.account = Some(account.clone());
            row.reason = json!(chosen);
            // The first account chosen serves the other lines that have none.
            for other in rows.iter_mut().filter(|other| other.account.is_none()) {
                other.account = Some(account.clone());
                other.reason = json!(chosen);
            }
            put_allocations(writer, id, decisions, rows)
        })
    }

    /// Spreads the amount over other lines.
    pub fn set_allocations(
        &self,
        document: String,
        allocations: Vec<AllocationView>,
    ) -> Result<ReviewView, DeskError> {
        let rows = allocations
            .iter()
            .map(|line| {
                let account = line.account.as_deref().filter(|text| !text.trim().is_empty());
                let rate = line.rate.as_deref().filter(|text| !text.trim().is_empty());
                Ok(AllocationRow {
                    account: account
                        .map(str::parse::<AccountCode>)
                        .transpose()
                        .map_err(|error| DeskError::bad_form("account", &error))?,
                    amount: super::calculator::evaluate(&line.amount)
                        .map_err(|trouble| DeskError::from(trouble.message(&line.amount)))?,
                    vat_rate: rate
                        .map(|text| text.replace(',', ".").parse())
                        .transpose()
                        .map_err(|error| DeskError::bad_form("rate", &error))?,
                    reason: json!(Message::new("account_by_user")),
                })
            })
            .collect::<Result<Vec<_>, DeskError>>()?;
        self.change(&document, "set_allocations", json!({ "lines": rows.len() }), |writer, id, decisions| {
            put_allocations(writer, id, decisions, rows)
        })
    }

    /// Makes the rule "always so" and codes the waiting documents of the third party anew. Answers how many changed.
    pub fn make_rule(&self, document: String) -> Result<u32, DeskError> {
        let id = document_id(&document)?;
        let (changed, client_file) = self.command("make_rule", true, json!({}), &[id], |writer| {
            let situation = Situation::of(writer, id)?;
            let (Some(card), Some(account)) = (&situation.third_party, single_account(&situation)) else {
                return Err(DeskError::new("no_rule_to_make", "a rule needs a third party and one account"));
            };
            writer.note("third_party", card.name.clone());
            writer.note("account", account.to_string());
            writer.put_rule(&Rule {
                id: situation.rule.as_ref().map_or_else(|| RuleId::from_uuid(clock::fresh()), |rule| rule.id),
                third_party: card.id,
                account: account.clone(),
                vat_scheme: (situation.scheme != VatScheme::Standard).then_some(situation.scheme),
                origin: RuleOrigin::User,
            })?;
            let mut changed = 0;
            for other in writer.waiting_documents_of(card.id)? {
                let accounts = |coding: Option<CodingRow>| {
                    coding.map(|coding| {
                        coding.allocations.into_iter().map(|line| line.account).collect::<Vec<_>>()
                    })
                };
                let before = accounts(writer.coding(other)?);
                recode(writer, other)?;
                changed += u32::from(other != id && accounts(writer.coding(other)?) != before);
            }
            recode(writer, id)?;
            Ok((changed, situation.row.client_file))
        })?;
        self.tell_changed(client_file);
        Ok(changed)
    }

    /// It only looks like another document.
    pub fn not_a_duplicate(&self, document: String) -> Result<ReviewView, DeskError> {
        self.accept_field(document, "duplicate".to_owned())
    }

    /// Takes documents off the inbox without publishing them; archived ones come back.
    pub fn archive(&self, documents: Vec<String>) -> Result<(), DeskError> {
        let ids = document_ids(&documents)?;
        let files = self.command("archive", true, json!({ "documents": ids.len() }), &ids, |writer| {
            let mut files = Vec::new();
            for id in &ids {
                let row = writer.document(*id)?;
                writer.set_status(*id, DocumentStatus::Archived)?;
                files.push(row.client_file);
            }
            Ok(files)
        })?;
        files.into_iter().take(1).for_each(|file| self.tell_changed(file));
        Ok(())
    }

    /// Moves documents between purchases and sales.
    pub fn move_to_flow(&self, documents: Vec<String>, flow: crate::api::FlowView) -> Result<(), DeskError> {
        let ids = document_ids(&documents)?;
        let files = self.command("move_to_flow", true, json!({ "flow": flow }), &ids, |writer| {
            let mut files = Vec::new();
            for id in &ids {
                let row = writer.document(*id)?;
                if row.status == DocumentStatus::Published {
                    return Err(DeskError::new(
                        "document_published",
                        "a published document is not moved any more",
                    ));
                }
                files.push(row.client_file);
                writer.put_document(&liasse_store::DocumentRow { flow: flow.into(), ..row })?;
                writer.delete_coding(*id)?;
                recode(writer, *id)?;
            }
            Ok(files)
        })?;
        files.into_iter().take(1).for_each(|file| self.tell_changed(file));
        Ok(())
    }
}

fn blank_coding(document: DocumentId) -> CodingRow {
    CodingRow {
        document,
        third_party: None,
        proposed_third_party: None,
        vat_scheme: None,
        reason: Value::Null,
        allocations: Vec::new(),
    }
}

fn choose(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    third_party: ThirdPartyId,
) -> Result<(), DeskError> {
    decisions.third_party_chosen = true;
    decisions.third_party_confirmed = true;
    let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
    writer.put_coding(&CodingRow { third_party: Some(third_party), ..coding })?;
    Ok(())
}

/// Other waiting documents without a third party may be of the one that was just created.
fn recode_unknown(
    writer: &mut Writer<'_>,
    row: &liasse_store::DocumentRow,
    id: DocumentId,
) -> Result<(), DeskError> {
    for other in writer.documents_in_status(row.client_file, DocumentStatus::ToReview)? {
        if other != id && writer.coding(other)?.is_none_or(|coding| coding.third_party.is_none()) {
            recode(writer, other)?;
        }
    }
    Ok(())
}

fn allocation_rows(situation: &Situation) -> Result<Vec<AllocationRow>, DeskError> {
    Ok(situation
        .allocations
        .iter()
        .map(|line| AllocationRow {
            account: line.account.clone(),
            amount: line.amount,
            vat_rate: line.rate,
            reason: json!(line.reason),
        })
        .collect())
}

fn put_allocations(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    allocations: Vec<AllocationRow>,
) -> Result<(), DeskError> {
    decisions.accounts_chosen = true;
    let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
    writer.put_coding(&CodingRow { allocations, ..coding })?;
    Ok(())
}

/// When one of the three totals was set, the one that is missing or was computed follows from the two others; a single
/// VAT line follows the totals.
fn complete_totals(writer: &mut Writer<'_>, id: DocumentId, set: FieldName) -> Result<(), DeskError> {
    let reading = writer.reading(id)?;
    let amount = |name: FieldName| reading.amount(name);
    let free = |name: FieldName| {
        name != set
            && reading.fields.get(&name).is_none_or(|field| {
                field.evidence.is_some_and(|evidence| evidence.method == Method::Computed)
            })
    };
    let (ht, vat, ttc) =
        (amount(FieldName::TotalHt), amount(FieldName::TotalVat), amount(FieldName::TotalTtc));
    if let (true, Some(ht), Some(vat)) = (free(FieldName::TotalTtc), ht, vat) {
        writer.put_field(id, FieldName::TotalTtc, &computed(ht + vat))?;
    } else if let (true, Some(ht), Some(ttc)) =
        (free(FieldName::TotalVat), ht, ttc.filter(|ttc| ht.is_some_and(|ht| *ttc >= ht)))
    {
        writer.put_field(id, FieldName::TotalVat, &computed(ttc - ht))?;
    } else if let (true, Some(vat), Some(ttc)) =
        (free(FieldName::TotalHt), vat, ttc.filter(|ttc| vat.is_some_and(|vat| *ttc >= vat)))
    {
        writer.put_field(id, FieldName::TotalHt, &computed(ttc - vat))?;
    }
    let reading = writer.reading(id)?;
    if let ([line], Some(ht), Some(vat)) = (
        reading.vat_lines.as_slice(),
        reading.amount(FieldName::TotalHt),
        reading.amount(FieldName::TotalVat),
    ) {
        let follows = VatLine { rate: line.rate, base: ht, amount: vat };
        let cent = Amount::from_cents(1);
        if follows != *line && (line.rate.tax_on(ht) - vat).abs() <= cent {
            let evidence = Evidence { page: 0, rect: None, method: Method::Computed };
            writer.put_vat_lines(id, &[follows], true, Some(&evidence))?;
        }
    }
    Ok(())
}

/// A card learns what a paper of its third party bears: another name, identifiers that it did not hold.
fn learn(card: &mut ThirdParty, reading: &Reading, flow: Flow) {
    if let Some(name) = third_party_name(reading, flow) {
        let known = std::iter::once(&card.name)
            .chain(&card.aliases)
            .any(|known| normal_name(known) == normal_name(name));
        if !known {
            card.aliases.push(name.to_owned());
        }
    }
    if card.kind != kind_of(flow) {
        return;
    }
    let sure = |name: FieldName| {
        reading.fields.get(&name).filter(|field| field.sure).and_then(|field| match &field.value {
            FieldValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    let (siren, siret, vat_number, iban) = match flow {
        Flow::Purchases => (
            sure(FieldName::SupplierSiren),
            sure(FieldName::SupplierSiret),
            sure(FieldName::SupplierVat),
            sure(FieldName::Iban),
        ),
        Flow::Sales => (sure(FieldName::CustomerSiren), None, sure(FieldName::CustomerVat), None),
    };
    card.siret = card.siret.take().or_else(|| siret.and_then(|text| text.parse().ok()));
    card.siren = card.siren.take().or_else(|| siren.and_then(|text| text.parse().ok()));
    card.vat_number = card.vat_number.take().or_else(|| vat_number.and_then(|text| text.parse().ok()));
    if let Some(iban) = iban.and_then(|text| text.parse::<Iban>().ok()) {
        if !card.ibans.contains(&iban) {
            card.ibans.push(iban);
        }
    }
}
