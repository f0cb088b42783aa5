//! Merging two cards into one: documents, rules, names, identifiers, bank accounts and lessons follow.

use liasse_domain::{CardDefaults, Rule, ThirdParty};
use liasse_store::{CodingRow, MemoryRow, Reader, StoreError, Writer};
use serde_json::json;

use super::{clean_aliases, same_list, third_party_id};
use crate::api::{DeskError, MergePreview, Message, ThirdPartyCard};
use crate::client_files::recode_waiting;
use crate::desk::Desk;
use crate::memory;

impl Desk {
    /// What merging the card `from` into the card `into` would do.
    ///
    /// # Errors
    /// `merge_other_list` when they are not two cards of one list.
    pub fn merge_preview(&self, from: String, into: String) -> Result<MergePreview, DeskError> {
        let (from, into) = (third_party_id(&from)?, third_party_id(&into)?);
        let (from, into, documents, rules, lessons) = self.read(|reader| {
            let from = reader.third_party(from)?;
            let documents = reader.statuses_of_third_party(from.id)?.len() as u32;
            let rules = rules_that_follow(reader, &from, into)?;
            let lessons: usize = memories(reader, &from)?.iter().map(|row| row.memory.lessons.len()).sum();
            Ok((from, reader.third_party(into)?, documents, rules, lessons as u32))
        })?;
        same_list(&from, &into)?;
        let merged = merged(&from, &into);
        let mut gains: Vec<String> =
            merged.aliases.iter().filter(|alias| !into.aliases.contains(alias)).cloned().collect();
        gains.extend(merged.ibans.iter().filter(|iban| !into.ibans.contains(iban)).map(ToString::to_string));
        let gained = |was: bool, now: Option<String>| now.filter(|_| !was);
        gains.extend(gained(into.siren.is_some(), merged.siren.as_ref().map(ToString::to_string)));
        gains.extend(gained(into.vat_number.is_some(), merged.vat_number.as_ref().map(ToString::to_string)));
        Ok(MergePreview {
            warnings: differences(&from, &into),
            from: from.name,
            from_account: from.account.to_string(),
            into: into.name,
            into_account: into.account.to_string(),
            documents,
            rules,
            lessons,
            gains,
        })
    }

    /// Merges the card `from` into the card `into`, which stays. What was published stays as it was published; a ledger or
    /// chart that still has the former account finds the card that stays.
    ///
    /// # Errors
    /// `merge_other_list`.
    pub fn merge_third_parties(&self, from: String, into: String) -> Result<ThirdPartyCard, DeskError> {
        let (from, into) = (third_party_id(&from)?, third_party_id(&into)?);
        let client_file = self.command("merge_third_parties", true, json!({}), &[], |writer| {
            let (from, into) = (writer.third_party(from)?, writer.third_party(into)?);
            let client_file = same_list(&from, &into)?;
            writer.note("from", from.name.clone());
            writer.note("into", into.name.clone());
            for document in writer.documents_of_third_party(from.id)? {
                if let Some(coding) = writer.coding(document)? {
                    writer.put_coding(&CodingRow { third_party: Some(into.id), ..coding })?;
                }
            }
            move_rules(writer, &from, &into)?;
            merge_memories(writer, &from, &into)?;
            writer.put_account_successor(client_file, &from.account, &into.account)?;
            writer.delete_third_party(from.id)?;
            writer.put_third_party(&merged(&from, &into))?;
            recode_waiting(writer, client_file)?;
            Ok(client_file)
        })?;
        self.tell_changed(client_file);
        self.third_party_card(into.to_string())
    }
}

/// The card that stays, with what it did not hold yet.
fn merged(from: &ThirdParty, into: &ThirdParty) -> ThirdParty {
    let mut card = into.clone();
    card.aliases.push(from.name.clone());
    card.aliases.extend(from.aliases.iter().cloned());
    clean_aliases(&mut card);
    let fresh = from.ibans.iter().filter(|iban| !into.ibans.contains(iban)).cloned();
    card.ibans.extend(fresh);
    card.country = card.country.or(from.country);
    card.siren = card.siren.or_else(|| from.siren.clone());
    // A SIRET belongs to its SIREN.
    if card.siren == from.siren {
        card.siret = card.siret.or_else(|| from.siret.clone());
    }
    card.vat_number = card.vat_number.or_else(|| from.vat_number.clone());
    card.defaults = completed(card.defaults, &from.defaults);
    card
}

/// What one card says of its documents, and where it says nothing, what the other does.
fn completed(own: CardDefaults, other: &CardDefaults) -> CardDefaults {
    let other = other.clone();
    let reverse_charge_base =
        if own.reverse_charge.is_some() { own.reverse_charge_base } else { other.reverse_charge_base };
    CardDefaults {
        vat_account: own.vat_account.or(other.vat_account),
        payment_method: own.payment_method.or(other.payment_method),
        terms: own.terms.or(other.terms),
        journal: own.journal.or(other.journal),
        axes: liasse_domain::Axes {
            first: own.axes.first.or(other.axes.first),
            second: own.axes.second.or(other.axes.second),
        },
        description: own.description.or(other.description),
        // That nobody looks before publication is never inherited.
        auto_publish: own.auto_publish,
        reverse_charge: own.reverse_charge.or(other.reverse_charge),
        reverse_charge_base,
        deductible: own.deductible.or(other.deductible),
        exigibility: own.exigibility.or(other.exigibility),
    }
}

/// Identifiers that say that the two are not the same company.
fn differences(from: &ThirdParty, into: &ThirdParty) -> Vec<Message> {
    let mut found = Vec::new();
    let mut compare = |what: &str, one: Option<String>, other: Option<String>| {
        if let (Some(one), Some(other)) = (one, other)
            && one != other
        {
            found.push(Message::new(&format!("merge_differs_{what}")).with("from", one).with("into", other));
        }
    };
    let siren = |card: &ThirdParty| {
        card.siren
            .clone()
            .or_else(|| card.siret.as_ref().map(|siret| siret.siren()))
            .map(|siren| siren.to_string())
    };
    let vat = |card: &ThirdParty| card.vat_number.as_ref().map(ToString::to_string);
    compare("siren", siren(from), siren(into));
    compare("vat_number", vat(from), vat(into));
    found
}

fn rules_that_follow(
    reader: &Reader<'_>,
    from: &ThirdParty,
    into: liasse_domain::ThirdPartyId,
) -> Result<u32, StoreError> {
    let own = reader.rules_of(into)?;
    let follow = reader.rules_of(from.id)?.into_iter().filter(|rule| follows(rule, &own));
    Ok(follow.count() as u32)
}

/// Whether a rule of the card that goes is of use to the one that stays: not where that one has a rule for the same documents.
fn follows(rule: &Rule, own: &[Rule]) -> bool {
    own.iter().all(|other| other.narrowing != rule.narrowing)
}

/// The rules of the card that goes, but for those where the one that stays has its own.
fn move_rules(writer: &mut Writer<'_>, from: &ThirdParty, into: &ThirdParty) -> Result<(), StoreError> {
    let own = writer.rules_of(into.id)?;
    for rule in writer.rules_of(from.id)? {
        writer.delete_rule(rule.id)?;
        if follows(&rule, &own) {
            writer.put_rule(&Rule { third_party: into.id, ..rule })?;
        }
    }
    Ok(())
}

/// What is remembered of a card's papers.
fn memories(reader: &Reader<'_>, card: &ThirdParty) -> Result<Vec<MemoryRow>, StoreError> {
    let mut found = Vec::new();
    for flow in [liasse_domain::Flow::Purchases, liasse_domain::Flow::Sales] {
        let rows = reader.memories(card.client_file, flow)?;
        found.extend(rows.into_iter().filter(|row| row.third_party == Some(card.id)));
    }
    Ok(found)
}

fn merge_memories(writer: &mut Writer<'_>, from: &ThirdParty, into: &ThirdParty) -> Result<(), StoreError> {
    let kept = memories(writer, into)?;
    for mut row in memories(writer, from)? {
        match kept.iter().find(|own| own.flow == row.flow) {
            Some(own) => {
                let mut own = own.clone();
                memory::absorb(&mut own.memory, row.memory);
                writer.put_memory(&own)?;
                writer.delete_memory(row.id)?;
            }
            None => {
                row.third_party = Some(into.id);
                writer.put_memory(&row)?;
            }
        }
    }
    Ok(())
}

/// The lessons of a card that is deleted stay with the signs of its papers.
pub(super) fn leave_memories(writer: &mut Writer<'_>, card: &ThirdParty) -> Result<(), StoreError> {
    for mut row in memories(writer, card)? {
        row.third_party = None;
        writer.put_memory(&row)?;
    }
    Ok(())
}
