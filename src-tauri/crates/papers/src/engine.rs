//! The PDF engine of the command line: pdfium, from `LIASSE_ENGINES` or the repository's `assets/engines`.

use std::path::{Path, PathBuf};

use image::RgbImage;
use liasse_papers::wear::Render;
use pdfium_render::prelude::{PdfRenderConfig, Pdfium};

pub struct Engine {
    pdfium: Pdfium,
}

impl Engine {
    /// # Errors
    /// Names the file that was looked for.
    pub fn load() -> Result<Self, String> {
        let root = std::env::var_os("LIASSE_ENGINES").map_or_else(
            || {
                Path::new(env!("CARGO_MANIFEST_DIR"))
                    .ancestors()
                    .nth(3)
                    .unwrap_or(Path::new("."))
                    .join("assets/engines")
            },
            PathBuf::from,
        );
        let name = format!("{}pdfium{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        let path = root.join(format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)).join(name);
        let bindings = Pdfium::bind_to_library(&path).map_err(|e| {
            format!(
                "no PDF engine at {}: {e:?}; run `cargo xtask setup` or set LIASSE_ENGINES",
                path.display()
            )
        })?;
        Ok(Self { pdfium: Pdfium::new(bindings) })
    }
}

impl Render for Engine {
    fn render(&self, pdf: &[u8], page: usize, dpi: f32) -> Result<RgbImage, String> {
        let failed = |e| format!("{e:?}");
        let document = self.pdfium.load_pdf_from_byte_slice(pdf, None).map_err(failed)?;
        let index = i32::try_from(page).map_err(|e| e.to_string())?;
        let page = document.pages().get(index).map_err(failed)?;
        let config = PdfRenderConfig::new().scale_page_by_factor(dpi / 72.0);
        let bitmap = page.render_with_config(&config).map_err(failed)?;
        let (w, h) = (bitmap.width() as u32, bitmap.height() as u32);
        let rgb = bitmap.as_rgba_bytes().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        RgbImage::from_raw(w, h, rgb).ok_or_else(|| "the bitmap has another size than it says".to_owned())
    }
}
