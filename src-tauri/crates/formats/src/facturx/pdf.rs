//! The PDF: PDF/A-3b (ISO 19005-3), each page one picture, the XML and the original attached.
//!
//! The pages are drawn anew as pictures rather than taken over: a PDF that came from anywhere may lack fonts, bear scripts or be
//! encrypted, and no kept library makes such a one PDF/A. The original keeps its text where it is attached.

use liasse_domain::Date;
use pdf_writer::types::{AssociationKind, OutputIntentSubtype};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::{ProcessingCopy, Profile, mark, xmp};
use crate::ubl::UblDocument;

/// Name of the attached XML (Factur-X 1.09, 6.2.2).
pub(super) const XML_NAME: &str = "factur-x.xml";
/// Width of a page: A4 upright, in points.
const WIDTH: f32 = 595.28;
/// sRGB, for the output intent.
const SRGB: &[u8] = include_bytes!("../../assets/srgb.icc");

/// A page as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page<'a> {
    /// JPEG in three colours.
    pub jpeg: &'a [u8],
    /// Width in pixels, above zero.
    pub width: u32,
    /// Height in pixels, above zero.
    pub height: u32,
}

/// Hands out numbers of objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// A file to attach.
struct Attached<'a> {
    name: String,
    mime: &'a str,
    description: &'a str,
    bytes: &'a [u8],
    kind: AssociationKind,
}

pub(super) fn write(
    document: &UblDocument,
    copy: &ProcessingCopy<'_>,
    xml: &[u8],
    profile: Profile,
) -> Vec<u8> {
    let mut numbers = Numbers(0);
    let mut pdf = Pdf::new();
    let (catalog_id, tree, metadata, icc) = (numbers.next(), numbers.next(), numbers.next(), numbers.next());
    let pages: Vec<Ref> = copy.pages.iter().map(|page| draw(&mut pdf, &mut numbers, tree, page)).collect();
    pdf.pages(tree).count(i32::try_from(pages.len()).unwrap_or(i32::MAX)).kids(pages);

    // An XML that says all that the picture says is an alternative of it, one that says less is data (Factur-X 1.09, 6.2.2).
    let kind = if profile == Profile::En16931 { AssociationKind::Alternative } else { AssociationKind::Data };
    let mut attached = vec![Attached {
        name: XML_NAME.to_owned(),
        mime: "text/xml",
        description: "Facture Factur-X",
        bytes: xml,
        kind,
    }];
    if let Some(original) = copy.original {
        attached.push(Attached {
            name: format!("original-{}", ascii(&original.file_name)),
            mime: &original.mime,
            description: "Pièce d'origine",
            bytes: &original.bytes,
            kind: AssociationKind::Source,
        });
    }
    let files: Vec<(String, Ref)> = attached
        .iter()
        .map(|file| (file.name.clone(), attach(&mut pdf, &mut numbers, file, copy.written)))
        .collect();

    pdf.metadata(metadata, xmp::packet(document, profile, copy.written).as_bytes());
    pdf.icc_profile(icc, SRGB).n(3);
    let mut catalog = pdf.catalog(catalog_id);
    catalog.pages(tree).metadata(metadata);
    catalog.insert(Name(b"AF")).array().items(files.iter().map(|(_, id)| *id));
    let mut names = catalog.names();
    let mut embedded = names.embedded_files();
    let mut entries = embedded.names();
    // In the order of their names: "factur-x.xml" goes before "original-…".
    for (name, id) in &files {
        entries.insert(Str(name.as_bytes()), *id);
    }
    entries.finish();
    embedded.finish();
    names.finish();
    let mut intents = catalog.output_intents();
    let mut intent = intents.push();
    intent.subtype(OutputIntentSubtype::PDFA).output_condition_identifier(TextStr("sRGB"));
    intent.info(TextStr("sRGB")).dest_output_profile(icc);
    intent.finish();
    intents.finish();
    catalog.finish();
    pdf.set_file_id((copy.identity.to_vec(), copy.identity.to_vec()));
    pdf.finish()
}

/// One page: its picture, as wide as the sheet, above the strip with the words.
fn draw(pdf: &mut Pdf, numbers: &mut Numbers, tree: Ref, page: &Page<'_>) -> Ref {
    let (id, content_id, image_id) = (numbers.next(), numbers.next(), numbers.next());
    #[allow(clippy::cast_precision_loss, reason = "pixels of a page")]
    let tall = WIDTH * page.height.max(1) as f32 / page.width.max(1) as f32;
    let mut writer = pdf.page(id);
    writer.parent(tree).media_box(Rect::new(0.0, 0.0, WIDTH, tall + mark::STRIP)).contents(content_id);
    writer.resources().x_objects().pair(Name(b"Im"), image_id);
    writer.finish();
    let mut content = Content::new();
    content.save_state();
    content.transform([WIDTH, 0.0, 0.0, tall, 0.0, mark::STRIP]);
    content.x_object(Name(b"Im"));
    content.restore_state();
    mark::draw(&mut content);
    pdf.stream(content_id, &content.finish());
    let pixels = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let mut image = pdf.image_xobject(image_id, page.jpeg);
    image.filter(Filter::DctDecode);
    image.width(pixels(page.width)).height(pixels(page.height));
    image.color_space().device_rgb();
    image.bits_per_component(8);
    image.finish();
    id
}

fn attach(pdf: &mut Pdf, numbers: &mut Numbers, file: &Attached<'_>, written: Date) -> Ref {
    let (id, stream) = (numbers.next(), numbers.next());
    let number = |value: i8| u8::try_from(value).unwrap_or(1);
    let day = pdf_writer::Date::new(u16::try_from(written.year()).unwrap_or(0))
        .month(number(written.month()))
        .day(number(written.day()));
    let mut embedded = pdf.embedded_file(stream, file.bytes);
    embedded.subtype(Name(file.mime.as_bytes()));
    let size = i32::try_from(file.bytes.len()).unwrap_or(i32::MAX);
    embedded.params().size(size).modification_date(day);
    embedded.finish();
    let mut spec = pdf.file_spec(id);
    spec.path(Str(file.name.as_bytes()))
        .unic_file(TextStr(&file.name))
        .description(TextStr(file.description));
    spec.embedded_file_with_unicode(stream).association_kind(file.kind);
    spec.finish();
    id
}

/// A file's name as every reader of PDF shows it.
fn ascii(name: &str) -> String {
    let plain = deunicode::deunicode(name);
    plain
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
        .collect()
}
