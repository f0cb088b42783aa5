//! The command line: what each verb does, what it says when it cannot, and the JSON that scripts read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::process::{Command, Stdio};

use liasse_desk::api::{FieldChange, StatusView};
use liasse_domain::{Amount, DocumentStatus};
use liasse_formats::fec;
use liasse_store::SourceState;
use serde_json::Value;
use trial::papers::{SUPPLIERS, e_invoice, invoice_number, siren, text_pdf};
use trial::stock::Stock;
use trial::{Answering, CLIENT, Trial, close, names_in, program, purchases};

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// A client file with this many e-invoices that are ready.
fn with_papers(count: u32) -> Trial {
    let trial = Trial::with_client();
    for turn in 1..=count {
        trial.write(&format!("drop/{turn:03}.xml"), &e_invoice(turn));
    }
    let drop = trial.path("drop");
    let answer = trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(drop).answer().ok();
    assert!(answer.out.contains(&format!("{count} taken in, 0 already there, 0 refused")), "{}", answer.out);
    trial
}

#[test]
fn help_has_examples() {
    let trial = Trial::new();
    assert!(trial.run(&["--help"]).ok().out.contains("liasse read scan.pdf"));
    for verb in ["read", "import-fec", "add", "publish"] {
        assert!(
            trial.run(&[verb, "--help"]).ok().out.contains(&format!("Example:\n  liasse {verb}")),
            "{verb}"
        );
    }
    assert_eq!(trial.run(&["frobnicate"]).code, Some(2));
    assert_eq!(trial.run(&["add", "--client", CLIENT]).code, Some(2));
    assert!(!trial.data().exists(), "asking for help makes no data folder");
}

#[test]
fn client_files() {
    let trial = Trial::new();
    let first =
        trial.run(&["client", "add", "--code", "CAB", "--name", "Cabinet  Lenoir", "--country", "FR"]).ok();
    assert!(first.err.contains("Recovery code"), "shown once: {}", first.err);
    assert_eq!(first.out, "CAB: Cabinet Lenoir created\n");
    let own = siren(90_000_120);
    let add = |more: &[&str]| {
        trial.liasse(&["client", "add", "--name", "Un client", "--standard-chart"]).args(more).answer()
    };
    let french = add(&["--code", "A", "--country", "FR", "--siren", &own]).ok();
    assert!(
        french.out.starts_with("A: Un client created, ") && !french.out.contains(" 0 accounts"),
        "{}",
        french.out
    );
    assert_eq!(french.err, "", "the recovery code is shown once");
    add(&["--code", "B", "--country", "BE", "--vat", "0417.497.106"]).ok();
    for (more, code, word) in [
        (&["--code", "A", "--country", "FR"][..], "code_taken", "Un client"),
        (&["--code", "C", "--country", "DE"], "country_not_supported", "FR or BE"),
        (&["--code", "D", "--country", "FR", "--siren", "123456789"], "bad_form", "siren"),
        (&["--code", "E", "--country", "FR", "--bob-code", "../x"], "bad_form", "folder name"),
    ] {
        let refused = add(more).failed();
        assert!(refused.err.contains(&format!("[{code}]")) && refused.err.contains(word), "{}", refused.err);
    }
    let listed = trial.run(&["client", "list", "--json"]).ok().json();
    let codes: Vec<&str> =
        listed.as_array().unwrap().iter().map(|file| file["code"].as_str().unwrap()).collect();
    assert_eq!(codes[0], "CAB", "the firm's own first");
    assert_eq!(codes.len(), 3);
    assert_eq!(listed[0]["isFirm"], true);
    for column in ["id", "name", "country", "purchases", "sales"] {
        assert!(!listed[1][column].is_null(), "{column}");
    }
    assert_eq!(trial.run(&["client", "list"]).ok().out.lines().count(), 3);
}

#[test]
fn rules_come_from_the_books() {
    let trial = Trial::with_client();
    let rules = trial.run(&["rules", "--client", CLIENT, "--json"]).ok().json();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), SUPPLIERS.len());
    for (place, (name, _, auxiliary, account)) in SUPPLIERS.into_iter().enumerate() {
        let rule = rules.iter().find(|rule| rule["aux"] == auxiliary).unwrap();
        assert_eq!(keys(rule), ["account", "aux", "count", "id", "name", "reason", "total", "when"]);
        assert_eq!((rule["name"].as_str(), rule["account"].as_str()), (Some(name), Some(account)));
        let (total, elsewhere) = (4 + place as u64, u64::from(place > 0));
        assert_eq!((rule["count"].as_u64(), rule["total"].as_u64()), (Some(total - elsewhere), Some(total)));
        assert!(!rule["reason"].as_str().unwrap().is_empty());
    }
    let shown = trial.run(&["rules", "--client", CLIENT]).ok().out;
    assert!(shown.contains("401FROID") && shown.contains("5 of 6"), "{shown}");
}

#[test]
fn a_fec_that_is_refused_says_the_line_and_imports_nothing() {
    let trial = Trial::new();
    trial.run(&["client", "add", "--code", CLIENT, "--name", "Un client", "--country", "FR"]).ok();
    let whole = String::from_utf8(trial::papers::fec()).unwrap();
    let broken: Vec<String> = whole
        .lines()
        .enumerate()
        .map(|(place, line)| if place == 3 { line.replace("120,00", "cent vingt") } else { line.to_owned() })
        .collect();
    assert_ne!(broken.join("\n"), whole.replace("\r\n", "\n").trim_end());
    let fec = trial.write("FEC.txt", broken.join("\r\n").as_bytes());
    let refused = trial.liasse(&["import-fec", "--client", CLIENT]).arg(&fec).answer().failed();
    assert!(
        refused.err.contains("[fec_refused]") && refused.err.contains("nothing was imported"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("line 4:") && refused.err.contains("cent vingt"), "{}", refused.err);
    assert_eq!(trial.run(&["rules", "--client", CLIENT, "--json"]).ok().json(), serde_json::json!([]));
    let missing = trial.run(&["import-fec", "/nowhere/FEC.txt", "--client", CLIENT]).failed();
    assert!(
        missing.err.contains("/nowhere/FEC.txt") && missing.err.contains("[file_unreadable]"),
        "{}",
        missing.err
    );
}

#[test]
fn what_is_added_waits_in_the_inbox() {
    let trial = with_papers(4);
    let rows = trial.run(&["inbox", "--client", CLIENT, "--json"]).ok().json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 4);
    for row in rows {
        assert_eq!(row["status"], "ready", "{row}");
        assert_eq!(row["doubts"], serde_json::json!([]));
        for column in ["id", "thirdParty", "thirdPartyAccount", "date", "number", "totalTtc", "account"] {
            assert!(row[column].is_string(), "{column}: {row}");
        }
    }
    let shown = trial.run(&["inbox", "--client", CLIENT]).ok().out;
    assert!(shown.lines().all(|line| line.starts_with("ready  2026-01-")), "{shown}");
    // Byte for byte the same again.
    let again = trial
        .liasse(&["add", "--client", CLIENT, "--flow", "purchases"])
        .arg(trial.path("drop"))
        .answer()
        .ok();
    assert!(again.out.contains("0 taken in, 4 already there, 0 refused"), "{}", again.out);
    // The same invoice in other bytes is a doubt.
    let mut twin = e_invoice(1);
    twin.extend(b"<!-- sent again -->");
    let twin = trial.write("encore.xml", &twin);
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(twin).answer().ok();
    let shown = trial.run(&["inbox", "--client", CLIENT]).ok().out;
    let doubled: Vec<&str> = shown.lines().filter(|line| line.contains("duplicate")).collect();
    assert_eq!(doubled.len(), 1, "{shown}");
    assert!(doubled[0].starts_with("to review") && doubled[0].contains(&invoice_number(1)), "{shown}");
    let missing = trial.run(&["add", "/nowhere.pdf", "--client", CLIENT, "--flow", "purchases"]).failed();
    assert!(
        missing.err.contains("/nowhere.pdf: error") && missing.err.contains("[file_unreadable]"),
        "{}",
        missing.err
    );
}

#[test]
fn taken_in_now_and_read_when_it_next_runs() {
    let trial = Trial::with_client();
    let paper = trial.write("facture.xml", &e_invoice(1));
    trial
        .liasse(&["add", "--client", CLIENT, "--flow", "sales", "--no-read", "--split", "per-page"])
        .arg(&paper)
        .answer()
        .ok();
    let another = trial.write("autre.xml", &e_invoice(2));
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(&another).answer().ok();
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert!(stock.sources.iter().all(|source| source.state == SourceState::Read));
    assert_eq!(stock.documents.len(), 2);
}

/// The program ends while its readers are at work: it ends as it should, and the next one goes on.
#[test]
fn it_ends_whole_in_the_middle_of_reading() {
    let trial = Trial::with_client();
    const TIMES: u32 = 12;
    for turn in 1..=TIMES {
        for paper in 0..6 {
            trial.write(&format!("{turn}/{paper}.xml"), &e_invoice(turn * 10 + paper));
        }
        let folder = trial.path(&turn.to_string());
        let added = trial
            .liasse(&["add", "--client", CLIENT, "--flow", "purchases", "--no-read"])
            .arg(folder)
            .answer()
            .ok();
        assert_eq!(
            (added.out.as_str(), added.err.as_str()),
            ("6 taken in, 0 already there, 0 refused\n", "")
        );
    }
    let last = trial.write("last.xml", &e_invoice(999));
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(last).answer().ok();
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert_eq!(stock.numbers().len() as u32, TIMES * 6 + 1);
}

#[test]
fn entries_as_a_fec_read_back_and_balance() {
    let trial = with_papers(5);
    let bytes = trial.liasse(&["entries", "--client", CLIENT, "--fec"]).output().unwrap().stdout;
    let read = fec::read(&bytes).unwrap();
    assert_eq!(read.anomalies(), []);
    let mut balance: std::collections::BTreeMap<&str, Amount> = Default::default();
    for row in read.rows() {
        *balance.entry(row.entry).or_default() += row.debit - row.credit;
    }
    assert_eq!(balance.len(), 5);
    assert!(balance.values().all(|amount| amount.is_zero()), "{balance:?}");
    for (_, _, auxiliary, account) in SUPPLIERS {
        assert!(read.rows().any(|row| row.auxiliary == auxiliary && row.account == "401000"), "{auxiliary}");
        assert!(read.rows().any(|row| row.account == account), "{account}");
    }
    let entries = trial.run(&["entries", "--client", CLIENT, "--json"]).ok().json();
    let entries = entries.as_array().unwrap();
    assert_eq!(entries.len(), 5);
    for entry in entries {
        assert_eq!(keys(entry), ["date", "dueDate", "journal", "lines", "total"]);
        let sum = |side: &str| -> i64 {
            let lines = entry["lines"].as_array().unwrap();
            lines
                .iter()
                .filter_map(|line| line[side].as_str())
                .map(|text| text.parse::<Amount>().unwrap().cents())
                .sum()
        };
        assert_eq!(sum("debit"), sum("credit"));
        assert_eq!(sum("debit"), entry["total"].as_str().unwrap().parse::<Amount>().unwrap().cents());
    }
    assert_eq!(
        trial
            .run(&["entries", "--client", CLIENT])
            .ok()
            .out
            .lines()
            .filter(|line| line.starts_with("ACH"))
            .count(),
        5
    );
    assert_eq!(trial.run(&["entries", "--client", CLIENT, "--json", "--fec"]).code, Some(2));
}

#[test]
fn what_keeps_a_verb_from_working() {
    let trial = Trial::with_client();
    let paper = trial.write("facture.xml", &e_invoice(1)).display().to_string();
    let out = trial.path("x.zip").display().to_string();
    for arguments in [
        &["import-fec", &paper, "--client", "NOBODY"][..],
        &["rules", "--client", "NOBODY"],
        &["add", &paper, "--client", "NOBODY", "--flow", "purchases"],
        &["inbox", "--client", "NOBODY", "--json"],
        &["entries", "--client", "NOBODY", "--fec"],
        &["publish", "--client", "NOBODY", "--to", "bob", "--ready"],
        &["publish", "--client", "not a code!", "--to", "files", "--out", &out],
    ] {
        let refused = trial.run(arguments).failed();
        assert_eq!(refused.out, "");
        assert!(
            refused.err.contains("[client_file_unknown]") && refused.err.contains("liasse client list"),
            "{}",
            refused.err
        );
    }
    let locked = trial.liasse(&["client", "list"]).env_remove("LIASSE_PASSPHRASE").answer().failed();
    assert!(locked.err.contains("LIASSE_PASSPHRASE"), "{}", locked.err);
    let wrong =
        trial.liasse(&["client", "list"]).env("LIASSE_PASSPHRASE", "une autre phrase").answer().failed();
    assert!(wrong.err.contains("passphrase"), "{}", wrong.err);
    let desk = trial.desk();
    let busy = trial.run(&["client", "list"]).failed();
    assert!(
        busy.err.contains("another Liasse has this data folder open") && busy.err.contains("--data"),
        "{}",
        busy.err
    );
    close(desk);
    trial.run(&["client", "list"]).ok();
    // Another folder by the argument goes before the environment.
    let other = trial.path("other").display().to_string();
    assert_eq!(trial.run(&["--data", &other, "client", "list"]).ok().out, "");
}

#[test]
fn publication_says_what_is_missing() {
    let trial = Trial::new();
    trial.run(&["client", "add", "--code", CLIENT, "--name", "Un client", "--country", "FR"]).ok();
    let fec = trial.write("FEC.txt", &trial::papers::fec());
    trial.liasse(&["import-fec", "--client", CLIENT]).arg(fec).answer().ok();
    let paper = trial.write("facture.xml", &e_invoice(1));
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(paper).answer().ok();
    assert_eq!(
        trial.run(&["publish", "--client", CLIENT, "--to", "files", "--ready"]).code,
        Some(2),
        "--out is needed"
    );
    for (target, word) in [
        ("bob", "bob root missing"),
        ("sage-ge", "sage ge not connected"),
        ("meg", "meg not connected"),
        ("meg-mail", "meg mail missing"),
    ] {
        let held = trial.run(&["publish", "--client", CLIENT, "--to", target, "--ready"]).failed();
        assert!(held.err.contains(&invoice_number(1)) && held.err.contains(word), "{target}: {}", held.err);
        assert!(held.out.contains("0 published, 1 held back"), "{}", held.out);
    }
    // Nothing of that stands in the way of the next.
    let out = trial.path("export.zip");
    let dry =
        trial.liasse(&["publish", "--client", CLIENT, "--to", "files", "--out"]).arg(&out).answer().ok();
    assert!(dry.out.contains("1 ready; nothing was sent") && !out.exists(), "{}", dry.out);
    assert!(dry.out.contains("ACH: 1 entries, "), "{}", dry.out);
    trial
        .liasse(&["publish", "--client", CLIENT, "--to", "files", "--ready", "--out"])
        .arg(&out)
        .answer()
        .ok();
    assert!(out.is_file());
}

#[test]
fn the_layout_of_files_is_chosen_and_remembered() {
    let trial = with_papers(3);
    let coala = |out: &std::path::Path| {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(out).unwrap()).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("coala.txt").unwrap(), &mut text).unwrap();
        text
    };
    let publish = ["publish", "--client", CLIENT, "--to", "files", "--ready"];
    let out = trial.path("first.zip");
    let wrong = trial
        .liasse(&publish)
        .args(["--format", "coala", "--columns", "date,nonsense", "--out"])
        .arg(&out)
        .answer();
    assert!(wrong.failed().err.contains("nonsense"));
    let own = "journal,date,any_account,debit,credit,label";
    trial.liasse(&publish).args(["--format", "coala", "--columns", own, "--out"]).arg(&out).answer().ok();
    let text = coala(&out);
    assert!(text.lines().count() >= 6 && text.lines().all(|line| line.split(';').count() == 6), "{text}");
    let later = trial.write("facture.xml", &e_invoice(9));
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(later).answer().ok();
    let out = trial.path("second.zip");
    trial.liasse(&publish).arg("--out").arg(&out).answer().ok();
    let text = coala(&out);
    assert!(text.contains(&invoice_number(9)) && text.lines().all(|line| line.starts_with("ACH;")), "{text}");
}

#[test]
fn a_document_is_dropped_to_bob_once() {
    let trial = with_papers(3);
    let folder = trial.path("bob/M1/achats");
    let publish = ["publish", "--client", CLIENT, "--to", "bob", "--ready"];
    let first = trial.run(&publish).ok();
    assert!(first.out.contains("3 published, 0 held back"), "{}", first.out);
    let dropped = names_in(&folder);
    assert_eq!(dropped.len(), 3);
    assert!(dropped.is_sorted() && dropped.iter().all(|name| name.ends_with(".xml")), "{dropped:?}");
    assert!(trial.run(&publish).ok().out.contains("0 published, 0 held back"));
    // Asked for by name, from the window: it stays behind, with the reason.
    let desk = trial.desk();
    let client = desk.client_file_id(CLIENT).unwrap();
    let ids: Vec<String> =
        purchases(&desk, &client, &[StatusView::Published]).into_iter().map(|row| row.id).collect();
    assert_eq!(ids.len(), 3);
    let report = desk.publish(client.clone(), ids.clone(), "bob".to_owned(), None).unwrap();
    assert_eq!(report.published, []);
    assert!(report.held_back.iter().all(|held| held.message.code == "held_published_already"), "{report:?}");
    // BOB has taken the files: that changes nothing.
    dropped.iter().for_each(|name| std::fs::remove_file(folder.join(name)).unwrap());
    desk.publish(client.clone(), ids.clone(), "bob".to_owned(), None).unwrap();
    // Nor does reading again or archiving bring it back.
    let source = desk.review(ids[0].clone()).unwrap().source;
    assert_eq!(desk.read_again(source).unwrap_err().code, "source_published");
    assert_eq!(desk.archive(vec![ids[0].clone()]).unwrap_err().code, "document_published");
    close(desk);
    trial.run(&publish).ok();
    // The same paper again is a duplicate and makes no document.
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(trial.path("drop")).answer().ok();
    assert!(trial.run(&publish).ok().out.contains("0 published, 0 held back"));
    assert_eq!(names_in(&folder), [""; 0]);
    let stock = Stock::take(&trial);
    assert_eq!(stock.documents.len(), 3);
    assert!(stock.documents.iter().all(|document| document.status == DocumentStatus::Published));
}

#[test]
fn undo_restores() {
    let trial = with_papers(2);
    let desk = trial.desk();
    let client = desk.client_file_id(CLIENT).unwrap();
    let id = purchases(&desk, &client, &[])[0].id.clone();
    let before = desk.review(id.clone()).unwrap();
    let set = |name: &str, text: &str| {
        let change = FieldChange { name: name.to_owned(), text: text.to_owned(), page: None, rect: None };
        desk.set_field(id.clone(), change).unwrap()
    };
    let changed = set("total_ttc", "1,00");
    assert_eq!(changed.status, StatusView::ToReview, "the totals no longer agree");
    assert_ne!(changed, before);
    set("invoice_number", "AUTRE");
    desk.set_allocation(id.clone(), 0, "606300".to_owned()).unwrap();
    for wanted in ["set_allocation", "set_field", "set_field"] {
        assert_eq!(desk.undo().unwrap().unwrap().message.code, wanted);
    }
    assert_eq!(desk.review(id.clone()).unwrap(), before);
    let history = desk.history(id.clone()).unwrap();
    assert_eq!(history.iter().filter(|line| line.undone).count(), 3, "{history:#?}");
    assert!(history.iter().any(|line| line.actor == "Camille"), "{history:#?}");
    // A rule, and what it changed elsewhere.
    desk.set_allocation(id.clone(), 0, "606300".to_owned()).unwrap();
    desk.make_rule(id.clone()).unwrap();
    let ruled = |desk: &liasse_desk::Desk| {
        let parties =
            desk.third_parties(client.clone(), liasse_desk::api::ThirdPartyKindView::Supplier).unwrap();
        parties.into_iter().map(|party| party.rule_account.unwrap()).collect::<Vec<_>>()
    };
    assert!(ruled(&desk).contains(&"606300".to_owned()));
    desk.undo().unwrap().unwrap();
    assert!(!ruled(&desk).contains(&"606300".to_owned()));
    desk.undo().unwrap().unwrap();
    assert_eq!(desk.review(id).unwrap(), before);
    close(desk);
}

#[test]
fn what_was_published_is_not_undone() {
    let trial = with_papers(1);
    let desk = trial.desk();
    let client = desk.client_file_id(CLIENT).unwrap();
    let id = purchases(&desk, &client, &[])[0].id.clone();
    desk.set_allocation(id.clone(), 0, "606300".to_owned()).unwrap();
    let report = desk.publish(client, vec![id.clone()], "bob".to_owned(), None).unwrap();
    assert_eq!(report.published.len(), 1, "{report:?}");
    let published = desk.review(id.clone()).unwrap();
    let refused = desk.undo().unwrap_err();
    assert_eq!(refused.code, "undo_conflict", "{refused}");
    assert_eq!(desk.review(id).unwrap(), published);
    close(desk);
}

#[test]
fn who_listens_no_more_is_told_no_more() {
    let trial = with_papers(40);
    let out = trial.path("out.zip").display().to_string();
    for arguments in [
        &["inbox", "--client", CLIENT][..],
        &["inbox", "--client", CLIENT, "--json"],
        &["entries", "--client", CLIENT],
        &["entries", "--client", CLIENT, "--fec"],
        &["rules", "--client", CLIENT],
        &["client", "list"],
        &["publish", "--client", CLIENT, "--ready", "--to", "files", "--out", &out],
    ] {
        let mut child =
            trial.liasse(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let answer = child.wait_with_output().unwrap();
        let err = String::from_utf8(answer.stderr).unwrap();
        assert_eq!((answer.status.code(), err.as_str()), (Some(0), ""), "{arguments:?}");
    }
    assert!(std::path::Path::new(&out).is_file(), "the work itself goes on");
    let head = Command::new("sh")
        .args(["-c", "\"$0\" entries --client M | head -1"])
        .arg(program())
        .env("LIASSE_DATA", trial.data())
        .env("LIASSE_PASSPHRASE", trial::PASSPHRASE)
        .answer()
        .ok();
    assert_eq!((head.out.lines().count(), head.err.as_str()), (1, ""));
}

#[test]
fn papers_are_read_without_a_database() {
    let trial = Trial::new();
    trial.write("in/facture.xml", &e_invoice(1));
    trial.write("in/facture.pdf", &text_pdf(&["Facture", "Suite"]));
    trial.write("in/sub/other.pdf", &text_pdf(&["Lettre"]));
    let out = trial.path("out");
    let read =
        |more: &[&str]| trial.liasse(&["read", "--out"]).arg(&out).args(more).arg(trial.path("in")).answer();
    let answer = read(&["--split", "per-page", "--jobs", "2"]).ok();
    assert!(answer.out.contains("3 read, 0 not"), "{}", answer.out);
    assert_eq!(names_in(&out), ["facture-2.json", "facture.json", "other.json"]);
    let mut pages = 0;
    for name in names_in(&out) {
        let json: Value = serde_json::from_slice(&std::fs::read(out.join(&name)).unwrap()).unwrap();
        pages += json["documents"].as_array().unwrap().len();
        if json["file"] == "facture.xml" {
            assert_eq!(json["documents"][0]["fields"]["invoice_number"], invoice_number(1), "{json:#}");
        }
    }
    assert_eq!(pages, 4, "each page is a document");
    let blocked = trial.write("file", b"x").display().to_string();
    let refused = trial.run(&["read", &blocked, "--out", &blocked]).failed();
    assert!(refused.err.contains("[out_unwritable]"), "{}", refused.err);
    let missing = trial.liasse(&["read", "/nowhere.pdf", "--out"]).arg(&out).answer().failed();
    assert!(
        missing.err.contains("/nowhere.pdf") && missing.err.contains("[file_unreadable]"),
        "{}",
        missing.err
    );
}

#[test]
fn rules_are_tried_added_and_deleted() {
    let trial = with_papers(4);
    let add = |more: &[&str]| {
        let fixed = ["rule", "add", "--client", CLIENT, "--third-party", SUPPLIERS[1].2];
        trial.liasse(&fixed).args(more).answer()
    };
    let tried = add(&["606300", "--dry-run"]).ok();
    assert_eq!(tried.out, format!("{}: 2 waiting documents, 2 fit, 2 would change\n", SUPPLIERS[1].0));
    let ids = || {
        let rules = trial.run(&["rules", "--client", CLIENT, "--json"]).ok().json();
        let own = rules.as_array().unwrap().iter().filter(|rule| rule["aux"] == SUPPLIERS[1].2).cloned();
        own.collect::<Vec<Value>>()
    };
    assert_eq!(ids().len(), 1, "trying keeps nothing");
    // Only one of the two papers is so large.
    let narrowed = add(&["606300=40%", "606400=1", "--at-least", "124"]).ok();
    assert!(
        narrowed.out.contains("1 fit, 1 will change") && narrowed.out.contains("1 documents changed"),
        "{}",
        narrowed.out
    );
    let rule = ids().into_iter().find(|rule| rule["when"] == "at least 124.00").unwrap();
    assert_eq!(rule["account"], "606300=40.00% 606400=1");
    trial.run(&["rule", "delete", rule["id"].as_str().unwrap()]).ok();
    assert_eq!(ids().len(), 1);
    for (more, word) in [
        (&["999999"][..], "[account_unknown]"),
        (&["606300=120%"], "[rule_percentages]"),
        (&["606300", "--at-least", "9", "--at-most", "1"], "[rule_empty_range]"),
    ] {
        let refused = add(more).failed();
        assert!(refused.err.contains(word), "{}", refused.err);
    }
    let unknown = ["rule", "add", "--client", CLIENT, "--third-party", "401NOBODY", "606300"];
    assert!(trial.run(&unknown).failed().err.contains("401NOBODY"));
}

#[test]
fn duplicates_are_listed_and_settled() {
    let trial = with_papers(3);
    // The same papers again, in other bytes.
    for turn in 1..=3u32 {
        let mut bytes = e_invoice(turn);
        bytes.push(b'\n');
        trial.write(&format!("again/{turn:03}.xml"), &bytes);
    }
    let again = trial.path("again");
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(again).answer().ok();
    let list = || trial.run(&["duplicates", "--client", CLIENT, "--json"]).ok().json();
    let found = list();
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), 3);
    let ids = |place: usize| {
        let text = |name: &str| found[place][name].as_str().unwrap().to_owned();
        (text("document"), text("other"), text("reason"))
    };
    assert_eq!(ids(0).2, "duplicate_number");
    let shown = trial.run(&["duplicates", "--client", CLIENT]).ok().out;
    assert!(shown.contains(&ids(0).0) && shown.contains("duplicate number"), "{shown}");
    trial.run(&["duplicate", "apart", &ids(0).0]).ok();
    trial.run(&["duplicate", "merge", &ids(1).1, &ids(1).0]).ok();
    trial.run(&["duplicate", "keep", &ids(2).0, &ids(2).1]).ok();
    assert_eq!(list(), serde_json::json!([]), "all three are settled");
    let refused = trial.run(&["duplicate", "apart", &ids(0).0]).failed();
    assert!(refused.err.contains("[nothing_to_accept]"), "{}", refused.err);
    // What was merged or left is archived, and a click away from what was kept.
    let desk = trial.desk();
    for (kept, left) in [(ids(1).1, ids(1).0), (ids(2).0, ids(2).1)] {
        let copies = desk.review(kept.clone()).unwrap().copies;
        assert_eq!((copies.len(), copies[0].document.as_str()), (1, left.as_str()));
        assert_eq!((copies[0].status, copies[0].pages), (StatusView::Archived, 1));
        assert_eq!(desk.review(left).unwrap().copies[0].document, kept);
    }
    close(desk);
}

#[test]
fn tax_on_payments_is_settled_and_written_once() {
    let trial = with_papers(3);
    let desk = trial.desk();
    let client_file = desk.client_file_id(CLIENT).unwrap();
    let kind = liasse_desk::api::ThirdPartyKindView::Supplier;
    let party = desk.third_parties(client_file, kind).unwrap();
    let party = party.into_iter().find(|party| party.account == SUPPLIERS[2].2).unwrap();
    let mut card = desk.third_party_card(party.id).unwrap();
    card.defaults.exigibility = "payments".to_owned();
    desk.save_third_party(card).unwrap();
    close(desk);
    let out = trial.path("first.zip");
    trial
        .liasse(&["publish", "--client", CLIENT, "--to", "files", "--ready", "--out"])
        .arg(out)
        .answer()
        .ok();
    let waiting = trial.run(&["waiting-tax", "--client", CLIENT, "--json"]).ok().json();
    assert_eq!(waiting["rows"].as_array().unwrap().len(), 1);
    let (id, tax) =
        (waiting["rows"][0]["document"].as_str().unwrap(), waiting["purchases"].as_str().unwrap());
    let half = waiting["rows"][0]["owed"].as_str().unwrap();
    let half = (half.parse::<Amount>().unwrap().ratio(1, 2).unwrap()).to_string();
    assert!(
        trial.run(&["waiting-tax", "--client", CLIENT]).ok().out.contains(&format!("{tax} on purchases"))
    );
    trial.run(&["settle", id, "--on", "2026-03-20", "--amount", &half]).ok();
    trial.run(&["settle", id, "--on", "2026-04-20"]).ok();
    assert!(
        trial.run(&["settle", id, "--on", "2026-04-21"]).failed().err.contains("[settlement_nothing_waits]")
    );
    let write = |name: &str| {
        trial
            .liasse(&["publish-tax-due", "--client", CLIENT, "--out"])
            .arg(trial.path(name))
            .answer()
            .ok()
            .out
    };
    assert!(write("tax.zip").ends_with("2 published, 0 held back\n"));
    assert_eq!(write("again.zip"), "0 published, 0 held back\n");
    let fec = trial.run(&["entries", "--client", CLIENT, "--fec"]).ok().out;
    assert_eq!(fec.lines().filter(|line| line.contains("\t445640\t")).count(), 3, "{fec}");
    assert!(!trial.path("again.zip").exists());
}
