//! How sure each value is: features to a probability, and the threshold above which it is shown without doubt.
//!
//! Each function turns explicit features into one probability, so that weights that were learned can take the place of
//! the numbers written here.

use super::dates::Candidate as DateFound;
use super::days::Scored;
use super::identifiers::Candidate as Id;
use super::kind::Found as Title;
use super::number::Found as NumberFound;
use super::parties::Name;
use super::payment::Found as Means;
use super::scheme::Mention;
use super::settle::Settlement;
use super::text::{Frame, Sheet};
use super::totals::{Pick, Totals};

/// Probability from which a value is shown as sure.
const SURE: f32 = 0.9;

/// What was judged of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Probability of being right.
    pub confidence: f32,
    /// Had from other values.
    pub computed: bool,
}

impl Judged {
    /// A value read with this probability.
    pub fn at(confidence: f32) -> Judged {
        Judged { confidence: confidence.clamp(0.0, 1.0), computed: false }
    }
    /// A value that is never shown as sure.
    pub fn doubtful(confidence: f32) -> Judged {
        Judged::at(confidence.min(SURE - 0.02))
    }
    /// Whether it is shown without doubt.
    pub fn sure(&self) -> bool {
        self.confidence >= SURE
    }
}

/// Recognition that doubts a letter makes its value doubtful unless the arithmetic confirms it.
fn read_factor(read: f32, confirmed: bool) -> f32 {
    if confirmed { 0.97 + 0.03 * read } else { (0.55 + 0.5 * read).min(1.0) }
}

/// The kind: a clear title, no rival near.
pub fn kind(confidence: f32, title: &Title, frames: &[Frame]) -> Judged {
    let rival = title.rival.map_or(0.0, |(_, score)| score);
    let many = if frames.len() > 12 { 0.03 } else { 0.0 };
    // On papers of layouts not met before, titles of 0.74 and more were right without exception, those below were not.
    let known = if confidence >= 0.74 { 0.13 } else { 0.0 };
    Judged::at((confidence + known - if rival > 0.75 { 0.08 } else { 0.0 } - many).min(0.99))
}

/// The total with tax.
pub fn ttc(totals: &Totals, till: bool, read: f32) -> Judged {
    let Some(pick) = totals.ttc else { return Judged::at(0.0) };
    let g = totals.grounds;
    let law = g.lines_close || g.one_rate;
    let mut p = match (g.closes, law, g.untaxed) {
        (true, true, _) => 0.985,
        (true, false, _) => 0.93,
        (false, true, _) => 0.94,
        (false, false, true) if g.itemised => 0.96,
        (false, false, true) => 0.92,
        _ if g.repeated => 0.85,
        _ => 0.45 + 0.35 * pick.role,
    };
    if till && (pick.role >= 0.7 && g.repeated || g.lone) {
        p = f32::max(p, 0.93);
    }
    p += if pick.role >= 0.8 {
        0.015
    } else if pick.role < 0.4 {
        -0.12
    } else {
        0.0
    };
    if g.lead < 0.5 {
        p -= 0.25;
    } else if g.lead < 1.2 {
        p -= 0.06;
    }
    Judged::at((p * read_factor(read, g.closes || g.lines_close)).min(0.995))
}

/// The total without tax, or the tax.
pub fn part(totals: &Totals, pick: Option<Pick>, till: bool, read: f32) -> Judged {
    let base = ttc(totals, till, 1.0);
    let Some(pick) = pick else { return Judged::at(0.0) };
    let g = totals.grounds;
    let computed = pick.figure.is_none();
    // No tax on the paper and no reason for it: that the total bears none is a guess, for the base as for the tax.
    let guessed = totals.vat.is_some_and(|vat| vat.figure.is_none() && vat.amount.is_zero());
    let mut p = base.confidence;
    if (computed || guessed) && !g.lines_close && !g.untaxed {
        p -= if g.one_rate { 0.04 } else { 0.3 };
    }
    Judged { computed, ..Judged::at(p * read_factor(read, g.closes || g.lines_close)) }
}

/// The tax per rate.
pub fn vat_lines(totals: &Totals, till: bool) -> Judged {
    let base = ttc(totals, till, 1.0).confidence;
    let g = totals.grounds;
    let p = match (totals.lines_printed, g.lines_close, g.one_rate) {
        (true, true, _) => base,
        (_, false, true) => base - 0.02,
        (true, false, false) => base - 0.12,
        _ => base - 0.08,
    };
    // Lines that miss the printed totals by a cent: one of them was rounded apart, and which is not told.
    let sum = |of: fn(&liasse_domain::VatLine) -> i64| totals.lines.iter().map(of).sum::<i64>();
    let misses = totals.vat.is_some_and(|vat| vat.amount.cents() != sum(|line| line.amount.cents()));
    Judged::at(p - if misses && totals.lines.len() > 1 { 0.12 } else { 0.0 })
}

/// To be paid.
pub fn due(settlement: &Settlement, ttc: Judged) -> Judged {
    let computed = settlement.due.is_some_and(|pick| pick.figure.is_none());
    let p = if settlement.closes { ttc.confidence } else { ttc.confidence.min(0.75) };
    Judged { computed, ..Judged::at(p) }
}

/// Already paid, deposits.
pub fn settled(settlement: &Settlement, ttc: Judged) -> Judged {
    Judged::at(if settlement.closes { ttc.confidence } else { 0.6 })
}

/// Tax is charged.
pub fn scheme_taxed(totals: &Totals) -> Judged {
    let g = totals.grounds;
    Judged::at(if g.closes || g.lines_close {
        0.985
    } else if g.one_rate {
        0.93
    } else {
        0.75
    })
}

/// A mention says why no tax is charged.
pub fn scheme_mention(mention: &Mention, totals: &Totals) -> Judged {
    let base = if totals.grounds.untaxed { 0.94 } else { 0.8 };
    if mention.contested { Judged::doubtful(base - 0.08) } else { Judged::at(base) }
}

/// Date of issue.
pub fn issued(scored: &[Scored], date: Option<&DateFound>, sheet: &Sheet) -> Judged {
    let Some(best) = scored.first() else { return Judged::at(0.0) };
    let second = scored.get(1).map_or(0.0, |s| s.score);
    let lead = best.score - second;
    let mut p = 0.57 + 0.42 * best.score + 0.25 * lead.clamp(0.0, 0.4);
    if scored.len() == 1 {
        p += 0.06;
    }
    if let Some(date) = date {
        p -= if date.repaired { 0.1 } else { 0.0 };
        let read = sheet.confidence(&date.span).min(date.confidence);
        p *= read_factor(read, false);
    }
    Judged::at(p.min(0.99))
}

/// A printed due date; agreement with the terms confirms it.
pub fn due_printed(scored: &[Scored], date: Option<&DateFound>, agrees: bool, issue_sure: bool) -> Judged {
    let Some(best) = scored.first() else { return Judged::at(0.0) };
    let lead = best.score - scored.get(1).map_or(0.0, |s| s.score);
    let mut p = 0.52 + 0.42 * best.score + 0.1 * lead.clamp(0.0, 0.4);
    if agrees && issue_sure {
        p += 0.06;
    }
    if let Some(date) = date {
        p *= read_factor(date.confidence, agrees && issue_sure);
    }
    Judged::at(p.min(0.99))
}

/// A due date from the terms; two lawful readings are never sure, nor is `à réception`, which names no day.
pub fn due_computed(readings: usize, issue_sure: bool) -> Judged {
    let judged = if readings > 1 || !issue_sure { Judged::doubtful(0.7) } else { Judged::at(0.92) };
    Judged { computed: true, ..judged }
}

/// The document's number.
pub fn number(found: &[NumberFound], sheet: &Sheet) -> Judged {
    let Some(best) = found.first() else { return Judged::at(0.0) };
    let lead = best.score - found.get(1).map_or(0.0, |f| f.score);
    let mut p = 0.45 + 0.45 * best.score.min(1.1) + 0.35 * lead.clamp(0.0, 0.25);
    p += if printed_again(best, sheet) { 0.05 } else { 0.0 };
    Judged::at((p * read_factor(sheet.confidence(&best.span), false)).min(0.99))
}

/// Whether a number is printed again elsewhere: on the next page, in the payment slip.
pub fn printed_again(best: &NumberFound, sheet: &Sheet) -> bool {
    let wanted: String = best.text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    sheet.tokens.iter().enumerate().any(|(index, token)| {
        !best.span.contains(&index)
            && wanted.len() >= 4
            && token.text.chars().filter(|c| c.is_ascii_alphanumeric()).eq(wanted.chars())
    })
}

/// A party's name.
pub fn name(names: &[Name], score: fn(&Name) -> f32, sheet: &Sheet, supplier: bool) -> Judged {
    let Some(best) = names.first() else { return Judged::at(0.0) };
    let top = score(best);
    let lead = top - names.get(1).map_or(0.0, score);
    let mut p = 0.42 + 0.11 * top.clamp(0.0, 4.0) + 0.09 * lead.clamp(0.0, 2.0);
    if supplier && is_disputed(names) {
        p = p.min(SURE - 0.1);
    }
    // Read from a picture beside the text alone: a brand, which may not be the house's whole name.
    let drawn = !sheet.is_ocr(&best.span) && sheet.confidence(&best.span) < 1.0;
    if supplier && drawn && !best.formed && best.times == 1 {
        p = p.min(SURE - 0.05);
    }
    // Letters have no check digits: another reading of the same name is a doubt of either.
    if sheet.is_ocr(&best.span) && is_read_otherwise(best, sheet) {
        return Judged::doubtful(p);
    }
    p += if best.labelled && !supplier { 0.08 } else { 0.0 };
    p += if best.times > 1 { 0.04 } else { 0.0 };
    Judged::at((p * read_factor(sheet.confidence(&best.span), false)).min(0.98))
}

/// Whether another house is named where the best supplier's name has no legal form and no label: in the legal mentions, or with
/// a legal form that is not the customer's. A brand and the house behind it are easily taken for one another.
pub fn is_disputed(names: &[Name]) -> bool {
    let Some(best) = names.first() else { return false };
    let other = |other: &Name| {
        let house = other.mentioned && other.supplier > -1.0
            || other.is_formed() && !best.is_formed() && other.supplier > 0.0 && other.customer < 0.5;
        house && !super::names::contains(&other.text, &best.text)
    };
    !best.mentioned && !best.labelled && names.iter().skip(1).any(other)
}

/// Whether a line or a web address gives a name with one or two other letters: `Hotel De Witt Zwaan`, `dewittezwaan.be`.
fn is_read_otherwise(name: &Name, sheet: &Sheet) -> bool {
    let own = super::names::essence(&name.text).concat();
    let differs = |other: &str| other != own && super::text::nearly(other, &own);
    if own.len() < 8 {
        return false;
    }
    let domains = super::party_names::domain_words(sheet);
    let ends = |domain: &String| {
        let from = own.len().saturating_sub(domain.len() + 1);
        let tail = own.get(from..).unwrap_or(&own);
        domain.len() >= 8 && !own.contains(domain.as_str()) && super::text::nearly(domain, tail)
    };
    domains.iter().any(|domain| differs(domain) || ends(domain))
        || sheet
            .runs
            .iter()
            .any(|run| differs(&super::names::essence(super::names::trim(&run.text)).concat()))
}

/// An identifier that passed its check digits. `rivals`: distinct ones on the same side, itself included.
pub fn identifier(id: &Id, rivals: usize, customer: bool) -> Judged {
    let mut p: f32 = if id.weak { 0.92 } else { 0.985 };
    p -= if id.repaired { 0.03 } else { 0.0 };
    // Where no check digit vouches for the letters, recognition must.
    p -= if id.weak && id.confidence < 0.85 { 0.05 } else { 0.0 };
    p -= if customer { 0.02 } else { 0.0 };
    if rivals > 1 {
        p -= 0.2;
    }
    Judged::at(p)
}

/// Means of payment.
pub fn means(found: &[Means], card: bool, iban: bool) -> Judged {
    let Some(best) = found.first() else { return Judged::at(0.0) };
    let second = found.get(1).map_or(0.0, |f| f.score);
    let mut p = 0.42 + 0.5 * best.score + 0.3 * (best.score - second).clamp(0.0, 0.3);
    p += 0.06;
    if best.means == "card" && card {
        p += 0.08;
    }
    if best.means == "transfer" && iban {
        p += 0.05;
    }
    Judged::at(p.min(0.98))
}
