//! What scanners, tills and telephones do to a page.

use image::{Rgb, RgbImage};

use crate::PapersError;
use crate::ink::Picture;
use crate::rng::Rng;
use crate::warp::Warp;

/// Turns a page of a PDF into pixels. The library knows no PDF engine: the caller has one.
pub trait Render {
    /// `page` counts from 0.
    ///
    /// # Errors
    /// Says in words why the page could not be rendered.
    fn render(&self, pdf: &[u8], page: usize, dpi: f32) -> Result<RgbImage, String>;
}

impl<F: Fn(&[u8], usize, f32) -> Result<RgbImage, String>> Render for F {
    fn render(&self, pdf: &[u8], page: usize, dpi: f32) -> Result<RgbImage, String> {
        self(pdf, page, dpi)
    }
}

/// The defects of one scan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wear {
    pub dpi: f32,
    pub grey: bool,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// Degrees.
    pub skew: f32,
    /// Passes of a 3 × 3 blur.
    pub blur: u8,
    /// Standard deviation in grey levels.
    pub noise: f32,
    /// Specks on an A4 sheet.
    pub specks: u32,
    /// Loss of light towards one edge, 0 to 1.
    pub shade: f32,
    /// Loss of ink, 0 to 1: thermal paper, worn toner.
    pub fade: f32,
    pub folded: bool,
    /// A line of dirt down the glass.
    pub streak: bool,
    /// Black and white only, as faxes and old scanners.
    pub bitonal: bool,
    /// An office stamp over the page.
    pub stamped: bool,
}

impl Wear {
    pub const CLEAN: Self = Self {
        dpi: 200.0,
        grey: true,
        quality: 80,
        skew: 0.0,
        blur: 0,
        noise: 0.0,
        specks: 0,
        shade: 0.0,
        fade: 0.0,
        folded: false,
        streak: false,
        bitonal: false,
        stamped: false,
    };

    /// A scan as offices make them; `thermal` paper fades.
    pub fn draw(rng: &mut Rng, thermal: bool) -> Self {
        Self {
            dpi: rng.pick(&[150.0, 200.0, 200.0, 200.0, 300.0]),
            grey: rng.chance(65),
            quality: rng.range(38, 88) as u8,
            skew: if rng.chance(80) {
                rng.between(-1.0, 1.0) * if rng.chance(25) { 2.0 } else { 0.9 }
            } else {
                0.0
            },
            blur: rng.pick(&[0, 0, 1, 1, 2]),
            noise: rng.between(1.0, 9.0),
            specks: rng.range(0, 90) as u32,
            shade: if rng.chance(40) { rng.between(0.05, 0.3) } else { 0.0 },
            fade: if thermal {
                rng.between(0.1, 0.62)
            } else if rng.chance(20) {
                rng.between(0.1, 0.35)
            } else {
                0.0
            },
            folded: rng.chance(if thermal { 40 } else { 18 }),
            streak: rng.chance(8),
            bitonal: !thermal && rng.chance(6),
            stamped: !thermal && rng.chance(10),
        }
    }
}

/// Multiplies a colour; the cheapest way to lay light and shadow over paper.
fn scale(p: &mut Rgb<u8>, f: f32) {
    for c in &mut p.0 {
        *c = (f32::from(*c) * f).clamp(0.0, 255.0) as u8;
    }
}

fn sample(image: &RgbImage, x: f32, y: f32) -> Option<[f32; 3]> {
    let (w, h) = image.dimensions();
    if x < 0.0 || y < 0.0 || x >= (w - 1) as f32 || y >= (h - 1) as f32 {
        return None;
    }
    let (x0, y0) = (x as u32, y as u32);
    let (fx, fy) = (x - x0 as f32, y - y0 as f32);
    let at = |x: u32, y: u32| image.get_pixel(x, y).0;
    let (a, b, c, d) = (at(x0, y0), at(x0 + 1, y0), at(x0, y0 + 1), at(x0 + 1, y0 + 1));
    let mut out = [0.0; 3];
    for (i, o) in out.iter_mut().enumerate() {
        let top = f32::from(a[i]) * (1.0 - fx) + f32::from(b[i]) * fx;
        let low = f32::from(c[i]) * (1.0 - fx) + f32::from(d[i]) * fx;
        *o = top * (1.0 - fy) + low * fy;
    }
    Some(out)
}

fn soften(image: &RgbImage) -> RgbImage {
    let (w, h) = image.dimensions();
    let stride = w as usize * 3;
    let src = image.as_raw();
    let mut across = src.clone();
    for (row_in, row_out) in src.chunks_exact(stride).zip(across.chunks_exact_mut(stride)) {
        for i in 3..stride.saturating_sub(3) {
            row_out[i] =
                ((u16::from(row_in[i - 3]) + 2 * u16::from(row_in[i]) + u16::from(row_in[i + 3])) / 4) as u8;
        }
    }
    let mut out = across.clone();
    for i in stride..across.len().saturating_sub(stride) {
        out[i] = ((u16::from(across[i - stride]) + 2 * u16::from(across[i]) + u16::from(across[i + stride]))
            / 4) as u8;
    }
    RgbImage::from_raw(w, h, out).unwrap_or_else(|| image.clone())
}

fn grain(image: &mut RgbImage, rng: &mut Rng, deviation: f32) {
    if deviation <= 0.0 {
        return;
    }
    // The sum of four bytes is near enough to a bell: deviation 147.8.
    let unit = deviation / 147.8;
    for p in image.pixels_mut() {
        let n = rng.draw();
        let sum = (n & 255) + (n >> 8 & 255) + (n >> 16 & 255) + (n >> 24 & 255);
        let d = (sum as f32 - 510.0) * unit;
        for c in &mut p.0 {
            *c = (f32::from(*c) + d).clamp(0.0, 255.0) as u8;
        }
    }
}

fn specks(image: &mut RgbImage, rng: &mut Rng, count: u32) {
    let (w, h) = image.dimensions();
    for _ in 0..count {
        let (cx, cy) = (rng.range(2, i64::from(w) - 3), rng.range(2, i64::from(h) - 3));
        let r = rng.range(0, 2);
        let tone = rng.range(20, 150) as u8;
        for y in cy - r..=cy + r {
            for x in cx - r..=cx + r {
                if x >= 0 && y >= 0 && x < i64::from(w) && y < i64::from(h) && rng.chance(70) {
                    image.put_pixel(x as u32, y as u32, Rgb([tone; 3]));
                }
            }
        }
    }
}

/// Stamps a ring with bars in it: pale red or blue, words are in the papers' own stamps.
fn stamp(image: &mut RgbImage, rng: &mut Rng) {
    let (w, h) = image.dimensions();
    let r = w as f32 * rng.between(0.05, 0.09);
    let (cx, cy) = (w as f32 * rng.between(0.2, 0.8), h as f32 * rng.between(0.15, 0.85));
    let color = if rng.chance(50) { [0.55, 0.6, 0.95] } else { [0.95, 0.6, 0.6] };
    for y in (cy - r).max(0.0) as u32..((cy + r) as u32).min(h) {
        for x in (cx - r).max(0.0) as u32..((cx + r) as u32).min(w) {
            let (dx, dy) = (x as f32 - cx, y as f32 - cy);
            let d = (dx * dx + dy * dy).sqrt() / r;
            let ring = (0.92..1.0).contains(&d) || (0.72..0.76).contains(&d);
            let bar = d < 0.66 && (dy / r).abs() < 0.3 && ((dy / r * 10.0).floor() as i32).rem_euclid(2) == 0;
            if (ring || bar) && rng.chance(85) {
                let p = image.get_pixel_mut(x, y);
                for (c, k) in p.0.iter_mut().zip(color) {
                    *c = (f32::from(*c) * k) as u8;
                }
            }
        }
    }
}

/// A page as a scanner sees it. The map goes from fractions of the page to fractions of the picture.
pub fn scan(page: &RgbImage, wear: &Wear, rng: &mut Rng) -> (RgbImage, Warp) {
    let (w, h) = page.dimensions();
    let (wf, hf) = (w as f32, h as f32);
    let (sin, cos) = wear.skew.to_radians().sin_cos();
    let (sx, sy) = if wear.skew == 0.0 {
        (0.0, 0.0)
    } else {
        (rng.between(-0.006, 0.006) * wf, rng.between(-0.006, 0.006) * hf)
    };
    let turn = |x: f32, y: f32| {
        let (dx, dy) = (x - wf / 2.0, y - hf / 2.0);
        (wf / 2.0 + dx * cos - dy * sin + sx, hf / 2.0 + dx * sin + dy * cos + sy)
    };
    let warp = Warp::onto(wf, hf, [turn(0.0, 0.0), turn(wf, 0.0), turn(wf, hf), turn(0.0, hf)]);
    let mut image = page.clone();
    if wear.skew != 0.0 {
        let back = warp.inverse();
        let lid = rng.range(225, 255) as u8;
        for (x, y, p) in image.enumerate_pixels_mut() {
            let (u, v) = back.apply(x as f32, y as f32);
            *p = sample(page, u, v).map_or(Rgb([lid; 3]), |c| Rgb(c.map(|v| v as u8)));
        }
    }
    if wear.stamped {
        stamp(&mut image, rng);
    }
    if wear.fade > 0.0 || wear.shade > 0.0 || wear.folded {
        light(&mut image, wear, rng);
    }
    for _ in 0..wear.blur {
        image = soften(&image);
    }
    grain(&mut image, rng, wear.noise);
    // So many on an A4 sheet at 200 dpi: fewer on a till receipt.
    specks(&mut image, rng, (wear.specks as f32 * (wf * hf / 3_868_000.0).min(1.5)) as u32);
    if wear.streak {
        let x = rng.range(10, i64::from(w) - 10) as u32;
        for y in 0..h {
            scale(image.get_pixel_mut(x, y), 0.55);
            scale(image.get_pixel_mut(x + 1, y), 0.75);
        }
    }
    if wear.bitonal {
        for p in image.pixels_mut() {
            let v = if u32::from(p.0[0]) + u32::from(p.0[1]) + u32::from(p.0[2]) > 480 { 255 } else { 0 };
            p.0 = [v; 3];
        }
    }
    let unit = Warp([
        warp.0[0],
        warp.0[1] * hf / wf,
        warp.0[2] / wf,
        warp.0[3] * wf / hf,
        warp.0[4],
        warp.0[5] / hf,
        warp.0[6] * wf,
        warp.0[7] * hf,
        warp.0[8],
    ]);
    (image, unit)
}

/// Lost ink, uneven light and folds, in one pass.
fn light(image: &mut RgbImage, wear: &Wear, rng: &mut Rng) {
    let (w, h) = image.dimensions();
    let edge = rng.range(0, 3);
    let wave = rng.between(2.0, 9.0);
    let phase = rng.between(0.0, 6.0);
    let folds: Vec<u32> = if wear.folded {
        (1..=rng.range(1, 2))
            .map(|i| (h as f32 * (i as f32 / 3.0 + rng.between(-0.04, 0.04))) as u32)
            .collect()
    } else {
        Vec::new()
    };
    for (x, y, p) in image.enumerate_pixels_mut() {
        let (fx, fy) = (x as f32 / w as f32, y as f32 / h as f32);
        if wear.fade > 0.0 {
            let here = wear.fade * (0.7 + 0.3 * (fx * wave + phase).sin());
            for c in &mut p.0 {
                *c = 255 - (f32::from(255 - *c) * (1.0 - here)) as u8;
            }
        }
        if wear.shade > 0.0 {
            let d = match edge {
                0 => fx,
                1 => 1.0 - fx,
                2 => fy,
                _ => 1.0 - fy,
            };
            scale(p, 1.0 - wear.shade * (d * d));
        }
        for f in &folds {
            let d = y.abs_diff(*f);
            if d < 14 {
                scale(p, if d < 2 { 0.8 } else { 0.93 + 0.005 * d as f32 });
            }
        }
    }
}

/// A page under a telephone: perspective, a table top, shadows. The map is as in [`scan`].
pub fn photo(page: &RgbImage, rng: &mut Rng) -> (RgbImage, Warp) {
    let (pw, ph) = page.dimensions();
    let (pwf, phf) = (pw as f32, ph as f32);
    let tall = phf / pwf;
    let long = rng.between(1900.0, 2600.0);
    let (w, h) = if tall > 1.9 { (long * 0.56, long) } else { (long * 0.75, long) };
    let fit = (w * 0.9 / pwf).min(h * 0.92 / phf) * rng.between(0.9, 1.0);
    let (bw, bh) = (pwf * fit, phf * fit);
    let (ox, oy) = ((w - bw) / 2.0, (h - bh) / 2.0);
    let lean = rng.between(-3.0, 3.0f32).to_radians();
    let tilt = 0.035;
    let mut corner = |x: f32, y: f32| {
        let (dx, dy) = (x - w / 2.0, y - h / 2.0);
        (
            w / 2.0 + dx * lean.cos() - dy * lean.sin() + rng.between(-tilt, tilt) * bw,
            h / 2.0 + dx * lean.sin() + dy * lean.cos() + rng.between(-tilt, tilt) * bh * 0.6,
        )
    };
    let quad = [corner(ox, oy), corner(ox + bw, oy), corner(ox + bw, oy + bh), corner(ox, oy + bh)];
    let warp = Warp::onto(pwf, phf, quad);
    let back = warp.inverse();
    let desk: [f32; 3] = rng.pick(&[
        [112.0, 84.0, 60.0],
        [70.0, 72.0, 78.0],
        [150.0, 128.0, 100.0],
        [52.0, 60.0, 70.0],
        [184.0, 180.0, 172.0],
    ]);
    let grainy = rng.between(6.0, 40.0);
    let cast: [f32; 3] = [rng.between(0.94, 1.0), rng.between(0.93, 0.99), rng.between(0.84, 0.97)];
    let (lx, ly) = (rng.between(0.2, 0.8), rng.between(0.2, 0.8));
    let fall = rng.between(0.12, 0.4);
    let shadow =
        rng.chance(55).then(|| (rng.between(-0.6, 0.6), rng.between(0.55, 1.15), rng.between(0.72, 0.9)));
    let curl = if tall > 1.9 { rng.between(0.0, 0.012) } else { rng.between(0.0, 0.004) } * phf;
    let mut image = RgbImage::new(w as u32, h as u32);
    for (x, y, p) in image.enumerate_pixels_mut() {
        let (xf, yf) = (x as f32, y as f32);
        let (fx, fy) = (xf / w, yf / h);
        let (u, v) = back.apply(xf, yf);
        // A sheet is never flat: it is a little shorter where it bends away.
        let v = v + curl * (u / pwf * 3.0).sin() * (v / phf);
        let base = sample(page, u, v).unwrap_or_else(|| {
            let wood = ((fy * grainy + (fx * 3.0).sin()).sin() * 9.0) + (rng.draw() & 7) as f32;
            desk.map(|c| c + wood)
        });
        let d2 = (fx - lx).powi(2) + (fy - ly).powi(2);
        let mut f = 1.0 - fall * d2;
        if let Some((slope, offset, dark)) = shadow {
            let over = fy - (slope * fx + offset);
            if over > 0.0 {
                f *= 1.0 - (1.0 - dark) * (over * 14.0).min(1.0);
            }
        }
        for ((c, b), k) in p.0.iter_mut().zip(base).zip(cast) {
            *c = (b * f * k).clamp(0.0, 255.0) as u8;
        }
    }
    if rng.chance(60) {
        image = soften(&image);
    }
    let noise = rng.between(1.5, 6.0);
    grain(&mut image, rng, noise);
    let unit = Warp([
        warp.0[0] * pwf / w,
        warp.0[1] * phf / w,
        warp.0[2] / w,
        warp.0[3] * pwf / h,
        warp.0[4] * phf / h,
        warp.0[5] / h,
        warp.0[6] * pwf,
        warp.0[7] * phf,
        warp.0[8],
    ]);
    (image, unit)
}

/// Pixels to a JPEG.
///
/// # Errors
/// [`PapersError::Picture`] when the encoder refuses the size.
pub fn jpeg(image: &RgbImage, grey: bool, quality: u8) -> Result<Picture, PapersError> {
    let mut bytes = Vec::new();
    let (width, height) = image.dimensions();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
    let written = if grey {
        let luma: Vec<u8> = image
            .pixels()
            .map(|p| ((u32::from(p.0[0]) * 77 + u32::from(p.0[1]) * 150 + u32::from(p.0[2]) * 29) >> 8) as u8)
            .collect();
        image::ImageEncoder::write_image(encoder, &luma, width, height, image::ExtendedColorType::L8)
    } else {
        image::ImageEncoder::write_image(
            encoder,
            image.as_raw(),
            width,
            height,
            image::ExtendedColorType::Rgb8,
        )
    };
    written.map_err(|e| PapersError::Picture(e.to_string()))?;
    Ok(Picture { jpeg: bytes, width, height, grey })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> RgbImage {
        RgbImage::from_fn(420, 594, |x, y| {
            if (100..140).contains(&x) && (200..220).contains(&y) { Rgb([0; 3]) } else { Rgb([255; 3]) }
        })
    }

    /// The black block is where the map says.
    fn check(image: &RgbImage, map: &Warp) {
        let (x, y) = map.apply(120.0 / 420.0, 210.0 / 594.0);
        let (w, h) = image.dimensions();
        let inside = image.get_pixel((x * w as f32) as u32, (y * h as f32) as u32).0[1];
        let (x, y) = map.apply(200.0 / 420.0, 300.0 / 594.0);
        let outside = image.get_pixel((x * w as f32) as u32, (y * h as f32) as u32).0[1];
        assert!(inside + 50 < outside, "{inside} {outside}");
    }

    #[test]
    fn maps_follow_the_pixels() {
        for seed in 0..12 {
            let mut rng = Rng::new(seed);
            let wear =
                Wear { bitonal: false, stamped: false, specks: 0, fade: 0.2, ..Wear::draw(&mut rng, false) };
            let (image, map) = scan(&page(), &wear, &mut rng);
            check(&image, &map);
            let (image, map) = photo(&page(), &mut rng);
            check(&image, &map);
        }
    }

    #[test]
    fn same_seed_same_bytes() {
        let make = || {
            let mut rng = Rng::new(5);
            let wear = Wear::draw(&mut rng, true);
            jpeg(&scan(&page(), &wear, &mut rng).0, wear.grey, wear.quality).unwrap().jpeg
        };
        assert_eq!(make(), make());
    }
}
