//! The lessons about one field: learnt, strengthened, contradicted, forgotten.

use liasse_domain::{FieldName, FieldValue, Lesson, Teaching};

/// Lessons that are kept about one field; a supplier rarely has more layouts.
const MOST: usize = 4;

/// Whether the value of a field is the same on every paper of a supplier, wherever it stands.
pub(super) fn is_constant(field: FieldName) -> bool {
    matches!(field, FieldName::PaymentMethod | FieldName::Currency | FieldName::SupplierName)
}

/// Whether a supplier may never print such a value.
pub(super) fn may_be_absent(field: FieldName) -> bool {
    matches!(
        field,
        FieldName::DueDate | FieldName::OrderReference | FieldName::Prepaid | FieldName::DepositAmount
    )
}

/// Whether two teachings say the same of a field, so that the second strengthens the first.
fn is_same(a: &Teaching, b: &Teaching) -> bool {
    match (a, b) {
        (Teaching::Place(a), Teaching::Place(b)) => {
            let letters = |pattern: &str| -> String {
                pattern.chars().map(|c| if c.is_alphabetic() { 'A' } else { c }).collect()
            };
            a.before == b.before
                && a.above == b.above
                && letters(&a.pattern) == letters(&b.pattern)
                // Without words beside it the place is all there is.
                && (!(a.before.is_empty() && a.above.is_empty())
                    || ((a.rect.x0 - b.rect.x0).abs() < 0.08 && (a.rect.y0 - b.rect.y0).abs() < 0.06))
        }
        (Teaching::Always { value: a, .. }, Teaching::Always { value: b, .. }) => a == b,
        (Teaching::Absent, Teaching::Absent) => true,
        _ => false,
    }
}

/// Learns. What the same field was taught before is strengthened when it says the same, and contradicted when a value
/// had from it (`refuted`) was corrected.
pub(super) fn learn(lessons: &mut Vec<Lesson>, field: FieldName, teaching: Option<Teaching>, refuted: bool) {
    for lesson in lessons.iter_mut().filter(|lesson| lesson.field == field) {
        let same = teaching.as_ref().is_some_and(|teaching| is_same(&lesson.teaching, teaching));
        // That it is printed refutes that it never is.
        let opposite = lesson.teaching == Teaching::Absent && !same && teaching.is_some();
        if (refuted || opposite) && !same {
            lesson.contradicted += 1;
        }
    }
    if let Some(teaching) = teaching {
        match lessons.iter_mut().find(|lesson| lesson.field == field && is_same(&lesson.teaching, &teaching))
        {
            Some(lesson) => {
                lesson.taught += 1;
                lesson.teaching = teaching;
            }
            None => lessons.push(Lesson { field, teaching, taught: 1, contradicted: 0 }),
        }
    }
    lessons.retain(|lesson| !lesson.is_refuted());
    while lessons.iter().filter(|lesson| lesson.field == field).count() > MOST {
        let of_field = lessons.iter().enumerate().filter(|(_, lesson)| lesson.field == field);
        let Some((lightest, _)) = of_field.min_by_key(|(_, lesson)| lesson.weight()) else { break };
        lessons.remove(lightest);
    }
}

/// Adds the lessons of a supplier that turned out to be the same: those that say the same strengthen each other.
pub(super) fn absorb(lessons: &mut Vec<Lesson>, others: Vec<Lesson>) {
    for other in others {
        let same =
            |lesson: &&mut Lesson| lesson.field == other.field && is_same(&lesson.teaching, &other.teaching);
        match lessons.iter_mut().find(same) {
            Some(lesson) => {
                lesson.taught += other.taught;
                lesson.contradicted += other.contradicted;
            }
            None => lessons.push(other),
        }
    }
    lessons.retain(|lesson| !lesson.is_refuted());
}

/// Takes back what a value taught that its own author replaced.
pub(super) fn unlearn(lessons: &mut Vec<Lesson>, field: FieldName, teaching: &Teaching) {
    let same = |lesson: &Lesson| lesson.field == field && is_same(&lesson.teaching, teaching);
    if let Some(lesson) = lessons.iter_mut().find(|lesson| same(lesson)) {
        lesson.taught = lesson.taught.saturating_sub(1);
    }
    lessons.retain(|lesson| !lesson.is_refuted());
}

/// A value had from a lesson was accepted. Answers whether there was such a lesson.
pub(super) fn confirm(lessons: &mut [Lesson], field: FieldName, value: &FieldValue) -> bool {
    let gave = |lesson: &&mut Lesson| {
        lesson.field == field
            && match &lesson.teaching {
                Teaching::Place(_) => true,
                Teaching::Always { value: taught, .. } => taught == value,
                Teaching::Absent => false,
            }
    };
    match lessons.iter_mut().filter(gave).max_by_key(|lesson| lesson.weight()) {
        Some(lesson) => {
            lesson.taught += 1;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::{Rect, Template};

    fn place(before: &str) -> Teaching {
        let rect = Rect { x0: 0.1, y0: 0.1, x1: 0.2, y1: 0.12 };
        let pattern = "FA-####".to_owned();
        Teaching::Place(Template { before: before.to_owned(), above: String::new(), page: 0, rect, pattern })
    }

    const NUMBER: FieldName = FieldName::InvoiceNumber;

    #[test]
    fn the_same_lesson_grows_and_a_refuted_one_dies() {
        let mut lessons = Vec::new();
        learn(&mut lessons, NUMBER, Some(place("repere")), false);
        learn(&mut lessons, NUMBER, Some(place("repere")), false);
        assert_eq!((lessons.len(), lessons[0].weight()), (1, 2));
        learn(&mut lessons, NUMBER, Some(place("piece")), true);
        assert_eq!(lessons.iter().map(Lesson::weight).collect::<Vec<_>>(), [1, 1]);
        learn(&mut lessons, NUMBER, Some(place("piece")), true);
        assert_eq!(lessons.len(), 1, "contradicted twice, taught twice: forgotten");
    }

    #[test]
    fn a_due_date_that_is_printed_refutes_that_it_never_is() {
        let mut lessons = Vec::new();
        learn(&mut lessons, FieldName::DueDate, Some(Teaching::Absent), false);
        learn(&mut lessons, FieldName::DueDate, Some(place("a regler le")), false);
        assert!(matches!(lessons.as_slice(), [Lesson { teaching: Teaching::Place(_), .. }]));
    }

    #[test]
    fn what_was_typed_by_mistake_is_unlearnt() {
        let mut lessons = Vec::new();
        learn(&mut lessons, NUMBER, Some(place("client")), false);
        unlearn(&mut lessons, NUMBER, &place("client"));
        assert!(lessons.is_empty());
    }
}
