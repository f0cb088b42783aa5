//! What it is worth that rules and learned weights name the same value, or different ones.

use liasse_domain::FieldName;

use super::judge::Judged;
use super::opinion::Weighed;

/// From which a total that the weights put in place of the rules' is as sure as the sums that it closes.
const ALONE_SURE: f32 = 0.96;
/// Probability of its letters from which a word is as good as one that was not recognised but read.
const LEGIBLE: f32 = 0.97;
/// What agreement makes of a confidence at least.
const AGREED: f32 = 0.95;
/// A supplier on whom both agree is sure from here; a brand and a house, a name and half of it are easily taken for one
/// another.
const NAME_SURE: f32 = 0.97;
/// One below is not, whatever the rules think: of 27 between 0.5 and 0.8 that neither had met, 6 were wrong; of 27 between 0.8 and 0.9, none.
const NAME_FAINT: f32 = 0.8;
/// The same for a name with a legal form, or on a till's slip, which bears no other.
const NAME_DIM: f32 = 0.5;
/// A kind on which both agree is sure from here.
const KIND_SURE: f32 = 0.8;
/// From which lead on the rules' customer is in doubt.
pub(super) const CUSTOMER_DOUBT: f32 = 0.0;

/// How the two met over one value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Met {
    /// Nothing was weighed.
    Unheard,
    /// Both name the same value; how probable the weights call it.
    Agree(f32),
    /// The rules' value stays, though the weights name another: by how much they prefer it, in log-odds.
    Disputed(f32),
    /// The value that the weights name took the place of the rules'; how probable.
    Replaced(f32),
}

pub(super) fn log_odds(probability: f32) -> f32 {
    let p = probability.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

/// What the weights name against the rules' value, which is `own` probable.
pub(super) fn met(best: Option<&Weighed>, own: Option<f32>, agrees: bool, lead: f32, floor: f32) -> Met {
    match (best, own) {
        (None, _) => Met::Unheard,
        (Some(best), Some(_)) if agrees => Met::Agree(best.probability),
        (Some(best), Some(own)) => {
            let ahead = log_odds(best.probability) - log_odds(own);
            if ahead >= lead && best.probability >= floor {
                Met::Replaced(best.probability)
            } else {
                Met::Disputed(ahead)
            }
        }
        (Some(best), None) if best.probability >= floor => Met::Replaced(best.probability),
        (Some(_), None) => Met::Unheard,
    }
}

/// What is known of a supplier's name beside where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Owner {
    /// It alone stands beside the numbers of the company that sells, which no preference for a brand puts in doubt.
    pub numbered: bool,
    /// It bears a legal form, or it stands on a till's slip.
    pub formed: bool,
}

impl Met {
    /// What the meeting makes of what the rules judged, where agreement proves a value. `read`: probability that every letter
    /// is right; no agreement over the place mends a letter.
    pub fn judge(self, own: Judged, read: f32) -> Judged {
        let legible = read >= LEGIBLE;
        match self {
            Met::Unheard => own,
            Met::Agree(_) if legible => Judged { confidence: own.confidence.max(AGREED), ..own },
            Met::Agree(_) => own,
            Met::Disputed(_) => Judged { computed: own.computed, ..Judged::doubtful(own.confidence) },
            Met::Replaced(probability) => Judged::doubtful(probability),
        }
    }

    /// The same for a customer's name, of which the weights know less.
    pub fn judge_customer(self, own: Judged, read: f32) -> Judged {
        match self {
            Met::Disputed(ahead) if ahead < CUSTOMER_DOUBT => own,
            Met::Agree(probability) if probability < NAME_SURE => own,
            _ => self.judge(own, read),
        }
    }

    /// The same for a supplier's name.
    pub fn judge_supplier(self, own: Judged, read: f32, name: Owner) -> Judged {
        let Owner { numbered, formed } = name;
        let faint = if formed { NAME_DIM } else { NAME_FAINT };
        match self {
            Met::Agree(_) | Met::Disputed(_) if numbered => Met::Agree(1.0).judge(own, read),
            Met::Agree(probability) if probability >= NAME_SURE => self.judge(own, read),
            Met::Agree(probability) if probability < faint => Judged::doubtful(own.confidence),
            Met::Agree(_) => own,
            Met::Unheard | Met::Disputed(_) | Met::Replaced(_) => self.judge(own, read),
        }
    }

    /// The same for the kind of the paper: no letter of it needs to be right.
    pub fn judge_kind(self, own: Judged) -> Judged {
        match self {
            Met::Agree(probability) if probability < KIND_SURE => own,
            _ => self.judge(own, 1.0),
        }
    }

    /// What the meeting over the total makes of the three totals. `closes`: they make a sum.
    pub fn judge_total(self, name: FieldName, closes: bool, own: Judged, read: f32) -> Judged {
        match self {
            Met::Agree(probability) if name == FieldName::TotalTtc && probability >= 0.8 => {
                self.judge(own, read)
            }
            Met::Unheard | Met::Agree(_) => own,
            Met::Replaced(probability) if closes && probability >= ALONE_SURE => own,
            Met::Replaced(_) | Met::Disputed(_) => {
                Judged { computed: own.computed, ..Judged::doubtful(own.confidence) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(probability: f32) -> Weighed {
        Weighed { text: "2026-0815".to_owned(), span: 0..1, probability }
    }

    #[test]
    fn a_bound_decides_who_names_the_value() {
        let over = |best: f32, own: Option<f32>| met(Some(&weighed(best)), own, false, 2.5, 0.05);
        assert_eq!(over(0.97, Some(0.03)), Met::Replaced(0.97));
        assert!(matches!(over(0.93, Some(0.85)), Met::Disputed(ahead) if ahead < 1.0));
        // Without a value of the rules a faint one is offered, a fainter one is not.
        assert_eq!(over(0.2, None), Met::Replaced(0.2));
        assert_eq!(over(0.02, None), Met::Unheard);
        assert_eq!(met(None, Some(0.9), false, 2.5, 0.05), Met::Unheard);
        assert_eq!(met(Some(&weighed(0.4)), Some(0.4), true, 2.5, 0.05), Met::Agree(0.4));
    }

    #[test]
    fn agreement_makes_sure_and_dispute_doubtful() {
        let (shy, bold) = (Judged::at(0.7), Judged::at(0.98));
        assert!(Met::Agree(0.9).judge(shy, 1.0).sure());
        assert!(!Met::Disputed(0.1).judge(bold, 1.0).sure());
        assert!(!Met::Replaced(0.99).judge(bold, 1.0).sure());
        // Letters that were hardly recognised are not mended by agreement over the place.
        assert!(!Met::Agree(0.99).judge(shy, 0.6).sure());
        // A supplier's brand and house are easily taken for one another.
        let brand = Owner { numbered: false, formed: false };
        let house = Owner { formed: true, ..brand };
        assert!(!Met::Agree(0.9).judge_supplier(shy, 1.0, house).sure());
        assert!(!Met::Agree(0.3).judge_supplier(bold, 1.0, house).sure());
        assert!(Met::Agree(0.6).judge_supplier(bold, 1.0, house).sure());
        assert!(!Met::Agree(0.6).judge_supplier(bold, 1.0, brand).sure());
        // Unless the house's own numbers stand beside it.
        let owner = Owner { numbered: true, formed: true };
        assert!(Met::Disputed(0.5).judge_supplier(shy, 1.0, owner).sure());
        assert!(!Met::Replaced(0.9).judge_supplier(shy, 1.0, owner).sure());
        assert!(!Met::Disputed(0.5).judge_supplier(shy, 0.6, owner).sure());
        assert!(!Met::Disputed(0.5).judge_customer(bold, 1.0).sure());
    }

    #[test]
    fn a_total_in_dispute_is_sure_only_where_the_sums_close() {
        let judge =
            |how: Met, closes| how.judge_total(FieldName::TotalTtc, closes, Judged::at(0.97), 1.0).sure();
        assert!(judge(Met::Replaced(0.99), true) && !judge(Met::Replaced(0.99), false));
        assert!(!judge(Met::Disputed(0.2), true) && judge(Met::Unheard, false));
    }
}
