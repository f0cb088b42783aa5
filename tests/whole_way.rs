//! The whole way: from last year's books and the papers that a client hands over to what the accounting software gets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use liasse_connectors::sandbox::{Options, Sandbox, System};
use liasse_desk::Desk;
use liasse_desk::api::{
    FieldChange, FilesChoice, FilesFormat, FlowView, InboxQuery, ReviewView, SplitDecision, SplitModeView,
    StatusView, ThirdPartyKindView, VatLineView,
};
use liasse_domain::{Amount, Severity};
use liasse_formats::{einvoice, fec};
use liasse_papers::sample::{Part, SampleFlow, SamplePaper, client, sample, sample_fec};
use serde_json::Value;
use trial::papers::{SUPPLIERS, e_invoice};
use trial::{Answering, Trial, close, names_in, sage_ge_of, trust};

/// The sample's papers as PDFs with text, and what each says.
/// The sample without what no coding settles: sent twice, cut off, in another currency.
fn papers() -> Vec<SamplePaper> {
    sample(None).unwrap().into_iter().filter(|paper| paper.part != Part::Odd).collect()
}

fn truths(paper: &SamplePaper) -> Vec<Value> {
    paper.truth.iter().map(|truth| serde_json::to_value(truth).unwrap()["fields"].clone()).collect()
}

fn flow(paper: &SamplePaper) -> FlowView {
    match paper.flow {
        SampleFlow::Purchases => FlowView::Purchases,
        SampleFlow::Sales => FlowView::Sales,
    }
}

/// A desk with the bakery's client file, its books of last year and its papers.
struct Bakery {
    trial: Trial,
    desk: std::sync::Arc<Desk>,
    id: String,
}

impl Bakery {
    fn open() -> Bakery {
        let trial = Trial::new();
        let desk = trial.desk();
        let own = client();
        let mut form = desk.client_file_form(None, "FR".to_owned()).unwrap();
        form.code = "M".to_owned();
        form.name.clone_from(&own.name);
        form.siren = own.siren.clone().unwrap();
        form.vat_number = own.vat.clone().unwrap();
        form.address = format!("{}\n{} {}", own.street, own.postcode, own.city);
        form.bob_root = trial.path("bob").display().to_string();
        form.bob_code = "M1".to_owned();
        form.sage_ge_folder = "DOS001".to_owned();
        let id = desk.save_client_file(form).unwrap().id;
        Bakery { trial, desk, id }
    }
    fn import_books(&self) {
        let (name, bytes) = sample_fec();
        let path = self.trial.write(&format!("books/{name}"), &bytes);
        let imported = self.desk.import_fec(self.id.clone(), path.display().to_string()).unwrap();
        assert!(imported.suppliers >= 5 && imported.rules >= 5 && imported.accounts >= 10, "{imported:?}");
    }
    fn add(&self, paper: &SamplePaper) {
        let path = self.trial.write(&format!("papers/{}", paper.file_name), &paper.bytes);
        let paths = vec![path.display().to_string()];
        let added =
            self.desk.add_files(self.id.clone(), flow(paper), SplitModeView::Automatic, paths).unwrap();
        assert_eq!((added.accepted, added.refused.len()), (1, 0), "{added:?}");
    }
    fn rows(&self, flow: FlowView, statuses: &[StatusView]) -> Vec<liasse_desk::api::InboxRow> {
        let query = InboxQuery {
            client_file: self.id.clone(),
            flow,
            statuses: statuses.to_vec(),
            duplicates: false,
            foreign_currency: false,
            expense_reports: false,
            search: String::new(),
            offset: 0,
            limit: 500,
        };
        self.desk.inbox(query).unwrap().rows
    }
    fn all(&self, statuses: &[StatusView]) -> Vec<liasse_desk::api::InboxRow> {
        let mut rows = self.rows(FlowView::Purchases, statuses);
        rows.extend(self.rows(FlowView::Sales, statuses));
        rows
    }
    fn set(&self, id: &str, name: &str, text: &str) -> ReviewView {
        let change = FieldChange { name: name.to_owned(), text: text.to_owned(), page: None, rect: None };
        self.desk
            .set_field(id.to_owned(), change)
            .unwrap_or_else(|error| panic!("{name} = {text}: {error:?}"))
    }
    /// Sets all amounts as the paper has them.
    fn set_amounts(&self, id: &str, truth: &Value) {
        let lines = truth["vat_breakdown"].as_array().unwrap();
        let text = |line: &Value, key: &str| line[key].as_str().unwrap().to_owned();
        let lines = lines
            .iter()
            .map(|line| VatLineView {
                rate: text(line, "rate"),
                base: text(line, "base"),
                amount: text(line, "amount"),
            })
            .collect();
        self.desk.set_vat_lines(id.to_owned(), lines).unwrap();
        let (total, tax) = (amount(&truth["total_ttc"]), amount(&truth["total_vat"]));
        self.set(id, "total_ttc", &total.to_string());
        self.set(id, "total_vat", &tax.to_string());
        // What bears no tax (disbursements) is part of the total excluding tax.
        self.set(id, "total_ht", &(total - tax).to_string());
    }
    /// Does what a bookkeeper does with the paper in hand, doubt after doubt, until the document is ready.
    fn settle(&self, id: &str, truth: &Value) -> ReviewView {
        let purchases = |view: &ReviewView| view.flow == FlowView::Purchases;
        for _ in 0..40 {
            let view = self.desk.review(id.to_owned()).unwrap();
            let Some(doubt) = view.doubts.first() else {
                assert_eq!(view.status, StatusView::Ready, "{view:#?}");
                return view;
            };
            match doubt.field.as_str() {
                "kind" | "doc_type" => {
                    let kind = serde_json::from_value(truth["doc_type"].clone()).unwrap();
                    self.desk.set_kind(id.to_owned(), kind).unwrap();
                }
                "third_party" if view.third_party.id.is_some() => {
                    self.desk.accept_field(id.to_owned(), "third_party".to_owned()).unwrap();
                }
                "third_party" => {
                    let name = if purchases(&view) { "supplier_name" } else { "customer_name" };
                    let name = truth[name].as_str().unwrap().to_owned();
                    let close =
                        |other: &&liasse_desk::api::ThirdPartyAlternative| name.starts_with(&other.name);
                    match view.third_party.alternatives.iter().find(close) {
                        Some(known) => {
                            self.desk.set_third_party(id.to_owned(), known.id.clone()).unwrap();
                        }
                        None => {
                            let mut form = view.third_party.proposal.clone().expect("a proposal");
                            form.name = name;
                            self.desk.create_third_party(id.to_owned(), form).unwrap();
                        }
                    }
                }
                "vat_scheme" => {
                    let scheme = serde_json::from_value(truth["vat_scheme"].clone()).unwrap();
                    self.desk.set_vat_scheme(id.to_owned(), scheme).unwrap();
                }
                "vat_lines" | "arithmetic" | "entry" => self.set_amounts(id, truth),
                "duplicate" => {
                    self.desk.not_a_duplicate(id.to_owned()).unwrap();
                }
                allocation if allocation.starts_with("allocation:") => {
                    let index = allocation["allocation:".len()..].parse().unwrap();
                    let account = if purchases(&view) { "606300" } else { "701000" };
                    self.desk.set_allocation(id.to_owned(), index, account.to_owned()).unwrap();
                }
                field => {
                    self.set(id, field, truth[field].as_str().unwrap_or(""));
                }
            }
        }
        panic!("not settled: {:#?}", self.desk.review(id.to_owned()).unwrap());
    }
}

/// First pages of the papers in a file, from their number of pages.
fn starts(paper: &SamplePaper) -> Vec<u32> {
    let mut next = 1;
    let first = |truth: &liasse_papers::truth::Truth| {
        let start = next;
        next += truth.places.values().flatten().map(|place| place.page as u32).max().unwrap_or(1);
        start
    };
    paper.truth.iter().map(first).collect()
}

struct SageGe {
    threads: tokio::runtime::Runtime,
    sandbox: Sandbox,
}

impl SageGe {
    fn start() -> SageGe {
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = threads.block_on(Sandbox::start(Options::default())).unwrap();
        SageGe { threads, sandbox }
    }
}
impl Drop for SageGe {
    fn drop(&mut self) {
        let _entered = self.threads.enter();
    }
}

fn amount(value: &Value) -> Amount {
    value.as_str().map_or(Amount::ZERO, |text| text.parse().unwrap())
}

#[test]
fn from_the_papers_to_three_systems() {
    let bakery = Bakery::open();
    let desk = &bakery.desk;
    bakery.import_books();
    let papers = papers();
    papers.iter().for_each(|paper| bakery.add(paper));
    desk.wait_until_read(&mut |_| {});

    // All that came in waits, each under the side it was dropped on; some of it is ready by itself.
    let waiting = bakery.all(&[]);
    assert!(
        waiting.iter().all(|row| {
            matches!(row.status, StatusView::Ready | StatusView::ToReview | StatusView::ToSplit)
        })
    );
    for row in &waiting {
        assert_eq!(
            row.status == StatusView::Ready,
            row.doubts.is_empty() && row.status != StatusView::ToSplit,
            "{row:?}"
        );
    }
    let ready_at_once = bakery.all(&[StatusView::Ready]);
    println!("{} of {} documents were ready at once", ready_at_once.len(), waiting.len());

    // Cut where the papers begin, then settled with the paper in hand.
    let mut settled: BTreeMap<String, (Value, usize)> = BTreeMap::new();
    for (place, paper) in papers.iter().enumerate() {
        let rows = bakery.rows(flow(paper), &[]);
        let source = rows
            .iter()
            .map(|row| desk.review(row.id.clone()).unwrap())
            .find(|view| view.file_name == paper.file_name)
            .unwrap_or_else(|| panic!("{} has no document", paper.file_name))
            .source;
        let decision = SplitDecision { source, starts: starts(paper), dropped: Vec::new() };
        let ids = desk.confirm_split(decision).unwrap();
        assert_eq!(ids.len(), paper.truth.len(), "{}", paper.file_name);
        for (id, truth) in ids.into_iter().zip(truths(paper)) {
            settled.insert(id, (truth, place));
        }
    }
    // One rule made on the way serves the next paper of that supplier.
    for (id, (truth, _)) in &settled {
        let view = bakery.settle(id, truth);
        let entry = view.entry.expect("what is ready has an entry");
        let side = |debit: bool| -> i64 {
            let lines = entry.lines.iter();
            lines
                .filter_map(|line| if debit { line.debit.as_ref() } else { line.credit.as_ref() })
                .map(|text| text.parse::<Amount>().unwrap().cents())
                .sum()
        };
        assert_eq!(side(true), side(false), "{entry:?}");
        if view.rule_offer.is_some() {
            desk.make_rule(id.clone()).unwrap();
        }
    }
    let ready = bakery.all(&[StatusView::Ready]);
    assert_eq!(ready.len(), settled.len());
    let suppliers = desk.third_parties(bakery.id.clone(), ThirdPartyKindView::Supplier).unwrap();
    assert!(
        suppliers.iter().any(|party| {
            party.rule_reason.as_ref().is_some_and(|reason| reason.code == "account_by_rule")
        })
    );

    to_bob(&bakery, &papers, &settled);
    to_files(&bakery, &settled);
    to_sage_ge(&bakery, &settled);

    for id in settled.keys() {
        let view = desk.review(id.clone()).unwrap();
        assert_eq!(view.status, StatusView::Published);
        let history = desk.history(id.clone()).unwrap();
        let done = |command: &str| history.iter().filter(|line| line.message.code == command).count();
        assert!(done("publish") >= 2 && done("published") >= 2, "{history:#?}");
        assert!(history.iter().any(|line| line.actor == "Camille"), "{history:#?}");
        assert!(history.is_sorted_by(|newer, older| newer.at >= older.at));
    }
    assert_eq!(bakery.all(&[]), []);
    assert_eq!(desk.entries(&bakery.id).unwrap().len(), settled.len());
    close(bakery.desk);
}

/// Lawful e-invoices need what the paper may lack: such papers stay behind with the reason, the others are dropped.
fn to_bob(bakery: &Bakery, papers: &[SamplePaper], settled: &BTreeMap<String, (Value, usize)>) {
    let desk = &bakery.desk;
    // What the paper bears and the reading missed is typed.
    for (id, (truth, _)) in settled {
        let view = desk.review(id.clone()).unwrap();
        if let (FlowView::Purchases, Some(number)) = (view.flow, truth["supplier_vat"].as_str()) {
            bakery.set(id, "supplier_vat", number);
        }
        if let (FlowView::Sales, Some(number)) = (view.flow, truth["customer_vat"].as_str()) {
            bakery.set(id, "customer_vat", number);
        }
    }
    let report =
        desk.publish(bakery.id.clone(), settled.keys().cloned().collect(), "bob".to_owned(), None).unwrap();
    assert_eq!(report.published.len() + report.held_back.len(), settled.len());
    for held in &report.held_back {
        let (truth, _) = &settled[&held.document];
        assert_eq!(held.message.code, "ubl_missing", "{held:?} {truth:#}");
        let view = desk.review(held.document.clone()).unwrap();
        assert_eq!(view.status, StatusView::Ready, "it stays");
    }
    assert!(report.published.len() >= 8, "{report:#?}");
    for published in &report.published {
        let (truth, place) = &settled[&published.document];
        let view = desk.review(published.document.clone()).unwrap();
        let side = if view.flow == FlowView::Purchases { "achats" } else { "ventes" };
        let folder = bakery.trial.path("bob/M1").join(side);
        assert!(std::path::Path::new(&published.remote).starts_with(&folder), "{published:?}");
        let (invoice, findings) = einvoice::read(&std::fs::read(&published.remote).unwrap());
        let faults: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error || finding.code == "einvoice_arithmetic")
            .collect();
        assert!(faults.is_empty(), "{faults:?} {truth:#}");
        let invoice = invoice.unwrap();
        // The paper is inside: the whole file, or its own pages of it.
        let image = invoice.image().expect("the original is embedded");
        assert!(image.bytes.starts_with(b"%PDF"));
        if papers[*place].truth.len() == 1 {
            assert!(image.bytes == papers[*place].bytes, "{}", papers[*place].file_name);
        }
        let (reading, _) = invoice.to_reading();
        let read = |name| reading.amount(name).unwrap_or(Amount::ZERO);
        use liasse_domain::FieldName::{InvoiceNumber, TotalHt, TotalTtc, TotalVat};
        assert_eq!(read(TotalTtc), amount(&truth["total_ttc"]), "{truth:#}");
        assert_eq!(read(TotalHt) + read(TotalVat), read(TotalTtc), "{truth:#}");
        let number = reading.text(InvoiceNumber).unwrap();
        assert_eq!(truth["invoice_number"].as_str().unwrap_or(number), number);
    }
    let dropped = names_in(&bakery.trial.path("bob/M1/achats")).len()
        + names_in(&bakery.trial.path("bob/M1/ventes")).len();
    assert_eq!(dropped, report.published.len());
}

fn to_files(bakery: &Bakery, settled: &BTreeMap<String, (Value, usize)>) {
    let mut documents: Vec<String> = settled.keys().cloned().collect();
    let first = documents.split_off(documents.len() - 3);
    to_quadra(bakery, first);
    let second = documents.split_off(documents.len() - 2);
    to_facturx(bakery, &second);
    let mut archive = exported(bakery, FilesFormat::Fec, &documents);
    let (mut images, mut books) = (0, None);
    for place in 0..archive.len() {
        let mut member = archive.by_index(place).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).unwrap();
        images += usize::from(bytes.starts_with(b"%PDF"));
        if name.contains("FEC2026") {
            books = Some(bytes);
        }
    }
    assert_eq!(images, documents.len(), "each with its image");
    let books = books.expect("the FEC is inside");
    let read = fec::read(&books).unwrap();
    let mut entries: BTreeMap<&str, (Amount, Amount)> = BTreeMap::new();
    for row in read.rows() {
        let entry = entries.entry(row.entry).or_default();
        entry.0 += row.debit;
        entry.1 += row.credit;
    }
    assert_eq!(entries.len(), documents.len());
    assert!(entries.values().all(|(debit, credit)| debit == credit && !debit.is_zero()), "{entries:?}");
}

/// Publishes documents to a ZIP in a format, and opens it.
fn exported(
    bakery: &Bakery,
    format: FilesFormat,
    documents: &[String],
) -> zip::ZipArchive<std::io::Cursor<Vec<u8>>> {
    let (desk, id) = (&bakery.desk, &bakery.id);
    let choice = FilesChoice { format, ..FilesChoice::default() };
    let preview = desk.files_preview(id.clone(), documents.to_vec(), choice.clone()).unwrap();
    assert_eq!(preview.trouble, None);
    desk.set_files_choice(id.clone(), choice.clone()).unwrap();
    assert_eq!(desk.files_offer(id.clone()).unwrap().choice, choice);
    let path = bakery.trial.path(&format!("{format:?}.zip"));
    let to = Some(path.display().to_string());
    let report = desk.publish(id.clone(), documents.to_vec(), "files".to_owned(), to).unwrap();
    assert_eq!((report.published.len(), report.held_back.len()), (documents.len(), 0), "{report:#?}");
    assert_eq!(report.findings, preview.findings, "as the preview said");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(std::fs::read(&path).unwrap())).unwrap();
    let mut shown = String::new();
    if let Ok(mut member) = archive.by_name(&preview.name)
        && format == FilesFormat::Fec
    {
        member.read_to_string(&mut shown).unwrap();
        assert!(preview.lines.iter().all(|line| shown.contains(line.as_str())), "{preview:#?}");
    }
    archive
}

/// Each document is a Factur-X that says it is a copy, its original attached.
fn to_facturx(bakery: &Bakery, documents: &[String]) {
    let mut archive = exported(bakery, FilesFormat::Facturx, documents);
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let files: Vec<&String> = names.iter().filter(|name| name.ends_with(".pdf")).collect();
    assert_eq!(files.len(), documents.len(), "{names:?}");
    for name in files {
        let mut bytes = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
        let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
        for words in ["factur-x.xml", "<pdfaid:part>3<", "CrossIndustryInvoice", "/AFRelationship /Source"] {
            assert!(holds(words), "{name} lacks {words}");
        }
    }
}

/// Quadra finds each image under the name that its line bears.
fn to_quadra(bakery: &Bakery, documents: Vec<String>) {
    let mut archive = exported(bakery, FilesFormat::Quadra, &documents);
    let mut text = Vec::new();
    archive.by_name("quadra.txt").unwrap().read_to_end(&mut text).unwrap();
    let mut images = BTreeSet::new();
    for record in text.split(|b| *b == b'\n').filter(|record| record.first() == Some(&b'M')) {
        images.insert(String::from_utf8(record[181..193].to_vec()).unwrap());
    }
    assert_eq!(images.len(), documents.len(), "{images:?}");
    for image in images {
        let mut bytes = Vec::new();
        archive.by_name(&image).unwrap().read_to_end(&mut bytes).unwrap();
        assert!(bytes.starts_with(b"%PDF"), "{image}");
    }
}

fn to_sage_ge(bakery: &Bakery, settled: &BTreeMap<String, (Value, usize)>) {
    let sage = SageGe::start();
    let connection = sage_ge_of(&sage.sandbox);
    let stranger = bakery.desk.save_sage_ge_connection(connection.clone()).unwrap_err();
    assert_eq!(stranger.code, "target_certificate", "nobody trusts the sandbox unasked");
    trust(&bakery.desk, &sage.sandbox);
    let folders = bakery.desk.save_sage_ge_connection(connection).unwrap();
    assert!(folders.iter().any(|folder| folder.id == "DOS001" && folder.active));
    assert_eq!(bakery.desk.sage_ge_connection().unwrap().client_secret, "", "the secret does not come back");
    let report = bakery
        .desk
        .publish(bakery.id.clone(), settled.keys().cloned().collect(), "sage-ge".to_owned(), None)
        .unwrap();
    assert_eq!((report.published.len(), report.held_back.len()), (settled.len(), 0), "{report:#?}");
    let received = sage.sandbox.received(System::Ge);
    assert_eq!(received.len(), settled.len());
    for piece in &received {
        let lines = piece.body["lines"].as_array().unwrap();
        let sum = |side: &str| -> Amount { lines.iter().map(|line| amount(&line[side])).sum() };
        assert_eq!(sum("debit"), sum("credit"), "{:#}", piece.body);
        assert!(!sum("debit").is_zero());
        assert!(piece.image.is_some(), "with its image");
    }
}

/// What no e-invoice may carry is embedded as a PDF of its pages; of an e-invoice without a picture, what is drawn from it.
#[test]
fn a_fax_and_an_e_invoice_are_dropped_to_bob() {
    let bakery = Bakery::open();
    let desk = &bakery.desk;
    bakery.import_books();
    let papers = papers();
    let paper =
        papers.iter().find(|paper| paper.truth.len() == 1 && paper.flow == SampleFlow::Purchases).unwrap();
    bakery.add(paper);
    desk.wait_until_read(&mut |_| {});
    let first = desk.review(bakery.all(&[])[0].id.clone()).unwrap();
    // The same paper as a fax: drawn, and kept as a TIFF.
    let (media_type, drawn) = desk.page_picture(first.source, 1, 1_654).unwrap();
    assert_eq!(media_type, "image/jpeg");
    desk.archive(vec![first.id]).unwrap();
    let mut tiff = std::io::Cursor::new(Vec::new());
    image::load_from_memory(&drawn).unwrap().write_to(&mut tiff, image::ImageFormat::Tiff).unwrap();
    for (name, bytes) in [("fax.tif", tiff.into_inner()), ("facture.xml", e_invoice(1))] {
        let path = bakery.trial.write(name, &bytes).display().to_string();
        let added = desk
            .add_files(bakery.id.clone(), FlowView::Purchases, SplitModeView::PerFile, vec![path])
            .unwrap();
        assert_eq!(added.accepted, 1, "{added:?}");
    }
    desk.wait_until_read(&mut |_| {});
    let rows = bakery.all(&[]);
    assert_eq!(rows.len(), 2, "{rows:#?}");
    for row in rows {
        let view = desk.review(row.id.clone()).unwrap();
        let fax = view.file_name == "fax.tif";
        let e_invoiced = serde_json::json!({ "supplier_name": SUPPLIERS[1].0 });
        let truth = if fax { truths(paper).remove(0) } else { e_invoiced };
        if fax {
            bakery.set(&row.id, "supplier_vat", truth["supplier_vat"].as_str().unwrap());
        }
        bakery.settle(&row.id, &truth);
        let report = desk.publish(bakery.id.clone(), vec![row.id], "bob".to_owned(), None).unwrap();
        assert_eq!(report.published.len(), 1, "{report:?}");
        let (invoice, _) = einvoice::read(&std::fs::read(&report.published[0].remote).unwrap());
        let invoice = invoice.unwrap();
        match fax {
            true => {
                let image = invoice.image().expect("the fax is embedded");
                assert_eq!(image.mime.as_deref(), Some("application/pdf"));
                assert_eq!(image.file_name.as_deref(), Some("fax.pdf"));
                // A PDF that opens, of one page.
                let pdf = bakery.trial.write("embedded/fax.pdf", &image.bytes);
                let out = bakery.trial.path("read");
                bakery
                    .trial
                    .liasse(&["read", "--split", "per-page", "--out"])
                    .arg(&out)
                    .arg(pdf)
                    .answer()
                    .ok();
                let json: Value =
                    serde_json::from_slice(&std::fs::read(out.join("fax.json")).unwrap()).unwrap();
                assert_eq!(json["documents"].as_array().map(Vec::len), Some(1), "{json:#}");
            }
            false => {
                drawn_in_the_review(&bakery, &view);
                let image = invoice.image().expect("an image is drawn");
                assert_eq!(image.mime.as_deref(), Some("application/pdf"));
                assert_eq!(image.file_name.as_deref(), Some("facture_image-tracee.pdf"));
                let said = image.description.as_deref().unwrap_or_default();
                assert!(said.contains("elle n'est pas l'original"), "{said}");
                e_invoice_to_files(&bakery, &view.id);
            }
        }
    }
    close(bakery.desk);
}

/// An e-invoice without a picture has a page in the review, and its values have their boxes there.
fn drawn_in_the_review(bakery: &Bakery, view: &ReviewView) {
    let desk = &bakery.desk;
    let [page] = view.pages.as_slice() else { panic!("{:?}", view.pages) };
    assert!((page.aspect - 0.707).abs() < 0.01, "{page:?}");
    let (media_type, picture) = desk.page_picture(view.source.clone(), page.number, 900).unwrap();
    assert_eq!(media_type, "image/jpeg");
    let picture = image::load_from_memory(&picture).unwrap().into_luma8();
    assert!((890..=910).contains(&picture.width()), "{:?}", picture.dimensions());
    let words = desk.words(view.source.clone(), page.number).unwrap();
    let text: String = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    assert!(text.contains("elle n'est pas l'original"), "{text}");
    for name in ["invoice_number", "issue_date", "supplier_name", "supplier_vat", "total_ttc", "total_vat"] {
        let field = view.fields.iter().find(|field| field.name == name).unwrap();
        let rect = field.rect.as_ref().unwrap_or_else(|| panic!("{name} has no box"));
        assert_eq!(field.page, Some(1));
        let inside: String = words
            .iter()
            .filter(|word| {
                let (x, y) = ((word.rect.x0 + word.rect.x1) / 2.0, (word.rect.y0 + word.rect.y1) / 2.0);
                (rect.x0..rect.x1).contains(&x) && (rect.y0..rect.y1).contains(&y)
            })
            .map(|word| word.text.as_str())
            .collect();
        let squeezed = |text: &str| -> String {
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
        };
        let value = field.value.as_deref().unwrap_or_default();
        let value = match name {
            "issue_date" => value.split('-').rev().collect(),
            _ => value.to_owned(),
        };
        assert_eq!(squeezed(&inside), squeezed(&value), "{name}");
        // There is ink in the box.
        let (across, down) = (picture.width() as f32, picture.height() as f32);
        let (left, top) = ((rect.x0 * across) as u32, (rect.y0 * down) as u32);
        let (right, bottom) = ((rect.x1 * across) as u32, (rect.y1 * down) as u32);
        let dark = (left..right)
            .flat_map(|x| (top..bottom).map(move |y| (x, y)))
            .filter(|(x, y)| picture.get_pixel(*x, *y).0[0] < 128);
        assert!(dark.count() > 20, "{name} is not drawn where its box is");
    }
}

/// In the ZIP the e-invoice lies beside its image.
fn e_invoice_to_files(bakery: &Bakery, document: &str) {
    let archive = exported(bakery, FilesFormat::Fec, &[document.to_owned()]);
    let mut endings: Vec<String> = archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .filter(|name| name.starts_with("images/"))
        .map(|name| name.rsplit('.').next().unwrap().to_owned())
        .collect();
    endings.sort();
    assert_eq!(endings, ["pdf", "xml"]);
}

#[test]
fn a_boundary_is_moved_back_and_forth_and_documents_are_merged() {
    let bakery = Bakery::open();
    let desk = &bakery.desk;
    bakery.import_books();
    let papers = papers();
    let bundle = papers.iter().find(|paper| paper.truth.len() == 3).unwrap();
    bakery.add(bundle);
    desk.wait_until_read(&mut |_| {});
    let truth = truths(bundle);
    let right = starts(bundle);
    let first = bakery.rows(FlowView::Purchases, &[])[0].id.clone();
    let source = desk.review(first).unwrap().source;
    let cut = |starts: &[u32]| {
        let decision = SplitDecision { source: source.clone(), starts: starts.to_vec(), dropped: Vec::new() };
        desk.confirm_split(decision).unwrap()
    };
    let pages = |id: &String| -> Vec<u32> {
        desk.review(id.clone()).unwrap().pages.iter().map(|page| page.number).collect()
    };
    let number = |id: &String| {
        let view = desk.review(id.clone()).unwrap();
        view.fields.into_iter().find(|field| field.name == "invoice_number").and_then(|field| field.value)
    };
    let total = desk.split_view(source.clone()).unwrap().pages.len() as u32;

    let ids = cut(&right);
    assert_eq!(ids.len(), 3);
    let numbers: Vec<_> = ids.iter().map(number).collect();
    // What the user did to a document stays when the boundary of another is moved.
    bakery.set(&ids[0], "invoice_number", "TYPED-1");
    // The second boundary goes: the last two are one document, read again from their pages.
    let wider = cut(&right[..2]);
    assert_eq!(wider.len(), 2);
    assert_eq!(wider[0], ids[0], "its pages are the same: it is the same document");
    assert_eq!(number(&wider[0]).as_deref(), Some("TYPED-1"));
    assert_eq!(pages(&wider[1]), (right[1]..=total).collect::<Vec<_>>());
    let view = desk.split_view(source.clone()).unwrap();
    let begins: Vec<u32> = view.pages.iter().filter(|page| page.starts).map(|page| page.number).collect();
    assert_eq!(begins, right[..2]);
    assert!(view.pages.iter().all(|page| !page.unsure && page.document.is_some()));
    // And comes back.
    let again = cut(&right);
    assert_eq!(
        again.iter().map(number).collect::<Vec<_>>()[1..],
        numbers[1..],
        "read again, with the same outcome"
    );
    // Undone: the cut before.
    desk.undo().unwrap().unwrap();
    assert_eq!(bakery.rows(FlowView::Purchases, &[]).len(), 2);
    let again = cut(&right);

    // One account for all of them is one command, undone as one.
    let accounts = |id: &String| -> Vec<Option<String>> {
        desk.review(id.clone()).unwrap().allocations.into_iter().map(|line| line.account).collect()
    };
    let before: Vec<_> = again.iter().map(accounts).collect();
    assert_eq!(desk.set_account_of_all(again.clone(), "606300".to_owned()).unwrap(), 3);
    assert!(again.iter().flat_map(accounts).all(|account| account.as_deref() == Some("606300")));
    let same = desk.set_account_of_all(again.clone(), "606300".to_owned()).unwrap_err();
    assert_eq!(same.code, "nothing_to_accept", "nothing would change");
    desk.undo().unwrap().unwrap();
    assert_eq!(again.iter().map(accounts).collect::<Vec<_>>(), before);

    // Merged: one document of the pages of both.
    let merged = desk.merge(vec![again[2].clone(), again[1].clone()]).unwrap();
    assert_eq!(pages(&merged), (right[1]..=total).collect::<Vec<_>>());
    assert_eq!(desk.merge(vec![merged.clone()]).unwrap_err().code, "merge_needs_two");
    assert_eq!(bakery.rows(FlowView::Purchases, &[]).len(), 2);
    let all = desk.merge(vec![ids[0].clone(), merged]).unwrap();
    assert_eq!(pages(&all), (1..=total).collect::<Vec<_>>());
    assert_eq!(
        desk.confirm_split(SplitDecision {
            source: source.clone(),
            starts: vec![1],
            dropped: (1..=total).collect()
        })
        .unwrap_err()
        .code,
        "split_without_pages"
    );
    // A page that is left out is in no document.
    let without = desk
        .confirm_split(SplitDecision { source: source.clone(), starts: right.clone(), dropped: vec![total] })
        .unwrap();
    let held: Vec<u32> = without.iter().flat_map(&pages).collect();
    assert_eq!(held, (1..total).collect::<Vec<_>>());
    assert!(desk.split_view(source.clone()).unwrap().pages.last().unwrap().dropped);

    // Cut rightly, settled and published: the cut stands.
    let ids = cut(&right);
    bakery.settle(&ids[0], &truth[0]);
    let path = bakery.trial.path("one.zip").display().to_string();
    let report =
        desk.publish(bakery.id.clone(), vec![ids[0].clone()], "files".to_owned(), Some(path)).unwrap();
    assert_eq!(report.published.len(), 1, "{report:?}");
    let refused = desk
        .confirm_split(SplitDecision { source: source.clone(), starts: vec![1], dropped: Vec::new() })
        .unwrap_err();
    assert_eq!(refused.code, "source_published");
    assert!(desk.split_view(source.clone()).unwrap().locked);
    assert_eq!(desk.merge(ids.clone()).unwrap_err().code, "source_published");
    close(bakery.desk);
}
