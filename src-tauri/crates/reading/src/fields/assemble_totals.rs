//! The values that belong to the totals: amounts, tax per rate, scheme of tax, currency.

use std::ops::Range;

use liasse_domain::{Amount, Currency, FieldName, FieldValue, Reading, Reason, VatLine, VatRate, VatScheme};

use super::assemble::{Work, also, put};
use super::judge::{self, Judged};
use super::labels::Concept;
use super::met::Met;
use super::reasons::{explain, explain_first, of_totals};
use super::settle::Settlement;
use super::totals::{Pick, Totals};
use super::{amounts, language, scheme};

pub(super) fn put_totals(
    work: &Work,
    reading: &mut Reading,
    totals: &Totals,
    settlement: &Settlement,
    met: Met,
) {
    let ocr = |pick: &Pick| work.span_of(pick).map_or(1.0, |span| work.sheet.confidence(&span));
    let closing = !contradictory(totals);
    let mut amount = |name: FieldName, pick: Option<Pick>, judged: Judged| {
        if let Some(pick) = pick {
            let span = work.span_of(&pick).or_else(|| totals.ttc.and_then(|ttc| work.span_of(&ttc)));
            let taught = work.raised.iter().find(|(raised, _)| *raised == name).map(|(_, hit)| hit);
            let agrees = taught.is_some_and(|hit| hit.value == FieldValue::Amount(pick.amount));
            let judged = met.judge_total(name, totals.grounds.closes, judged, ocr(&pick));
            let (judged, learned) = match taught {
                Some(hit) if agrees && closing => hit.weigh(judged, true),
                // The arithmetic decides; that it decided otherwise is put to the user.
                Some(_) => (Judged::doubtful(judged.confidence), vec![Reason::AgainstLearned]),
                None => (judged, Vec::new()),
            };
            put(work, reading, name, FieldValue::Amount(pick.amount), span.as_ref(), judged);
            if let Some(hit) = taught.filter(|_| !agrees) {
                also(work, reading, name, hit.value.clone(), Some(&hit.span), 0.5);
            }
            explain_first(reading, name, learned);
            explain(reading, name, of_totals(totals, pick));
        }
    };
    let read = |pick: Option<Pick>| pick.map_or(1.0, |pick| ocr(&pick));
    amount(FieldName::TotalTtc, totals.ttc, judge::ttc(totals, work.till(), read(totals.ttc)));
    amount(FieldName::TotalHt, totals.ht, judge::part(totals, totals.ht, work.till(), read(totals.ht)));
    amount(FieldName::TotalVat, totals.vat, judge::part(totals, totals.vat, work.till(), read(totals.vat)));
    let base = judge::ttc(totals, work.till(), 1.0);
    amount(FieldName::AmountDue, settlement.due, judge::due(settlement, base));
    amount(FieldName::Prepaid, settlement.prepaid, judge::settled(settlement, base));
    amount(FieldName::DepositAmount, settlement.deposit, judge::settled(settlement, base));
    for rival in &totals.rivals {
        let span = work.span_of(rival);
        also(
            work,
            reading,
            FieldName::TotalTtc,
            FieldValue::Amount(rival.amount),
            span.as_ref(),
            0.3 * rival.role,
        );
    }
    for (name, concept) in [
        (FieldName::TotalHt, Concept::Ht),
        (FieldName::TotalVat, Concept::Vat),
        (FieldName::AmountDue, Concept::Due),
    ] {
        let mut others: Vec<_> =
            work.figures.iter().filter(|figure| figure.role(concept) >= 0.3 && !figure.in_lines).collect();
        others.sort_by(|a, b| b.role(concept).total_cmp(&a.role(concept)));
        for other in others {
            let span = work.numbers.get(other.index).map(|number| &number.span);
            also(work, reading, name, FieldValue::Amount(other.amount), span, 0.2 * other.role(concept));
        }
    }
    if !totals.lines.is_empty() {
        reading.vat_lines = totals.lines.clone();
        let judged = met.judge_total(
            FieldName::TotalVat,
            totals.grounds.closes,
            judge::vat_lines(totals, work.till()),
            1.0,
        );
        reading.vat_lines_sure = judged.sure();
        reading.vat_lines_evidence = totals
            .lines_number
            .and_then(|index| work.numbers.get(index))
            .and_then(|number| work.sheet.evidence(&number.span));
    }
}

/// Whether three printed totals do not make a sum.
fn contradictory(totals: &Totals) -> bool {
    let (Some(ht), Some(vat), Some(ttc)) = (totals.ht, totals.vat, totals.ttc) else { return false };
    let outside =
        totals.outside.filter(|_| !totals.outside_is_deposit).map_or(Amount::ZERO, |pick| pick.amount);
    ht.amount + vat.amount + outside != ttc.amount
}

/// The tax per rate from the lines of the document, where they sum to the totals.
pub(super) fn lines_by_rate(items: &[liasse_domain::LineItem], totals: &Totals) -> Vec<VatLine> {
    let (Some(ht), Some(vat)) = (totals.ht, totals.vat) else { return Vec::new() };
    let mut bases: Vec<(VatRate, Amount)> = Vec::new();
    for item in items {
        let (Some(rate), Some(amount)) = (item.vat_rate, item.amount) else { return Vec::new() };
        match bases.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, base)) => *base += amount,
            None => bases.push((rate, amount)),
        }
    }
    let lines: Vec<VatLine> = bases
        .iter()
        .map(|(rate, base)| VatLine { rate: *rate, base: *base, amount: rate.tax_on(*base) })
        .collect();
    let base: i64 = lines.iter().map(|line| line.base.cents()).sum();
    let tax: i64 = lines.iter().map(|line| line.amount.cents()).sum();
    let closes =
        (base - ht.amount.cents()).abs() <= 2 && (tax - vat.amount.cents()).abs() <= lines.len() as i64;
    if !closes || vat.amount.is_zero() {
        return Vec::new();
    }
    let mut lines = lines;
    lines.sort_by_key(|line| line.rate);
    lines
}

pub(super) fn put_scheme(
    work: &Work,
    reading: &mut Reading,
    mention: Option<scheme::Mention>,
    totals: &Totals,
) {
    let vat = totals.vat.map(|pick| pick.amount.cents());
    let span = mention.and_then(|m| work.sheet.runs.get(m.run)).map(|run| run.tokens.clone());
    let taxed = vat.is_some_and(|cents| cents > 0);
    // `Opération exonérée de TVA`, and a tax that no rate of VAT explains: the tax on insurance (CGI art. 991).
    let g = totals.grounds;
    let rated = totals
        .vat
        .and_then(|pick| pick.figure)
        .and_then(|i| work.figures.get(i))
        .is_some_and(|f| f.rate.is_some());
    let exempt = mention.is_some_and(|mention| mention.scheme == VatScheme::Exempt);
    let other_tax = exempt && !rated && totals.lines.is_empty() && !g.one_rate && !g.lines_close;
    let (value, judged) = match (taxed && !other_tax, mention) {
        (true, _) => (VatScheme::Standard, judge::scheme_taxed(totals)),
        (false, Some(mention)) => (mention.scheme, judge::scheme_mention(&mention, totals)),
        (false, None) if work.till() => (VatScheme::Standard, Judged::doubtful(0.7)),
        (false, None) if vat == Some(0) => {
            // No tax and no reason: abroad it is an export to us, at home an exemption; neither is sure.
            let outside_union = work.country.is_some_and(|country| !country.is_eu());
            (if outside_union { VatScheme::Export } else { VatScheme::Exempt }, Judged::doubtful(0.45))
        }
        _ => return,
    };
    let span = if taxed { totals.vat.and_then(|pick| work.span_of(&pick)) } else { span };
    put(work, reading, FieldName::VatScheme, FieldValue::Scheme(value), span.as_ref(), judged);
}

pub(super) fn put_currency(work: &Work, reading: &mut Reading, totals: &Totals) {
    let mut counts: Vec<(Currency, usize, Range<usize>)> = Vec::new();
    for number in &work.numbers {
        if let Some(currency) = number.currency {
            match counts.iter_mut().find(|c| c.0 == currency) {
                Some(count) => count.1 += 1,
                None => counts.push((currency, 1, number.span.clone())),
            }
        }
    }
    // A currency may stand alone: `Montants en EUR`, `TOTAL GBP`.
    if counts.is_empty() {
        for (index, token) in work.sheet.tokens.iter().enumerate() {
            if let Some(currency) = amounts::currency_of(&token.text) {
                counts.push((currency, 1, index..index + 1));
                break;
            }
        }
    }
    counts.sort_by_key(|count| std::cmp::Reverse(count.1));
    let of_total = totals
        .ttc
        .and_then(|pick| pick.figure)
        .and_then(|i| work.figures.get(i))
        .and_then(|f| work.numbers.get(f.index))
        .and_then(|n| n.currency.map(|c| (c, n.span.clone())));
    let euro_land = work.country.is_some_and(|c| {
        matches!(c.code(), "FR" | "BE" | "NL" | "DE" | "LU" | "ES" | "IT" | "PT" | "AT" | "IE" | "FI")
    });
    let single = counts.len() == 1;
    let (currency, span, judged) = match (of_total, counts.first()) {
        (Some((currency, span)), _) => (currency, Some(span), Judged::at(if single { 0.99 } else { 0.93 })),
        (None, Some((currency, _, span))) => {
            (*currency, Some(span.clone()), Judged::at(if single { 0.97 } else { 0.8 }))
        }
        (None, None) if euro_land && totals.ttc.is_some() => {
            (Currency::EUR, None, Judged { computed: true, ..Judged::at(0.93) })
        }
        // Nothing names a country: most who write so pay in euros.
        (None, None)
            if work.country.is_none() && totals.ttc.is_some() && language::is_of_the_euro(work.sheet) =>
        {
            (Currency::EUR, None, Judged { computed: true, ..Judged::doubtful(0.8) })
        }
        _ => return,
    };
    put(work, reading, FieldName::Currency, FieldValue::Currency(currency), span.as_ref(), judged);
    for (other, _, span) in counts.iter().filter(|c| c.0 != currency) {
        also(work, reading, FieldName::Currency, FieldValue::Currency(*other), Some(span), 0.1);
    }
}
