//! The names of one side put together: the same name once, the fuller form before the brand, who draws a paper up for whom.

use super::names;
use super::parties::Name;

/// Names of one side, the same name once, the fuller form kept, best first.
pub(super) fn merge(names: &[Name], score: impl Fn(&Name) -> f32) -> Vec<Name> {
    let mut sorted: Vec<&Name> = names.iter().collect();
    sorted.sort_by(|a, b| score(b).total_cmp(&score(a)));
    let mut merged: Vec<Name> = Vec::new();
    let mut words: Vec<Vec<String>> = Vec::new();
    for name in sorted {
        let own = names::essence(&name.text);
        let known = words.iter().position(|known| names::same_words(known, &own));
        match known.and_then(|at| merged.get_mut(at).zip(words.get_mut(at))) {
            Some((known, words)) => {
                known.times += 1;
                known.labelled |= name.labelled;
                known.formed |= name.formed;
                known.mentioned |= name.mentioned;
                let fuller = names::has_form(&name.text) && !names::has_form(&known.text);
                // Capitals hide accents and ß.
                let plainer = super::kind::is_capitals(&known.text)
                    && !super::kind::is_capitals(&name.text)
                    && names::has_form(&name.text) == names::has_form(&known.text);
                if fuller || plainer {
                    known.text.clone_from(&name.text);
                    *words = own;
                }
            }
            None => {
                merged.push(name.clone());
                words.push(own);
            }
        }
    }
    // A brand in the letterhead, the full name in the footer: the full name is the supplier's.
    let fuller: Vec<(usize, usize)> = merged
        .iter()
        .enumerate()
        .flat_map(|(i, short)| merged.iter().enumerate().map(move |(j, long)| (i, short, j, long)))
        .filter(|(i, short, j, long)| {
            let within = || words.get(*j).zip(words.get(*i)).is_some_and(|(l, s)| names::has_words(l, s));
            i != j && is_fuller(long, short, score(long), within)
        })
        .map(|(i, _, j, _)| (i, j))
        .collect();
    for (short, long) in fuller {
        let Some(short) = merged.get(short).cloned() else { continue };
        let gain = score(&short).max(0.0);
        if let Some(name) = merged.get_mut(long) {
            // What stands with the first letters alone stands with the name.
            name.formed |= short.formed;
            name.mentioned |= short.mentioned;
            name.supplier = name.supplier.max(gain + 0.3);
            name.times += 1;
        }
    }
    // Printed time and again, in the letterhead and in the mentions.
    for name in &mut merged {
        name.supplier += 0.12 * (name.times - 1).min(3) as f32;
    }
    merged.sort_by(|a, b| score(b).total_cmp(&score(a)));
    merged.truncate(8);
    merged
}

/// Whether a name that scores so much is the full name of which another is a part, the brand or the first letters. `within`:
/// whether it holds all words of the other.
fn is_fuller(long: &Name, short: &Name, score: f32, within: impl Fn() -> bool) -> bool {
    if names::is_acronym(&short.text, &long.text) {
        return score > -1.5;
    }
    let formed = long.is_formed();
    if !formed && !long.labelled || names::has_form(&short.text) {
        return false;
    }
    let contains = within();
    // `Titulaire : Association Cap Sud`, and `Cap Sud` in the letterhead.
    let announced = || {
        let (words, own) = (names::essence(&long.text).len(), names::essence(&short.text).len());
        long.labelled && contains && own >= 2 && words == own + 1
    };
    formed && (contains && score > -1.5 || score > 0.5 && names::akin(&long.text, &short.text))
        || score > 0.5 && announced()
}

/// On statements drawn up by the payer, the labelled agent or employee is the supplier, the letterhead the customer.
pub(super) fn self_billed(suppliers: &mut [Name], customers: &mut Vec<Name>) {
    let Some(best) = suppliers.iter().position(|name| name.labelled && name.supplier > 1.0) else { return };
    if let Some(head) = suppliers.get_mut(..=best) {
        head.rotate_right(1);
    }
    let top = suppliers.first().map(|name| name.text.clone()).unwrap_or_default();
    customers.retain(|name| !names::same(&name.text, &top));
    let known = customers.first().is_some_and(|name| name.customer > 1.5 && name.labelled);
    let letterhead = suppliers.iter().skip(1).find(|name| name.supplier > 1.0 && !name.labelled);
    if let (false, Some(letterhead)) = (known, letterhead) {
        customers.insert(0, Name { customer: letterhead.supplier, ..letterhead.clone() });
    }
}
