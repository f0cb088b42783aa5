//! Means of payment and the digits of the card.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use liasse_domain::{Amount, DocumentKind};

use super::amounts::Candidate;
use super::labels::{Concept, Labels};
use super::sentences;
use super::text::{Run, Sheet};
use super::words as lists;

/// The means with their codes.
pub const MEANS: [&str; 6] = ["direct_debit", "meal_voucher", "card", "cheque", "cash", "transfer"];

/// A means of payment that the paper names.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its code.
    pub means: &'static str,
    /// Words that name it.
    pub span: Range<usize>,
    /// 0 to 1.
    pub score: f32,
}

/// Words of a run that name a means of payment.
pub struct Mention {
    /// The code of the means.
    pub means: &'static str,
    phrase: &'static str,
    /// Its place among the words of the run.
    at: usize,
    /// Its words.
    pub span: Range<usize>,
}

/// The folded words of a run, each with its token.
fn words_of(sheet: &Sheet, run: &Run) -> Vec<(String, usize)> {
    let token = |i: usize| {
        sheet.tokens.get(i).into_iter().flat_map(move |t| t.parts.iter().map(move |p| (p.clone(), i)))
    };
    run.tokens.clone().flat_map(token).collect()
}

/// Whether a phrase for a means of payment begins with a word.
fn opens(word: &str) -> bool {
    static OPENINGS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let phrases = |means| lists::section(&format!("means {means}")).iter();
    OPENINGS
        .get_or_init(|| MEANS.iter().flat_map(phrases).map(|phrase| lists::opening(phrase)).collect())
        .contains(word)
}

/// The first mention of each phrase.
fn mentions_in(words: &[(String, usize)]) -> Vec<Mention> {
    let mut found = Vec::new();
    if !words.iter().any(|(word, _)| opens(word)) {
        return found;
    }
    for means in MEANS {
        for phrase in lists::section(&format!("means {means}")) {
            let opening = lists::opening(phrase);
            if !words.iter().any(|(word, _)| word == opening) {
                continue;
            }
            let parts: Vec<&str> = phrase.split(' ').collect();
            let begins = |at: &usize| {
                parts.iter().enumerate().all(|(k, p)| words.get(at + k).is_some_and(|w| w.0 == *p))
            };
            let Some(at) = (0..words.len()).find(begins) else { continue };
            let (Some(first), Some(last)) = (words.get(at), words.get(at + parts.len() - 1)) else {
                continue;
            };
            found.push(Mention { means, phrase, at, span: first.1..last.1 + 1 });
        }
    }
    found
}

/// Every mention of a means of payment.
pub fn mentions(sheet: &Sheet) -> Vec<Mention> {
    sheet.runs.iter().flat_map(|run| mentions_in(&words_of(sheet, run))).collect()
}

/// The means, best first. On a receipt, the row that bears the total decides.
pub fn find(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    kind: DocumentKind,
    ttc: Option<Amount>,
) -> Vec<Found> {
    let till = matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip);
    if kind == DocumentKind::ExpenseReport {
        // Its lines tell how each expense was paid, not how the report is settled.
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    for run in &sheet.runs {
        let words = words_of(sheet, run);
        let row_numbers: Vec<&Candidate> = numbers.iter().filter(|n| n.row == run.row).collect();
        let left =
            run.tokens.start.checked_sub(1).and_then(|i| sheet.tokens.get(i)).filter(|t| t.row == run.row);
        for Mention { means, phrase, at, span } in mentions_in(&words) {
            let labelled = labels.on_row(run.row).iter().any(|l| {
                l.concept == Concept::Terms
                    && l.opens
                    && l.span.end <= span.start
                    && span.start - l.span.end < 14
                    && words.len() < 24
            });
            // `règlement par chèque accepté`: what one may do, not what was agreed.
            let sentence = sentences::around(sheet, span.start);
            let spoken = words.iter().filter(|w| sentence.contains(&w.1)).count();
            let general = words.iter().filter(|w| sentence.contains(&w.1)).any(|w| {
                matches!(
                    w.0.as_str(),
                    "accepte"
                        | "acceptes"
                        | "acceptant"
                        | "acceptent"
                        | "membre"
                        | "agree"
                        | "agreee"
                        | "possible"
                        | "pouvez"
                        | "kunt"
                        | "konnen"
                        | "may"
                        | "penalites"
                        | "retard"
                        | "korting"
                        | "escompte"
                        | "skonto"
                )
            });
            let opens = at == 0 && words.len() < 14;
            let under = labelled_above(sheet, labels, run.row, run.x0, run.x1);
            let bears_total = row_numbers.iter().any(|n| n.amount().is_some() && n.amount() == ttc);
            let paid = words.iter().take(at).any(|w| {
                matches!(
                    w.0.as_str(),
                    "regle"
                        | "paye"
                        | "payee"
                        | "reglee"
                        | "paiement"
                        | "payable"
                        | "acquittee"
                        | "acquitte"
                        | "betaald"
                        | "bezahlt"
                        | "gezahlt"
                        | "paid"
                        | "par"
                        | "per"
                        | "via"
                        | "by"
                        | "mit"
                        | "zahlung"
                        | "betaling"
                        | "pay"
                        | "payment"
                        | "sera"
                        | "seront"
                        | "wordt"
                        | "wird"
                )
            });
            let mut score: f32 = 0.35;
            let debited = means == "direct_debit"
                && words.iter().any(|w| matches!(w.0.as_str(), "compte" | "rekening" | "konto" | "account"));
            if debited {
                score = 0.8;
            }
            // `Montant prélevé à partir du 12/03/2026`: the sum, or the day on which it is taken.
            let dated = sheet.span(&(span.end..run.tokens.end)).iter().any(|token| {
                let digits = token.text.chars().filter(char::is_ascii_digit).count();
                let parts = token.text.trim_end_matches('.').matches(['/', '.', '-']).count();
                digits >= 4 && (parts == 2 || digits == 4)
            });
            if means == "direct_debit" && (bears_total || dated && spoken < 14) && !till {
                score = 0.85;
            }
            if general {
                score = 0.1;
            } else if labelled || under {
                score = 0.9;
            } else if till && bears_total {
                score = 0.92;
            } else if paid && !debited {
                score = 0.75;
            } else if opens && !till {
                score = 0.68;
            } else if till {
                score = 0.6;
            }
            if phrase.contains(' ') {
                score += 0.05;
            }
            // Long sentences speak of what one may do, or of what the law says.
            if spoken > 22 {
                score -= 0.3;
            } else if spoken > 12 && !labelled {
                score -= 0.1;
            }
            // In France the *domiciliation* is the bank's branch, in Belgium a direct debit.
            if phrase == "domiciliation" && !labelled {
                score = 0.3;
            }
            // `Domiciliation FR76 3000 …`: the account, in France as elsewhere.
            let account = sheet.tokens.get(span.end).is_some_and(|next| {
                let mut letters = next.text.chars();
                letters.by_ref().take(2).all(|c| c.is_ascii_uppercase())
                    && letters.next().is_some_and(|c| c.is_ascii_digit())
            });
            if phrase == "domiciliation" && account {
                score = 0.1;
            }
            // Words that mean something else out of context.
            let fickle = matches!(
                phrase,
                "bar"
                    | "card"
                    | "carte"
                    | "contant"
                    | "check"
                    | "transfer"
                    | "karte"
                    | "wire"
                    | "pin"
                    | "cb"
                    | "kaart"
                    | "cash"
                    | "incasso"
                    | "comptant especes"
            );
            if fickle && !labelled && !under && !paid && !bears_total {
                score -= if till { 0.15 } else { 0.25 };
            }
            if left.is_some_and(|t| t.parts.iter().any(|p| p == "pas" || p == "sauf")) {
                score -= 0.3;
            }
            found.push(Found { means, span, score: score.clamp(0.0, 1.0) });
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut distinct: Vec<Found> = Vec::new();
    for one in found {
        if !distinct.iter().any(|known| known.means == one.means) {
            distinct.push(one);
        }
    }
    distinct
}

/// A label of terms right above a cell.
fn labelled_above(sheet: &Sheet, labels: &Labels, row: usize, x0: f32, x1: f32) -> bool {
    let Some(own) = sheet.rows.get(row) else { return false };
    let height = (own.y1 - own.y0).max(4.0);
    (row.saturating_sub(2)..row).any(|index| {
        sheet.rows.get(index).is_some_and(|above| above.page == own.page && own.y0 - above.y1 < 2.0 * height)
            && labels
                .on_row(index)
                .iter()
                .any(|l| l.concept == Concept::Terms && l.opens && l.extent.x0 < x1 && l.extent.x1 > x0)
    })
}

/// The last four digits of a card: behind stars, crosses or points, or behind words that announce them.
pub fn card_digits(sheet: &Sheet) -> Option<(String, Range<usize>)> {
    for row in &sheet.rows {
        let mut masked: Option<usize> = None;
        // A loyalty card is no means of payment.
        let loyalty = sheet.span(&row.tokens).iter().flat_map(|token| token.parts.iter()).any(|part| {
            matches!(
                part.as_str(),
                "fidelite"
                    | "fid"
                    | "loyalty"
                    | "klantenkaart"
                    | "getrouwheid"
                    | "spaarkaart"
                    | "kundenkarte"
                    | "bonuskarte"
                    | "points"
            )
        });
        if loyalty {
            continue;
        }
        for at in row.tokens.clone() {
            let Some(token) = sheet.tokens.get(at) else { continue };
            // `débité de votre compte n° •••• 4424`: an account.
            let before = sheet.span(&(at.saturating_sub(5).max(row.tokens.start)..at));
            let of_account = before
                .iter()
                .flat_map(|token| &token.parts)
                .any(|part| matches!(part.as_str(), "compte" | "rekening" | "konto" | "account" | "iban"));
            if of_account {
                continue;
            }
            let text =
                token.text.trim_matches(|c: char| matches!(c, '.' | '…' | ',' | ')' | '(' | ':' | ';'));
            // `Bancontact ...7740`
            let dotted = token.text.starts_with("..") || token.text.starts_with('…');
            let masks = text.chars().filter(|c| matches!(c, '*' | '•' | '●' | '#' | '·')).count();
            let crosses = text.chars().take_while(|c| matches!(c, 'X' | 'x')).count();
            let digits: String = text
                .chars()
                .rev()
                .take_while(char::is_ascii_digit)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let starred = masks == 1 && text.starts_with('*') && text.len() == 5;
            let hidden = masks >= 2
                || starred
                || dotted && text.len() == 4
                || (crosses >= 4 || crosses >= 1 && masked.is_some())
                || text.chars().all(|c| matches!(c, 'X' | 'x' | '.' | '…')) && text.chars().count() >= 3;
            if hidden && digits.len() == 4 {
                return Some((digits, at..at + 1));
            }
            if hidden && digits.is_empty() {
                masked = Some(at);
                continue;
            }
            let plain = digits.len() == 4 && text.len() == 4;
            if let (true, Some(start)) = (plain, masked) {
                return Some((digits, start..at + 1));
            }
            if plain && announced(sheet, at, row.tokens.start) {
                return Some((digits, at..at + 1));
            }
            masked = None;
        }
    }
    None
}

fn announced(sheet: &Sheet, at: usize, start: usize) -> bool {
    let before: Vec<&str> = sheet
        .span(&(at.saturating_sub(6).max(start)..at))
        .iter()
        .flat_map(|t| t.parts.iter().map(String::as_str))
        .collect();
    let text = before.join(" ");
    [
        "se terminant par",
        "terminant par",
        "finissant par",
        "ending in",
        "ending with",
        "ending",
        "eindigend op",
        "eindigt op",
        "endet auf",
        "endend auf",
        "derniers chiffres",
    ]
    .iter()
    .any(|p| text.ends_with(p))
        // `Visa – 2228`, `Mastercard 4825`: the brand and four digits at the line's end or before a mark.
        || before
            .last()
            .is_some_and(|brand| matches!(*brand, "visa" | "mastercard" | "maestro" | "amex" | "bancontact"))
            && sheet.tokens.get(at + 1).is_none_or(|next| {
                next.run != sheet.tokens.get(at).map_or(usize::MAX, |token| token.run) || next.parts.is_empty()
            })
}
