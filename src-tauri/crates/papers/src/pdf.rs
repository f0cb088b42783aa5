//! Sheets to PDF bytes.

use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, Str};

use crate::ink::Sheet;

const FACES: [(&[u8], &[u8]); 6] = [
    (b"F1", b"Helvetica"),
    (b"F2", b"Helvetica-Bold"),
    (b"F3", b"Times-Roman"),
    (b"F4", b"Times-Bold"),
    (b"F5", b"Courier"),
    (b"F6", b"Courier-Bold"),
];

/// A file inside a PDF.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// A PDF of these sheets, in order. Same sheets, same bytes: no clock, no random identifier.
pub fn write(sheets: &[Sheet]) -> Vec<u8> {
    write_with(sheets, None)
}

/// The same with a file inside, as an alternative to the pages (ISO 32000-2, 14.13; Factur-X 1.0, 6.2).
pub fn write_with(sheets: &[Sheet], attachment: Option<&Attachment>) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let (catalog, tree) = (Ref::new(1), Ref::new(2));
    let face = |i: usize| Ref::new(3 + i as i32);
    let page_ref = |i: usize| Ref::new(10 + 3 * i as i32);
    let content_ref = |i: usize| Ref::new(11 + 3 * i as i32);
    let picture_ref = |i: usize| Ref::new(12 + 3 * i as i32);
    let (spec, inside) = (page_ref(sheets.len()), content_ref(sheets.len()));
    let mut root = pdf.catalog(catalog);
    root.pages(tree);
    if let Some(attachment) = attachment {
        root.insert(Name(b"AF")).array().item(spec);
        let mut names = root.names();
        names.embedded_files().names().insert(Str(attachment.name.as_bytes()), spec);
    }
    root.finish();
    if let Some(attachment) = attachment {
        let mut described = pdf.file_spec(spec);
        described.path(Str(attachment.name.as_bytes())).embedded_file(inside);
        described.insert(Name(b"AFRelationship")).primitive(Name(b"Alternative"));
        described.finish();
        pdf.embedded_file(inside, attachment.bytes).subtype(Name(b"text/xml"));
    }
    pdf.pages(tree).kids((0..sheets.len()).map(page_ref)).count(sheets.len() as i32);
    for (i, (_, base)) in FACES.iter().enumerate() {
        pdf.type1_font(face(i)).base_font(Name(base)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (i, sheet) in sheets.iter().enumerate() {
        let mut page = pdf.page(page_ref(i));
        page.media_box(Rect::new(0.0, 0.0, sheet.width, sheet.height)).parent(tree).contents(content_ref(i));
        if sheet.rotate != 0 {
            page.rotate(sheet.rotate);
        }
        let mut resources = page.resources();
        if sheet.picture.is_some() {
            resources.x_objects().pair(Name(b"Im1"), picture_ref(i));
        } else {
            let mut fonts = resources.fonts();
            for (f, (name, _)) in FACES.iter().enumerate() {
                fonts.pair(Name(name), face(f));
            }
        }
        resources.finish();
        page.finish();
        match &sheet.picture {
            None => {
                pdf.stream(content_ref(i), &sheet.ops);
            }
            Some(p) => {
                pdf.stream(
                    content_ref(i),
                    format!("q {} 0 0 {} 0 0 cm /Im1 Do Q", sheet.width, sheet.height).as_bytes(),
                );
                let mut image = pdf.image_xobject(picture_ref(i), &p.jpeg);
                image.filter(Filter::DctDecode);
                image.width(p.width as i32).height(p.height as i32).bits_per_component(8);
                if p.grey {
                    image.color_space().device_gray();
                } else {
                    image.color_space().device_rgb();
                }
            }
        }
    }
    pdf.finish()
}
