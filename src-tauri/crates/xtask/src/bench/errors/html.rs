//! The page itself: counts by field and cause, then each miss.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use serde_json::Value;

use super::places::{Area, Place, area, of_truth, union};
use super::{Cause, Source, Wrong};
use crate::bench::batch::{parsed, stem};
use crate::bench::score::Miss;
use crate::bench::score::alike::{FIELDS, same};
use crate::bench::score::text::{empty, plain};

const CUTS: &str = "boundaries";
const UNREAD: &str = "not read";
/// The window on a page, pixels.
const WIDE: f64 = 488.0;
const HIGH: f64 = 120.0;
const NARROW: f64 = 240.0;
const WHOLE_HIGH: f64 = 330.0;
/// Widths at which a page is drawn in the window: between type that can be read and the box with its surroundings.
const PAGE_WIDTHS: std::ops::RangeInclusive<f64> = 420.0..=1_150.0;

/// One miss, ready to be shown.
struct Card {
    group: &'static str,
    cause: Option<Cause>,
    sure: bool,
    set: String,
    html: String,
}

/// The whole page; the recorded pages lie in folders of `place`.
pub fn page(place: &Path, entries: &[(Source, Wrong)]) -> String {
    let cards: Vec<Card> = entries.iter().map(|(source, wrong)| card(place, source, wrong)).collect();
    let sets: BTreeSet<&str> = cards.iter().map(|card| card.set.as_str()).collect();
    let groups: Vec<&str> = [CUTS, UNREAD].into_iter().chain(FIELDS).collect();
    let mut text = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Misses of reading</title><style>{}</style>\n<header><h1>Misses of reading: {}, of which {} shown as sure</h1><div class=\"filters\"><label><input type=\"checkbox\" id=\"sure\"> only those shown as sure</label>",
        include_str!("style.css"),
        cards.len(),
        cards.iter().filter(|card| card.sure).count()
    );
    for set in &sets {
        let count = cards.iter().filter(|card| card.set == *set).count();
        write!(
            text,
            "<label><input type=\"checkbox\" name=\"set\" value=\"{0}\" checked> {0} ({count})</label>",
            escaped(set)
        )
        .ok();
    }
    text.push_str("</div></header>\n<main>");
    text.push_str(&counts(&groups, &sets, &cards));
    text.push_str("<p><span class=\"badge\" style=\"color:var(--read)\">red box</span> what was read, <span class=\"badge\" style=\"color:var(--true)\">green box</span> the truth where its words are on the page. A click on a piece shows the whole page.</p>");
    for group in groups {
        let mut of: Vec<&Card> = cards.iter().filter(|card| card.group == group).collect();
        if of.is_empty() {
            continue;
        }
        // What was shown as sure first: the user did not look there.
        of.sort_by_key(|card| (!card.sure, card.cause));
        writeln!(text, "<section><h2 id=\"{0}\">{0} <span>{1}</span></h2>", group, of.len()).ok();
        of.iter().for_each(|card| text.push_str(&card.html));
        text.push_str("</section>\n");
    }
    writeln!(text, "</main><dialog></dialog><script>{}</script></html>", include_str!("script.js")).ok();
    text
}

fn counts(groups: &[&str], sets: &BTreeSet<&str>, cards: &[Card]) -> String {
    let causes = [Cause::OtherChosen, Cause::NotChosen, Cause::NotAmongWords, Cause::Judged, Cause::Invented];
    let mut text =
        "<table class=\"counts\"><thead><tr><th>field</th><th>misses</th><th>shown as sure</th>".to_owned();
    for name in causes.iter().map(|cause| cause.name()).chain(sets.iter().copied()) {
        write!(text, "<th>{}</th>", escaped(name)).ok();
    }
    text.push_str("</tr></thead>");
    let mut row = |name: &str, of: &[&Card]| {
        let link = if name == "all" { name.to_owned() } else { format!("<a href=\"#{name}\">{name}</a>") };
        write!(text, "<tr><td>{link}</td><td>{}</td>", of.len()).ok();
        let count = |is: &dyn Fn(&Card) -> bool| match of.iter().filter(|card| is(card)).count() {
            0 => String::new(),
            count => count.to_string(),
        };
        write!(text, "<td>{}</td>", count(&|card| card.sure)).ok();
        for cause in causes {
            write!(text, "<td>{}</td>", count(&|card| card.cause == Some(cause))).ok();
        }
        for set in sets {
            write!(text, "<td>{}</td>", count(&|card| card.set == *set)).ok();
        }
        text.push_str("</tr>");
    };
    for group in groups {
        let of: Vec<&Card> = cards.iter().filter(|card| card.group == *group).collect();
        if !of.is_empty() {
            row(group, &of);
        }
    }
    row("all", &cards.iter().collect::<Vec<_>>());
    text + "</table>"
}

fn card(place: &Path, source: &Source, wrong: &Wrong) -> Card {
    let pages = parsed(&place.join(source.folder()).join(format!("{}.pages.json", stem(&source.file))));
    let pages = pages.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let set = source.set.clone();
    let (group, cause, sure, crops, facts) = match wrong {
        Wrong::Value { miss, document } => {
            let (cause, crops, facts) = value(source, miss, document, pages);
            (miss.field, Some(cause), miss.sure, crops, facts)
        }
        Wrong::Cut { page, merged, asked } => {
            let pair = [page.saturating_sub(1), *page]
                .map(|page| crop(source, pages, page, None, None, NARROW, WHOLE_HIGH));
            let what = if *merged {
                "two papers were left together before this page"
            } else {
                "one paper was cut before this page"
            };
            let facts = vec![("page", page.to_string(), ""), ("what", what.to_owned(), "read")];
            let asked = if *asked { "put to the user" } else { "not put to the user" };
            let facts = facts.into_iter().chain([("asked", asked.to_owned(), "")]).collect();
            (
                CUTS,
                None,
                asked.starts_with("not"),
                format!("<div class=\"pair\">{}</div>", pair.concat()),
                facts,
            )
        }
        Wrong::Unread { reasons } => {
            let crops = crop(source, pages, 1, None, None, NARROW, WHOLE_HIGH);
            (UNREAD, None, false, crops, vec![("reason", reasons.join("\n"), "read")])
        }
    };
    let mut html = format!(
        "<article data-set=\"{}\" data-sure=\"{}\"><div class=\"crops\">{}</div><dl>",
        escaped(&set),
        u8::from(sure),
        if crops.is_empty() { "<div class=\"none\">no page to show</div>".to_owned() } else { crops }
    );
    let badge = if sure { "<span class=\"badge sure\">shown as sure</span>" } else { "" };
    let paper = source.file.file_name().unwrap_or_default().to_string_lossy();
    write!(html, "<dt>paper</dt><dd>{} · {} {badge}</dd>", escaped(&set), escaped(&paper)).ok();
    if let Some(cause) = cause {
        write!(html, "<dt>cause</dt><dd>{}</dd>", cause.name()).ok();
    }
    for (name, text, class) in facts {
        write!(html, "<dt>{name}</dt><dd class=\"{class}\">{}</dd>", escaped(&text)).ok();
    }
    html.push_str("</dl></article>\n");
    Card { group, cause, sure, set, html }
}

type Fact = (&'static str, String, &'static str);

fn value(source: &Source, miss: &Miss, document: &Value, pages: &[Value]) -> (Cause, String, Vec<Fact>) {
    let numbers: Vec<u64> = document
        .get("pages")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_u64).collect())
        .unwrap_or_default();
    let own =
        |page: &&Value| page.get("number").and_then(Value::as_u64).is_some_and(|n| numbers.contains(&n));
    let own: Vec<&Value> = pages.iter().filter(own).collect();
    let truth = of_truth(miss.field, &miss.truth, &own);
    let evidence = document.get("evidence").and_then(|evidence| evidence.get(miss.field));
    let read = evidence
        .and_then(|found| Some(Place { page: found.get("page")?.as_u64()?, area: area(found.get("box")?)? }));
    let first = numbers.first().copied().unwrap_or(1);
    let crops = match (read, truth) {
        (Some(read), Some(truth)) if read.page == truth.page && near(read.area, truth.area) => {
            crop(source, pages, read.page, Some(read.area), Some(truth.area), WIDE, HIGH)
        }
        (None, None) => crop(source, pages, first, None, None, NARROW, WHOLE_HIGH),
        (read, truth) => {
            let read = read.map(|place| crop(source, pages, place.page, Some(place.area), None, WIDE, HIGH));
            let truth =
                truth.map(|place| crop(source, pages, place.page, None, Some(place.area), WIDE, HIGH));
            read.unwrap_or_default() + &truth.unwrap_or_default()
        }
    };
    let shown = |value: &Value| match value {
        _ if empty(Some(value)) => "–".to_owned(),
        Value::Array(lines) => lines.iter().map(line).collect::<Vec<_>>().join("\n"),
        other => plain(other),
    };
    let mut facts = vec![("truth", shown(&miss.truth), "true"), ("reading", shown(&miss.reading), "read")];
    let of = |key: &str| document.get(key).and_then(|all| all.get(miss.field));
    facts.push(("had by", how(evidence, of("confidence")), ""));
    if let Some(reasons) = of("reasons").and_then(Value::as_array) {
        facts.push(("because", reasons.iter().map(reason).collect::<Vec<_>>().join("\n"), ""));
    }
    let others = document.pointer(&format!("/alternatives/{}", miss.field)).and_then(Value::as_array);
    if let Some(others) = others {
        let one = |other: &Value| {
            let value = other.get("value").cloned().unwrap_or_default();
            let p = other.get("confidence").and_then(Value::as_f64).unwrap_or_default();
            let right = if same(miss.field, &miss.truth, &value) { " ← the truth" } else { "" };
            format!("{} ({p:.2}){right}", plain(&value))
        };
        facts.push(("next best", others.iter().map(one).collect::<Vec<_>>().join("\n"), ""));
    }
    (Cause::of(miss, truth.is_some()), crops, facts)
}

/// A reason by its code, with what it names.
fn reason(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(" ")
        }
        other => plain(other),
    }
}

/// Method and confidence.
fn how(evidence: Option<&Value>, confidence: Option<&Value>) -> String {
    let part = |key: &str| evidence.and_then(|found| found.get(key));
    let method = part("method").and_then(Value::as_str).unwrap_or("–");
    let confidence = confidence.or(part("confidence")).and_then(Value::as_f64);
    let confidence = confidence.map_or_else(String::new, |p| format!(", confidence {p:.3}"));
    format!("{method}{confidence}")
}

/// A line of tax or of goods.
fn line(value: &Value) -> String {
    let map: BTreeMap<&str, String> = value
        .as_object()
        .map(|map| map.iter().map(|(key, value)| (key.as_str(), plain(value))).collect())
        .unwrap_or_default();
    map.iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(", ")
}

/// Whether two places fit into one window.
fn near(a: Area, b: Area) -> bool {
    let both = union(a, b);
    both[2] - both[0] < 0.8 && both[3] - both[1] < 0.08
}

/// A window of `wide` × `high` pixels on a page, on its boxes or, without any, on the whole of it.
fn crop(
    source: &Source,
    pages: &[Value],
    number: u64,
    read: Option<Area>,
    truth: Option<Area>,
    wide: f64,
    high: f64,
) -> String {
    let page = pages.iter().find(|page| page.get("number").and_then(Value::as_u64) == Some(number));
    let side = |key: &str| page.and_then(|page| page.get(key)?.as_f64());
    let (Some(width), Some(height)) = (side("width"), side("height")) else { return String::new() };
    let aspect = height / width.max(1.0);
    let focus = match (read, truth) {
        (Some(read), Some(truth)) => Some(union(read, truth)),
        (one, other) => one.or(other),
    };
    let (scale, left, top) = match focus {
        None => {
            let scale = wide.min(high / aspect);
            (scale, (wide - scale) / 2.0, 0.0)
        }
        Some(focus) => {
            let across = 0.7 * wide / (focus[2] - focus[0]).max(0.01);
            let down = 0.5 * high / ((focus[3] - focus[1]) * aspect).max(0.005);
            let scale = across.min(down).clamp(*PAGE_WIDTHS.start(), *PAGE_WIDTHS.end());
            let middle = |from: f64, to: f64, long: f64, window: f64| {
                ((from + to) / 2.0 * long - window / 2.0).clamp(0.0, (long - window).max(0.0))
            };
            let left = middle(focus[0], focus[2], scale, wide);
            let top = middle(focus[1], focus[3], scale * aspect, high);
            (scale, -left, -top)
        }
    };
    let boxes: String = [("read", read), ("true", truth)]
        .into_iter()
        .filter_map(|(class, area)| Some((class, area?)))
        .map(|(class, [x0, y0, x1, y1])| {
            format!(
                "<div class=\"box {class}\" style=\"left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%\"></div>",
                x0 * 100.0 - 0.2,
                y0 * 100.0 - 0.15,
                (x1 - x0) * 100.0 + 0.4,
                (y1 - y0) * 100.0 + 0.3
            )
        })
        .collect();
    let picture = format!("{}/{}-{number}.jpg", source.folder(), stem(&source.file));
    format!(
        "<div class=\"crop\" style=\"width:{wide:.0}px;height:{high:.0}px\"><div class=\"sheet\" style=\"width:{scale:.0}px;height:{:.0}px;left:{left:.0}px;top:{top:.0}px\"><img loading=\"lazy\" src=\"{}\" alt=\"page {number}\">{boxes}</div></div>",
        scale * aspect,
        escaped(&picture)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_miss_shows_truth_reading_and_cause() {
        let folder = tempfile::tempdir().unwrap();
        let source = Source { set: "own text".into(), file: "a.pdf".into() };
        let recorded = folder.path().join(source.folder());
        std::fs::create_dir_all(&recorded).unwrap();
        let rect = json!({"x0": 0.5, "y0": 0.5, "x1": 0.6, "y1": 0.52});
        let pages = json!([{"number": 1, "width": 595.0, "height": 842.0,
            "words": [{"text": "<F1>", "line": 0, "rect": rect}]}]);
        std::fs::write(recorded.join("a.pages.json"), pages.to_string()).unwrap();
        let miss = Miss {
            paper: "a".into(),
            field: "invoice_number",
            truth: json!("<F1>"),
            reading: json!("F2"),
            sure: true,
            unread: false,
        };
        let document = json!({"pages": [1], "evidence": {"invoice_number":
            {"page": 1, "box": [0.1, 0.1, 0.2, 0.12], "method": "text", "confidence": 0.95}}});
        let text = page(folder.path(), &[(source, Wrong::Value { miss, document })]);
        for part in
            ["&lt;F1&gt;", "F2", "printed, another was chosen", "text, confidence 0.950", "shown as sure"]
        {
            assert!(text.contains(part), "{part}");
        }
        assert_eq!(text.matches("class=\"crop\"").count(), 2);
        assert!(!text.contains("http"));
    }
}
