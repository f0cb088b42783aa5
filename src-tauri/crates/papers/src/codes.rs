//! Codes drawn with bars and squares: payment codes of the European Payments Council (EPC069-12), QR codes and patch codes
//! of separator sheets (Kodak A-61599).

use qrcode::{Color, EcLevel, QrCode};

use crate::ink::{BLACK, Ink};
use crate::truth::{Deal, Kind};

/// A QR code of that side in points, its top left corner at (`x`, `y`). A text too long for a code draws nothing.
pub fn qr(ink: &mut Ink, text: &str, x: f32, y: f32, side: f32) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return };
    let width = code.width();
    let module = side / width as f32;
    for (row, colours) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let dark = |at: usize| colours.get(at) == Some(&Color::Dark);
            let length = (column..width).take_while(|at| dark(*at)).count();
            if length > 0 {
                let (left, top) = (x + column as f32 * module, y + row as f32 * module);
                ink.fill(left, top, length as f32 * module, module, BLACK);
            }
            column += length.max(1);
        }
    }
}

/// The payment code of an invoice: what is printed beside it, and nothing more.
pub fn payment(ink: &mut Ink, deal: &Deal, x: f32, y: f32, side: f32) {
    if deal.kind != Kind::Invoice
        || deal.supplier.iban.is_empty()
        || deal.payable <= 0
        || deal.currency != "EUR"
    {
        return;
    }
    let (whole, cents) = (deal.payable / 100, deal.payable % 100);
    let name = deal.supplier.full_name();
    let text = format!("BCD\n002\n1\nSCT\n\n{name}\n{}\nEUR{whole}.{cents:02}", deal.supplier.iban);
    qr(ink, &text, x, y, side);
}

/// A patch T across the sheet: four bars, narrow, wide, narrow, wide (0.08 and 0.2 inch), its top at `y`.
pub fn patch_t(ink: &mut Ink, y: f32) {
    const NARROW: f32 = 0.08 * 72.0;
    const WIDE: f32 = 0.2 * 72.0;
    let mut top = y;
    for bar in [NARROW, WIDE, NARROW, WIDE] {
        ink.fill(90.0, top, 415.0, bar, BLACK);
        top += bar + NARROW;
    }
}
