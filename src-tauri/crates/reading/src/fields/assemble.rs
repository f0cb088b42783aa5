//! From candidates to a reading: runs the choosers in the order of their dependence and judges each value.

use std::ops::Range;

use liasse_domain::{
    Amount, Country, DocumentKind, FieldName, FieldReading, FieldValue, Finding, LineItem, Reading, Reason,
};

use super::assemble_bank::{put_bank, put_payment};
use super::assemble_head::{put_dates, put_number};
use super::assemble_more::put_more;
use super::assemble_parties::put_parties;
use super::assemble_totals::{lines_by_rate, put_currency, put_scheme, put_totals};
use super::identifiers::{Candidate as Id, Identifier};
use super::judge::{self, Judged};
use super::labels::{Concept, Labels};
use super::memory::{Hit, Remembered};
use super::met::Met;
use super::opinion::{self, Opinion};
use super::parties::Parties;
use super::reasons::{self, explain};
use super::roles::Figure;
use super::text::Sheet;
use super::totals::{Pick, Setting, Totals};
use super::{
    Context, amounts, column_sums, dates, day_places, identifiers, kind, lines, parties, rates, roles,
    scheme, second, second_kind, second_parties, settle, sum_rows, totals,
};

/// All that was found on one document.
pub(super) struct Work<'a> {
    pub sheet: &'a Sheet,
    pub labels: Labels,
    pub dates: Vec<dates::Candidate>,
    pub ids: Vec<Id>,
    pub numbers: Vec<amounts::Candidate>,
    pub figures: Vec<Figure>,
    pub kind: DocumentKind,
    /// The run of its title.
    pub title: Option<usize>,
    /// The mention of a scheme without tax.
    pub mention: Option<scheme::Mention>,
    pub country: Option<Country>,
    pub parties: Parties,
    /// What the learned weights say.
    pub opinion: Opinion,
    /// How rules and weights met over the supplier.
    pub met_supplier: Met,
    /// The same of the customer.
    pub met_customer: Met,
    /// What corrections taught about the papers of this supplier.
    pub memory: Remembered<'a>,
    /// Amounts raised because they stand where totals were taught.
    pub raised: Vec<(FieldName, Hit)>,
}

impl Work<'_> {
    pub fn till(&self) -> bool {
        matches!(self.kind, DocumentKind::Receipt | DocumentKind::CardSlip)
    }
    /// The words that bear a pick.
    pub fn span_of(&self, pick: &Pick) -> Option<Range<usize>> {
        let figure = self.figures.get(pick.figure?)?;
        self.numbers.get(figure.index).map(|number| number.span.clone())
    }
}

/// Everything on a laid-out document, before anything is chosen but the parties. What was learned of the supplier is not yet
/// asked.
struct Gathered<'a> {
    work: Work<'a>,
    /// Words of dates and identifiers.
    taken: Vec<Range<usize>>,
    title: kind::Found,
}

fn gather<'a>(sheet: &'a Sheet, context: &Context) -> Gathered<'a> {
    let labels = Labels::of(sheet);
    let mut dates = dates::find(sheet);
    let ids: Vec<Id> =
        identifiers::find(sheet).into_iter().filter(|id| plausible(sheet, &labels, id)).collect();
    let mut taken: Vec<Range<usize>> = dates.iter().map(|date| date.span.clone()).collect();
    taken.extend(ids.iter().map(|id| id.span.clone()));
    let numbers = amounts::find(sheet, &taken);
    let title = kind::find(sheet, &labels);
    let parties = parties::find(sheet, &labels, &ids, title.kind, context);
    let country = parties.country.map(|(country, _)| country);
    if country.as_ref().map(Country::code) == Some("US") {
        // American papers put the month first.
        dates.iter_mut().for_each(|date| date.date = date.swapped.unwrap_or(date.date));
    }
    let mut figures = roles::weigh(sheet, &labels, &numbers, false);
    sum_rows::raise(&mut figures, country);
    sum_rows::end_in_their_sum(&mut figures, country);
    column_sums::raise(&mut figures, &numbers);
    disown_listed(sheet, &labels, &dates, &mut figures);
    let work = Work {
        sheet,
        labels,
        dates,
        ids,
        numbers,
        figures,
        kind: title.kind,
        title: title.run,
        mention: scheme::find(sheet),
        country,
        parties,
        opinion: Opinion::default(),
        met_supplier: Met::Unheard,
        met_customer: Met::Unheard,
        memory: Remembered::default(),
        raised: Vec::new(),
    };
    Gathered { work, taken, title }
}

/// The places of a laid-out document that the second opinion weighs.
pub(super) fn places(sheet: &Sheet) -> opinion::Places {
    if sheet.tokens.is_empty() {
        return opinion::Places::default();
    }
    let Gathered { work, taken, .. } = gather(sheet, &Context::default());
    opinion::places(&work, &taken)
}

/// Reads a laid-out document.
pub(super) fn assemble<'a>(sheet: &'a Sheet, context: &'a Context) -> (Reading, Vec<Finding>) {
    let Gathered { mut work, taken, title } = gather(sheet, context);
    work.opinion = Opinion::of(&work, &taken);
    second_parties::weigh_parties(&mut work, context);
    second_kind::weigh_vat_numbers(&mut work, context);
    second::raise_totals(&mut work);
    let country = work.country;
    work.memory = Remembered::of(&work.ids, &work.parties, context);
    work.raised = work.memory.raise(sheet, &work.numbers, &mut work.figures);
    let mut reading = Reading::default();
    let mut findings = Vec::new();

    let mention = work.mention;
    let printed = rates::find(sheet, &work.labels, &work.numbers, &work.figures, country);
    let setting = Setting { country, untaxed: mention.is_some(), till: work.till() };
    let mut totals = totals::choose(&work.figures, &printed, setting);
    if totals.ttc.is_none() {
        // `Montant HT · TVA 2,10 % · Montant TTC` over one line: the line is the total.
        let figures = roles::weigh(sheet, &work.labels, &work.numbers, true);
        let printed = rates::find(sheet, &work.labels, &work.numbers, &figures, country);
        let open = totals::choose(&figures, &printed, setting);
        if open.grounds.closes {
            (work.figures, totals) = (figures, open);
        }
    }
    let met_total = second::weigh_total(&mut work, &printed, setting, &mut totals);
    let met_total = second::weigh_base(&work, &totals, met_total);
    let mut settlement = settle::settle(&work.figures, &mut totals, work.till());
    put_kind(&mut work, &mut reading, &title, &totals);
    if work.country.is_none() {
        // Nothing names the country: the language and the rates together do.
        work.parties.country =
            super::language::country_of(sheet, &totals.lines).map(|country| (country, 0.8));
        work.country = work.parties.country.map(|(country, _)| country);
    }
    let items = lines::find(sheet, &work.labels, &work.numbers, &work.figures, &totals, work.kind);
    totals.grounds.itemised = is_itemised(&items, &totals);
    // Packaging that the total without tax holds was sold with the goods, and is not owed beside them.
    if totals.grounds.itemised && !settlement.closes {
        settlement.without_sold(&items, &totals);
    }
    if totals.lines.is_empty() {
        totals.lines = lines_by_rate(&items, &totals);
    }
    put_totals(&work, &mut reading, &totals, &settlement, met_total);
    put_scheme(&work, &mut reading, mention, &totals);
    put_currency(&work, &mut reading, &totals);
    put_dates(&work, &mut reading);
    put_number(&work, &mut reading, &taken);
    put_parties(&work, &mut reading, context);
    put_bank(&work, &mut reading);
    put_payment(&work, &mut reading, &totals);
    work.memory.settle(&mut reading);
    put_more(&work, &mut reading, &title, mention);
    reasons::finish(&mut reading);
    reading.line_items = items;
    findings.extend(due_finding(&reading));
    if let (Some(ht), Some(vat), Some(ttc)) = (totals.ht, totals.vat, totals.ttc) {
        let outside =
            totals.outside.filter(|_| !totals.outside_is_deposit).map_or(Amount::ZERO, |pick| pick.amount);
        if ht.amount + vat.amount + outside != ttc.amount {
            findings.push(Finding::warning(
                "totals_do_not_close",
                format!(
                    "{} without tax and {} of tax do not make {}; check the three totals",
                    ht.amount, vat.amount, ttc.amount
                ),
            ));
        }
    }
    (reading, findings)
}

/// Whether two lines or more sum to the total without tax.
fn is_itemised(items: &[LineItem], totals: &totals::Totals) -> bool {
    let sum: Option<Amount> = items.iter().map(|item| item.amount).sum();
    items.len() >= 2 && sum.is_some() && sum == totals.ht.map(|pick| pick.amount)
}

/// The amounts of a list of other papers, each with its day: a statement of account, the instalments to come.
fn disown_listed(sheet: &Sheet, labels: &Labels, dates: &[dates::Candidate], figures: &mut [Figure]) {
    let rows: Vec<usize> =
        dates.iter().filter(|date| day_places::is_listed(sheet, dates, date)).map(|date| date.row).collect();
    let announced = |row: usize| labels.on_row(row).iter().any(|label| label.opens && label.weight > 0.6);
    let listed =
        |figure: &&mut Figure| !figure.in_lines && rows.contains(&figure.row) && !announced(figure.row);
    for figure in figures.iter_mut().filter(listed) {
        figure.roles.values_mut().for_each(|weight| *weight *= 0.2);
        figure.roles.insert(Concept::Foreign, 0.8);
    }
}

/// What is to be paid is the total with the deposits and without what was paid; else the user is told.
fn due_finding(reading: &Reading) -> Option<Finding> {
    let amount = |name: FieldName| reading.amount(name);
    let (ttc, due) = (amount(FieldName::TotalTtc)?, amount(FieldName::AmountDue)?);
    let deposit = amount(FieldName::DepositAmount).unwrap_or(Amount::ZERO);
    let prepaid = amount(FieldName::Prepaid).unwrap_or(Amount::ZERO);
    let closes = [ttc + deposit - prepaid, ttc - deposit - prepaid].contains(&due);
    // Without either part the gap is another invoice's balance, or a payment that the paper does not print.
    (!closes).then(|| {
        let said = format!(
            "{ttc} with {deposit} of deposits less {prepaid} paid is not the {due} to be paid; check these amounts"
        );
        Finding::warning("amount_due_does_not_close", said)
    })
}

/// Whether a weak identifier has something else that speaks for it: a label on its row, its usual grouping, a longer
/// identifier that holds it.
fn plausible(sheet: &Sheet, labels: &Labels, id: &Id) -> bool {
    // An EORI number is made of a VAT number and is none (Regulation 952/2013, art. 9).
    let before = id.span.start.checked_sub(1).and_then(|at| sheet.tokens.get(at));
    if before.is_some_and(|token| token.row == id.row && token.parts.iter().any(|part| part == "eori")) {
        return false;
    }
    if !id.weak {
        return true;
    }
    let labelled = labels.on_row(id.row).iter().any(|label| {
        matches!(label.concept, Concept::Siren | Concept::VatNumber | Concept::Vat)
            && label.span.start <= id.span.start
            && id.span.start < label.span.end + 6
    });
    let phone = labels.on_row(id.row).iter().any(|label| {
        label.concept == Concept::Phone
            && label.span.end <= id.span.start
            && id.span.start < label.span.end + 4
            && !labels.on_row(id.row).iter().any(|l| {
                matches!(l.concept, Concept::Siren | Concept::VatNumber | Concept::Vat)
                    && l.span.start >= label.span.end
                    && l.span.start <= id.span.start
            })
    });
    let text = sheet.words(&id.span);
    let dotted = text.matches('.').count() == 2 && text.chars().filter(char::is_ascii_digit).count() >= 9;
    match &id.identifier {
        Identifier::Vat(vat) => {
            let prefixed = text.to_uppercase().contains(vat.as_str().get(..2).unwrap_or("  "));
            // `RO-120` is an article.
            let long = vat.as_str().chars().filter(char::is_ascii_digit).count() >= 7;
            !phone && (labelled || dotted || prefixed && long)
        }
        _ => (labelled || headed(labels, id)) && !phone,
    }
}

/// Whether `Siren` stands alone on the line over a number, in its column.
fn headed(labels: &Labels, id: &Id) -> bool {
    let height = (id.extent.y1 - id.extent.y0).max(4.0);
    (id.row.saturating_sub(3)..id.row).any(|row| {
        labels.on_row(row).iter().any(|label| {
            label.concept == Concept::Siren
                && label.alone
                && (label.extent.x0 - id.extent.x0).abs() < 0.8 * height
                && (-0.5 * height..1.3 * height).contains(&(id.extent.y0 - label.extent.y1))
        })
    })
}

/// Field with its evidence.
pub(super) fn put(
    work: &Work,
    reading: &mut Reading,
    name: FieldName,
    value: FieldValue,
    span: Option<&Range<usize>>,
    judged: Judged,
) {
    let evidence = span.and_then(|span| work.sheet.evidence(span)).map(|evidence| {
        let method = if judged.computed { liasse_domain::Method::Computed } else { evidence.method };
        liasse_domain::Evidence { method, ..evidence }
    });
    reading.fields.insert(
        name,
        FieldReading {
            value,
            evidence,
            confidence: liasse_domain::Confidence::new(judged.confidence),
            sure: judged.sure(),
            alternatives: Vec::new(),
            reasons: reasons::of_place(work, name, span, judged),
        },
    );
}

/// Adds an alternative to a field.
pub(super) fn also(
    work: &Work,
    reading: &mut Reading,
    name: FieldName,
    value: FieldValue,
    span: Option<&Range<usize>>,
    confidence: f32,
) {
    let evidence = span.and_then(|span| work.sheet.evidence(span));
    if let Some(field) = reading.fields.get_mut(&name) {
        let known = field.value == value || field.alternatives.iter().any(|other| other.value == value);
        if !known && field.alternatives.len() < 5 {
            field.alternatives.push(liasse_domain::Candidate {
                value,
                evidence,
                confidence: liasse_domain::Confidence::new(confidence),
            });
        }
    }
}

fn put_kind(work: &mut Work, reading: &mut Reading, title: &kind::Found, totals: &Totals) {
    let negative =
        totals.ttc.and_then(|pick| pick.figure).and_then(|i| work.figures.get(i)).is_some_and(|f| f.negative);
    // The label of the number names the kind where no title does.
    let (numbered, credited) = kind::numbers_named(work.sheet, &work.labels);
    let totalled = totals.ttc.is_some_and(|pick| pick.role >= 0.6) && totals.ht.is_some();
    let (mut found, mut confidence) = (title.kind, title.confidence);
    if title.run.is_none() && title.confidence == 0.0 {
        // No title: a number and totals that close make an invoice.
        let closes = totals.grounds.closes || totals.grounds.lines_close;
        (found, confidence) = match (numbered, closes || totalled && numbered) {
            (_, true) if credited => (DocumentKind::CreditNote, 0.7),
            // `Facture n° 12` and sums that close leave no doubt; sums that are merely labelled leave some.
            (true, true) if closes => (DocumentKind::Invoice, 0.92),
            (true, true) => (DocumentKind::Invoice, 0.7),
            (false, true) => (DocumentKind::Invoice, 0.5),
            _ => (DocumentKind::Other, 0.4),
        };
    }
    // `Livraison` or `Contrat` in the head, and yet the number is an invoice's and its sums close.
    if found == DocumentKind::Other
        && confidence < 0.9
        && numbered
        && (totals.grounds.closes || totals.grounds.lines_close)
    {
        (found, confidence) = (DocumentKind::Invoice, 0.7);
    }
    if found == DocumentKind::Invoice && negative {
        (found, confidence) = (DocumentKind::CreditNote, 0.6);
    }
    if matches!(found, DocumentKind::Invoice | DocumentKind::CreditNote) && title.run.is_some() {
        // The totals and the label of the number say so too.
        let agrees =
            numbered && (totals.grounds.closes || totals.grounds.lines_close || totals.grounds.untaxed);
        confidence += if agrees { 0.06 } else { 0.0 };
    }
    let (ruled, met) = (found, second_kind::weigh_kind(work, found));
    if let (Met::Replaced(_), Some(kind)) = (met, second_kind::kind_of(work)) {
        found = kind;
    }
    work.kind = found;
    let span = title.run.and_then(|run| work.sheet.runs.get(run)).map(|run| run.tokens.clone());
    let mut judged = judge::kind(confidence, title, &work.sheet.frames);
    // `Relevé`, `Contrat` in the head, the number of an invoice and taxes that close: one of them misleads.
    if found == DocumentKind::Other && numbered && (totals.grounds.closes || totals.grounds.lines_close) {
        judged = Judged::doubtful(judged.confidence);
    }
    let judged = met.judge_kind(judged);
    put(work, reading, FieldName::DocType, FieldValue::Kind(found), span.as_ref(), judged);
    let printed = title.run.filter(|_| found == ruled).and_then(|run| work.sheet.runs.get(run));
    let printed = printed.map(|run| run.text.clone());
    explain(reading, FieldName::DocType, printed.map(|title| Reason::Title { title }));
    if let Some((rival, score)) = title.rival {
        also(work, reading, FieldName::DocType, FieldValue::Kind(rival), None, score * 0.5);
    }
    if !matches!(met, Met::Agree(_)) {
        let other = if found == ruled { second_kind::kind_of(work) } else { Some(ruled) };
        if let Some(other) = other.filter(|other| *other != found) {
            also(work, reading, FieldName::DocType, FieldValue::Kind(other), None, 0.4);
        }
    }
}
