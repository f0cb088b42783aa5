//! Pictures at another size.

use std::borrow::Cow;
use std::ops::Range;

use image::RgbImage;

/// Weights of the source pixels that make one target pixel: a triangle as wide as the reduction asks for.
struct Taps {
    first: usize,
    weights: Vec<f32>,
}

fn taps(from: usize, to: usize) -> Vec<Taps> {
    let ratio = from as f32 / to as f32;
    let reach = ratio.max(1.0);
    (0..to)
        .map(|target| {
            let centre = (target as f32 + 0.5) * ratio - 0.5;
            let first = (centre - reach).ceil().max(0.0) as usize;
            let last = ((centre + reach).floor().max(0.0) as usize).min(from.saturating_sub(1));
            let first = first.min(last);
            let mut weights: Vec<f32> =
                (first..=last).map(|at| (1.0 - (at as f32 - centre).abs() / reach).max(0.0)).collect();
            let sum: f32 = weights.iter().sum();
            if sum > 0.0 {
                weights.iter_mut().for_each(|weight| *weight /= sum);
            } else {
                weights.fill(1.0 / (last - first + 1) as f32);
            }
            Taps { first, weights }
        })
        .collect()
}

/// The picture at `columns` by `rows` as three planes blue, green, red, each value `(v / 255 - mean) /
/// deviation`: what the networks take.
pub(crate) fn to_planes(
    picture: &RgbImage,
    columns: usize,
    rows: usize,
    mean: &[f32; 3],
    deviation: &[f32; 3],
) -> Vec<f32> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let across = taps(width, columns);
    let down = taps(height, rows);
    let source = picture.as_raw();
    let plane = columns * rows;
    let mut planes = vec![0.0f32; plane * 3];
    let factors = [0, 1, 2].map(|channel| 1.0 / (255.0 * deviation[channel]));
    let shifts = [0, 1, 2].map(|channel| mean[channel] / deviation[channel]);
    // Down first: whole rows are added up, which the processor does many values at once.
    let mut line = vec![0.0f32; width * 3];
    for (y, tap) in down.iter().enumerate() {
        line.fill(0.0);
        for (weight, row) in tap.weights.iter().zip(source.chunks_exact(width * 3).skip(tap.first)) {
            for (sum, value) in line.iter_mut().zip(row) {
                *sum += weight * f32::from(*value);
            }
        }
        for (x, tap) in across.iter().enumerate() {
            let part = &line[tap.first * 3..(tap.first + tap.weights.len()) * 3];
            let mut sum = [0.0f32; 3];
            for (weight, pixel) in tap.weights.iter().zip(part.chunks_exact(3)) {
                sum[0] += weight * pixel[0];
                sum[1] += weight * pixel[1];
                sum[2] += weight * pixel[2];
            }
            for channel in 0..3 {
                planes[channel * plane + y * columns + x] =
                    sum[2 - channel] * factors[channel] - shifts[channel];
            }
        }
    }
    planes
}

/// The picture with each `step` by `step` pixels made one, their mean; 0 and 1 change nothing.
pub(crate) fn reduced(picture: &RgbImage, step: u32) -> Cow<'_, RgbImage> {
    if step < 2 {
        return Cow::Borrowed(picture);
    }
    let (columns, rows) = ((picture.width() / step).max(1), (picture.height() / step).max(1));
    let step = step as usize;
    let stride = picture.width() as usize * 3;
    let raw = picture.as_raw();
    let mut small = RgbImage::new(columns, rows);
    // Down first: whole rows are added up, which the processor does many values at once.
    let mut sums = vec![0u32; stride];
    let count = (step * step) as u32;
    for (y, line) in small.chunks_exact_mut(columns as usize * 3).enumerate() {
        sums.fill(0);
        for row in raw.chunks_exact(stride).skip(y * step).take(step) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += u32::from(*value));
        }
        for (to, part) in line.chunks_exact_mut(3).zip(sums.chunks_exact(step * 3)) {
            let mut sum = [0u32; 3];
            for value in part.chunks_exact(3) {
                sum[0] += value[0];
                sum[1] += value[1];
                sum[2] += value[2];
            }
            for (to, sum) in to.iter_mut().zip(sum) {
                *to = (sum / count) as u8;
            }
        }
    }
    Cow::Owned(small)
}

/// The picture made smaller, each pixel the mean of those it stands for: what [`image::imageops::thumbnail`] gives, a row
/// at a time.
pub(crate) fn averaged(picture: &RgbImage, columns: u32, rows: u32) -> RgbImage {
    if picture.width() < columns || picture.height() < rows {
        return image::imageops::thumbnail(picture, columns, rows);
    }
    let (across, down) = (shares(picture.width(), columns), shares(picture.height(), rows));
    let stride = picture.width() as usize * 3;
    let raw = picture.as_raw();
    let mut small = RgbImage::new(columns, rows);
    let mut sums = vec![0u32; stride];
    for (part, line) in down.iter().zip(small.chunks_exact_mut(columns as usize * 3)) {
        sums.fill(0);
        for row in raw.chunks_exact(stride).skip(part.start).take(part.len()) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += u32::from(*value));
        }
        for (columns, to) in across.iter().zip(line.chunks_exact_mut(3)) {
            let count = (columns.len() * part.len()) as u32;
            let mut sum = [count / 2; 3];
            for value in sums[columns.start * 3..columns.end * 3].chunks_exact(3) {
                sum[0] += value[0];
                sum[1] += value[1];
                sum[2] += value[2];
            }
            for (to, sum) in to.iter_mut().zip(sum) {
                *to = (sum / count) as u8;
            }
        }
    }
    small
}

/// Which of `from` places each of `to` stands for.
fn shares(from: u32, to: u32) -> Vec<Range<usize>> {
    let ratio = from as f32 / to as f32;
    (0..to)
        .map(|at| {
            let begin = at as f32 * ratio;
            let first = (begin.ceil() as u32).min(from - 1);
            first as usize..((begin + ratio).ceil() as u32).clamp(first + 1, from) as usize
        })
        .collect()
}

/// Bilinear sample, pixel middles at whole numbers; the border is continued outwards.
#[inline]
pub(crate) fn sample(picture: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let x = x.clamp(0.0, (width - 1) as f32);
    let y = y.clamp(0.0, (height - 1) as f32);
    let (left, top) = ((x as usize).min(width.saturating_sub(2)), (y as usize).min(height.saturating_sub(2)));
    let (fx, fy) = (x - left as f32, y - top as f32);
    let raw = picture.as_raw();
    let stride = width * 3;
    let at = top * stride + left * 3;
    let right = if width > 1 { 3 } else { 0 };
    let below = if height > 1 { stride } else { 0 };
    let (a, b) = ((1.0 - fx) * (1.0 - fy), fx * (1.0 - fy));
    let (c, d) = ((1.0 - fx) * fy, fx * fy);
    // Four values at a time, of which the fourth is the next pixel's: so the processor takes them at once.
    if let (Some(upper), Some(lower)) = (raw.get(at..at + 7), raw.get(at + below..at + below + 7))
        && right == 3
    {
        let four = |from: &[u8]| [from[0], from[1], from[2], from[3]].map(f32::from);
        let (p, q) = (four(upper), four(&upper[3..]));
        let (r, s) = (four(lower), four(&lower[3..]));
        let mix: [f32; 4] = std::array::from_fn(|lane| p[lane] * a + q[lane] * b + r[lane] * c + s[lane] * d);
        return [mix[0], mix[1], mix[2]];
    }
    let upper = &raw[at..at + right + 3];
    let lower = &raw[at + below..at + below + right + 3];
    let mix = |channel: usize| {
        f32::from(upper[channel]) * a
            + f32::from(upper[right + channel]) * b
            + f32::from(lower[channel]) * c
            + f32::from(lower[right + channel]) * d
    };
    [mix(0), mix(1), mix(2)]
}

/// A picture of `columns` by `rows`, each pixel sampled where `place` says; white where it says nothing.
pub(crate) fn mapped(
    picture: &RgbImage,
    columns: u32,
    rows: u32,
    place: impl Fn(f32, f32) -> Option<(f32, f32)>,
) -> RgbImage {
    let mut out = RgbImage::new(columns, rows);
    for (y, line) in out.chunks_exact_mut(columns as usize * 3).enumerate() {
        for (x, pixel) in line.chunks_exact_mut(3).enumerate() {
            match place(x as f32 + 0.5, y as f32 + 0.5) {
                Some((px, py)) => {
                    let value = sample(picture, px - 0.5, py - 0.5);
                    for (to, from) in pixel.iter_mut().zip(value) {
                        *to = (from + 0.5) as u8;
                    }
                }
                None => pixel.fill(255),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reduced_picture_keeps_its_mean_and_its_channels() {
        let picture = RgbImage::from_fn(100, 60, |x, _| image::Rgb([if x < 50 { 0 } else { 200 }, 100, 50]));
        let planes = to_planes(&picture, 32, 32, &[0.0; 3], &[1.0; 3]);
        let mean = |channel: usize| planes[channel * 1024..(channel + 1) * 1024].iter().sum::<f32>() / 1024.0;
        assert!((mean(0) - 50.0 / 255.0).abs() < 1e-3);
        assert!((mean(1) - 100.0 / 255.0).abs() < 1e-3);
        assert!((mean(2) - 100.0 / 255.0).abs() < 1e-2);
    }

    #[test]
    fn averaging_by_rows_is_a_thumbnail() {
        let picture = RgbImage::from_fn(331, 257, |x, y| {
            image::Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x * y) % 251) as u8])
        });
        for (columns, rows) in [(144, 144), (331, 257), (10, 200), (400, 144)] {
            let expected = image::imageops::thumbnail(&picture, columns, rows);
            assert!(averaged(&picture, columns, rows) == expected, "{columns} {rows}");
        }
    }
}
