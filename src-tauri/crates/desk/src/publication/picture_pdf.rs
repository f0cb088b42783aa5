//! A PDF of pictures, for papers that came in a form that no e-invoice may carry.

use std::io::Cursor;

use image::ImageReader;

use crate::api::DeskError;

/// Width of a page in points: that of A4.
const WIDTH: f64 = 595.0;

/// A PDF with one JPEG a page (ISO 32000-1: a JPEG is an image's stream as it stands, filter `DCTDecode`).
pub fn of_jpegs(pictures: &[Vec<u8>]) -> Result<Vec<u8>, DeskError> {
    let kids: Vec<String> = (0..pictures.len()).map(|page| format!("{} 0 R", 3 + page * 3)).collect();
    let mut pdf = Writer { bytes: b"%PDF-1.4\n".to_vec(), places: Vec::new() };
    pdf.object(b"<< /Type /Catalog /Pages 2 0 R >>");
    let tree = format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pictures.len());
    pdf.object(tree.as_bytes());
    for (page, jpeg) in pictures.iter().enumerate() {
        let (width, height) = ImageReader::new(Cursor::new(jpeg))
            .with_guessed_format()
            .map_err(|error| DeskError::internal(&error.to_string()))?
            .into_dimensions()
            .map_err(|error| DeskError::internal(&error.to_string()))?;
        let tall = WIDTH * f64::from(height) / f64::from(width.max(1));
        let (drawing, picture) = (4 + page * 3, 5 + page * 3);
        pdf.object(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:.2} {tall:.2}] /Contents {drawing} 0 R \
                 /Resources << /XObject << /Im {picture} 0 R >> >> >>"
            )
            .as_bytes(),
        );
        pdf.stream("", format!("q {WIDTH:.2} 0 0 {tall:.2} 0 0 cm /Im Do Q").as_bytes());
        let about = format!(
            "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB \
             /BitsPerComponent 8 /Filter /DCTDecode "
        );
        pdf.stream(&about, jpeg);
    }
    Ok(pdf.end())
}

struct Writer {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Writer {
    fn object(&mut self, content: &[u8]) {
        self.places.push(self.bytes.len());
        self.bytes.extend(format!("{} 0 obj\n", self.places.len()).bytes());
        self.bytes.extend(content);
        self.bytes.extend(b"\nendobj\n");
    }
    fn stream(&mut self, about: &str, content: &[u8]) {
        let mut object = format!("<< {about}/Length {} >>\nstream\n", content.len()).into_bytes();
        object.extend(content);
        object.extend(b"\nendstream");
        self.object(&object);
    }
    fn end(mut self) -> Vec<u8> {
        let table = self.bytes.len();
        let size = self.places.len() + 1;
        self.bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
        for place in &self.places {
            self.bytes.extend(format!("{place:010} 00000 n \n").bytes());
        }
        let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        self.bytes.extend(end.bytes());
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_object_is_where_the_table_says() {
        let mut jpeg = Cursor::new(Vec::new());
        image::RgbImage::new(40, 60).write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        let pdf = of_jpegs(&[jpeg.get_ref().clone(), jpeg.into_inner()]).unwrap();
        let table = pdf.windows(5).rposition(|window| window == b"xref\n").unwrap();
        let lines = String::from_utf8(pdf[table..].to_vec()).unwrap();
        for (number, line) in lines.lines().skip(3).take(8).enumerate() {
            let place: usize = line[..10].parse().unwrap();
            assert!(pdf[place..].starts_with(format!("{} 0 obj", number + 1).as_bytes()), "{line}");
        }
        assert!(of_jpegs(&[b"no picture".to_vec()]).is_err());
    }
}
