//! Rules of allocation: proposed after a choice, edited, tried before they are applied, deleted.

mod form;

use std::sync::Arc;

use liasse_domain::{
    AccountCode, ClientFileId, DocumentId, Narrowing, Rule, RuleId, RuleOrigin, RuleTemplate, Share,
    TemplateLine, ThirdParty, ThirdPartyId, VatScheme,
};
use liasse_store::{Reader, StoreError, Writer};
use serde_json::json;

use crate::api::{AccountView, DeskError, RuleForm, RulePreview, RuleView};
use crate::clock;
use crate::coding::{Books, Situation, is_outside_vat, is_untaxed, recode_all, recode_counting, rule_reason};
use crate::desk::{Desk, client_file_id, document_id};

impl Desk {
    /// All rules of a client file, by third party.
    pub fn rules(&self, client_file: String) -> Result<Vec<RuleView>, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| {
            let rules = reader.rules(id)?;
            let mut cards = Vec::new();
            for kind in [liasse_domain::ThirdPartyKind::Supplier, liasse_domain::ThirdPartyKind::Customer] {
                cards.extend(reader.third_parties(id, kind)?);
            }
            let cards: std::collections::HashMap<ThirdPartyId, ThirdParty> =
                cards.into_iter().map(|card| (card.id, card)).collect();
            let chart = reader.accounts(id)?;
            Ok(rules
                .iter()
                .filter_map(|rule| Some(view(rule, cards.get(&rule.third_party)?, &chart)))
                .collect())
        })
    }

    /// The rules of one third party, oldest first.
    pub fn rules_of(&self, third_party: String) -> Result<Vec<RuleView>, DeskError> {
        let id: ThirdPartyId = third_party.parse().map_err(|_| DeskError::bad_id(&third_party))?;
        self.read(|reader| {
            let card = reader.third_party(id)?;
            let chart = reader.accounts(card.client_file)?;
            Ok(reader.rules_of(id)?.iter().map(|rule| view(rule, &card, &chart)).collect())
        })
    }

    /// The rule that "always so" would make of a document as it is coded, to be narrowed or changed.
    ///
    /// # Errors
    /// `no_rule_to_make`.
    pub fn rule_draft(&self, document: String) -> Result<RuleForm, DeskError> {
        let id = document_id(&document)?;
        let drafted = self.read(|reader| Ok(rule_to_make(&Situation::of(reader, id)?)))?;
        let rule = drafted.ok_or_else(no_rule)?;
        let known = self.read(|reader| Ok(reader.rule(rule.id).is_ok()))?;
        Ok(form::of_rule(&rule, known))
    }

    /// What a rule would do, without doing it.
    ///
    /// # Errors
    /// `bad_form` with the field, `rule_…`.
    pub fn preview_rule(&self, form: RuleForm) -> Result<RulePreview, DeskError> {
        let rule = form::to_rule(&form)?;
        self.read(|reader| {
            let waiting = reader.waiting_documents_of(rule.third_party)?;
            let mut rules = reader.rules_of(rule.third_party)?;
            rules.retain(|other| other.id != rule.id);
            rules.push(rule.clone());
            let mut preview = RulePreview { waiting: waiting.len() as u32, fitting: 0, changes: 0 };
            let mut books = Books::default();
            books.suppose(rule.third_party, Arc::new(rules));
            for document in waiting {
                let situation = Situation::in_books(reader, document, &mut books)?;
                preview.fitting +=
                    u32::from(situation.rule.as_ref().is_some_and(|applied| applied.id == rule.id));
                preview.changes += u32::from(situation.is_coded_anew());
            }
            Ok(preview)
        })
    }

    /// Saves a rule and codes the waiting documents of its third party anew. Answers how many changed.
    ///
    /// # Errors
    /// `bad_form` with the field, `rule_…`, `account_unknown`.
    pub fn save_rule(&self, form: RuleForm) -> Result<u32, DeskError> {
        let rule = form::to_rule(&form)?;
        let (changed, client_file) = self.command("save_rule", true, json!({}), &[], |writer| {
            let card = writer.third_party(rule.third_party)?;
            for account in rule.template.accounts() {
                if writer.account(card.client_file, account)?.is_none() {
                    let detail = format!("{account} is not in the chart of accounts");
                    return Err(DeskError::new("account_unknown", detail)
                        .with("account", account)
                        .with("field", "account"));
                }
            }
            note(writer, &card, &rule);
            Ok((put_and_apply(writer, &rule)?, card.client_file))
        })?;
        self.tell_changed(client_file);
        Ok(changed)
    }

    /// Makes the rule "always so" of a document. Answers how many waiting documents changed.
    ///
    /// # Errors
    /// `no_rule_to_make`.
    pub fn make_rule(&self, document: String) -> Result<u32, DeskError> {
        let id = document_id(&document)?;
        let (changed, client_file) = self.command("make_rule", true, json!({}), &[id], |writer| {
            let situation = Situation::of(writer, id)?;
            let (Some(card), Some(rule)) = (&situation.third_party, rule_to_make(&situation)) else {
                return Err(no_rule());
            };
            note(writer, card, &rule);
            writer.put_rule(&rule)?;
            let mut waiting = writer.waiting_documents_of(rule.third_party)?;
            waiting.retain(|other| *other != id);
            let changed = recode_counting(writer, waiting)?;
            recode_all(writer, [id])?;
            Ok((changed, situation.row.client_file))
        })?;
        self.tell_changed(client_file);
        Ok(changed)
    }

    /// Takes a rule away; what it gave to documents that wait is worked out anew.
    pub fn delete_rule(&self, rule: String) -> Result<(), DeskError> {
        let id: RuleId = rule.parse().map_err(|_| DeskError::bad_id(&rule))?;
        let client_file = self.command("delete_rule", true, json!({}), &[], |writer| {
            let rule = writer.rule(id)?;
            let card = writer.third_party(rule.third_party)?;
            note(writer, &card, &rule);
            writer.delete_rule(id)?;
            let waiting = writer.waiting_documents_of(rule.third_party)?;
            recode_all(writer, waiting)?;
            Ok(card.client_file)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }
}

/// There is no rule to make of a document.
pub(crate) fn no_rule() -> DeskError {
    DeskError::new("no_rule_to_make", "a rule needs a third party and accounts")
}

fn note(writer: &mut Writer<'_>, card: &ThirdParty, rule: &Rule) {
    writer.note("third_party", card.name.clone());
    let accounts: Vec<String> = rule.template.accounts().map(ToString::to_string).collect();
    writer.note("account", accounts.join(", "));
}

fn put_and_apply(writer: &mut Writer<'_>, rule: &Rule) -> Result<u32, StoreError> {
    writer.put_rule(rule)?;
    let waiting = writer.waiting_documents_of(rule.third_party)?;
    recode_counting(writer, waiting)
}

/// How many waiting documents of its third party, beside one, a rule would change.
pub(crate) fn changes_beside(
    reader: &Reader<'_>,
    rule: &Rule,
    beside: DocumentId,
    client_file: ClientFileId,
) -> Result<u32, StoreError> {
    let mut rules = reader.rules_of(rule.third_party)?;
    rules.retain(|other| other.id != rule.id);
    if let (Some(account), true, None) =
        (rule.account(), rules.is_empty() && rule.is_general(), rule.vat_scheme)
    {
        return reader.waiting_not_booked_to(rule.third_party, account, beside);
    }
    rules.push(rule.clone());
    let mut books = Books::default();
    books.suppose(rule.third_party, Arc::new(rules));
    let mut count = 0;
    for document in reader.waiting_documents_of(rule.third_party)? {
        if document != beside {
            let situation = Situation::in_books(reader, document, &mut books)?;
            count += u32::from(situation.row.client_file == client_file && situation.is_coded_anew());
        }
    }
    Ok(count)
}

/// The rule that says of a document what its user chose: one account, a line for each rate, or lines to be filled. It takes
/// the place of the rule that applies to the document, with its narrowing.
pub(crate) fn rule_to_make(situation: &Situation) -> Option<Rule> {
    let card = situation.third_party.as_ref()?;
    let lines = situation.allocations.iter().filter(|line| !is_outside_vat(&line.reason));
    let lines: Vec<(AccountCode, _)> =
        lines.map(|line| Some((line.account.clone()?, line.rate))).collect::<Option<_>>()?;
    let (first, _) = lines.first()?;
    let template = if lines.iter().all(|(account, _)| account == first) {
        RuleTemplate::one(first.clone())
    } else {
        let mut rates: Vec<_> = lines.iter().map(|(_, rate)| *rate).collect();
        rates.sort_unstable();
        rates.dedup();
        let by_rate = rates.len() == lines.len() && rates.iter().all(Option::is_some);
        let line = |(account, rate): &(AccountCode, _)| TemplateLine {
            account: account.clone(),
            share: Share::Open,
            rate: if by_rate { *rate } else { None },
        };
        RuleTemplate::new(lines.iter().map(line).collect()).ok()?
    };
    let known = situation.rule.as_ref();
    // What is known of outlays stays: this document need not have any.
    let outlays = known.iter().flat_map(|rule| rule.template.lines()).filter(is_untaxed).cloned();
    let outlays: Vec<TemplateLine> =
        if template.lines().iter().any(|line| is_untaxed(&line)) { Vec::new() } else { outlays.collect() };
    // A template that already fills these very accounts says more than one made of its result.
    let same_accounts = known.filter(|rule| rule.account().is_none()).is_some_and(|rule| {
        let taxed = rule.template.lines().iter().filter(|line| !outlays.contains(line));
        let mut own: Vec<&AccountCode> = taxed.map(|line| &line.account).collect();
        let mut booked: Vec<&AccountCode> = lines.iter().map(|(account, _)| account).collect();
        for accounts in [&mut own, &mut booked] {
            accounts.sort_unstable();
            accounts.dedup();
        }
        own == booked
    });
    let template = RuleTemplate::new([template.lines(), &outlays].concat()).ok()?;
    Some(Rule {
        id: known.map_or_else(|| RuleId::from_uuid(clock::fresh()), |rule| rule.id),
        third_party: card.id,
        narrowing: known.map_or_else(Narrowing::default, |rule| rule.narrowing.clone()),
        template: match known {
            Some(rule) if same_accounts => rule.template.clone(),
            _ => template,
        },
        vat_scheme: (situation.scheme != VatScheme::Standard).then_some(situation.scheme),
        origin: RuleOrigin::User,
    })
}

fn view(rule: &Rule, card: &ThirdParty, chart: &[liasse_domain::Account]) -> RuleView {
    let label = |code: &AccountCode| {
        chart.iter().find(|account| account.code == *code).map(|account| account.label.clone())
    };
    RuleView {
        form: form::of_rule(rule, true),
        name: card.name.clone(),
        account: card.account.to_string(),
        kind: card.kind.into(),
        accounts: rule
            .template
            .accounts()
            .map(|code| AccountView { code: code.to_string(), label: label(code).unwrap_or_default() })
            .collect(),
        reason: rule_reason(rule, card),
        by_user: rule.origin == RuleOrigin::User,
    }
}

#[cfg(test)]
mod tests;
