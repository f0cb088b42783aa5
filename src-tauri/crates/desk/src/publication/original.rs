//! The original that goes with an entry: the document's own pages, as they came.

use liasse_formats::ubl::Original;

use crate::api::DeskError;
use crate::coding::Situation;
use crate::desk::Desk;

impl Desk {
    /// The bytes of a document: its whole source, or its pages of it as a PDF.
    pub(crate) fn original(&self, situation: &Situation) -> Result<Option<Original>, DeskError> {
        let source = self.read(|reader| reader.source(situation.row.source))?;
        let pages: Vec<u32> = situation.row.pages.iter().map(|page| page.page).collect();
        let whole = pages.is_empty() || source.page_count == u32::try_from(pages.len()).ok();
        if whole {
            return Ok(Some(Original {
                file_name: source.file_name.clone(),
                mime: source.media_type.clone(),
                bytes: self.blobs.get(&source.sha256)?,
            }));
        }
        let bytes = self.extract_pages(&source, &pages)?;
        let stem = source.file_name.rsplit_once('.').map_or(source.file_name.as_str(), |(stem, _)| stem);
        let span = match (pages.first(), pages.last()) {
            (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
            (Some(only), _) => only.to_string(),
            _ => String::new(),
        };
        Ok(Some(Original {
            file_name: format!("{stem}_p{span}.pdf"),
            mime: "application/pdf".to_owned(),
            bytes,
        }))
    }
}
