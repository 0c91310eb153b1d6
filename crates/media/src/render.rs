//! From the original to what pages show: WebP and AVIF at up to three widths.

use crate::{Limits, Refused, open};
use fast_image_resize::{IntoImageView, PixelType, ResizeOptions, Resizer, images::Image};
use image::{DynamicImage, RgbImage};

/// The widths that pages ask for, in pixels.
pub const WIDTHS: [u32; 3] = [320, 640, 1280];

/// One rendered picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    pub width: u32,
    pub height: u32,
    /// `webp` or `avif`.
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

/// Decodes, turns upright, drops all metadata, and encodes every width that the original has; a
/// small original keeps its own width.
///
/// # Errors
/// As [`crate::check`], and `Damaged` where the picture cannot be decoded to its end.
pub fn render(bytes: &[u8], limits: &Limits) -> Result<Vec<Variant>, Refused> {
    let (_, decoder, orientation) = open(bytes, limits)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| Refused::Damaged)?;
    image.apply_orientation(orientation);
    let picture = flatten(&image);
    let mut widths: Vec<u32> = WIDTHS
        .into_iter()
        .filter(|width| *width <= picture.width())
        .collect();
    if widths.is_empty() {
        widths.push(picture.width());
    }
    let mut variants = Vec::with_capacity(widths.len() * 2);
    for width in widths {
        let resized = resize(&picture, width)?;
        let (width, height) = resized.dimensions();
        variants.push(Variant {
            width,
            height,
            extension: "webp",
            bytes: webp_bytes(&resized),
        });
        variants.push(Variant {
            width,
            height,
            extension: "avif",
            bytes: avif_bytes(&resized)?,
        });
    }
    Ok(variants)
}

/// Lays a transparent picture on the cards' sand (#F6EFE3).
fn flatten(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    const SAND: [u32; 3] = [0xf6, 0xef, 0xe3];
    let rgba = image.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0;
        let alpha = u32::from(a);
        let mix = |over: u8, under: u32| {
            u8::try_from((u32::from(over) * alpha + under * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([mix(r, SAND[0]), mix(g, SAND[1]), mix(b, SAND[2])])
    })
}

fn resize(picture: &RgbImage, width: u32) -> Result<RgbImage, Refused> {
    if width == picture.width() {
        return Ok(picture.clone());
    }
    let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
    let height = u32::try_from(height).unwrap_or(1).max(1);
    let source = DynamicImage::ImageRgb8(picture.clone());
    debug_assert_eq!(source.pixel_type(), Some(PixelType::U8x3));
    let mut target = Image::new(width, height, PixelType::U8x3);
    Resizer::new()
        .resize(&source, &mut target, &ResizeOptions::new())
        .map_err(|_| Refused::Damaged)?;
    RgbImage::from_raw(width, height, target.into_vec()).ok_or(Refused::Damaged)
}

fn webp_bytes(picture: &RgbImage) -> Vec<u8> {
    webp::Encoder::from_rgb(picture.as_raw(), picture.width(), picture.height())
        .encode(78.0)
        .to_vec()
}

fn avif_bytes(picture: &RgbImage) -> Result<Vec<u8>, Refused> {
    use ravif::{Encoder, Img, RGB8};
    let pixels: Vec<RGB8> = picture
        .pixels()
        .map(|pixel| RGB8::new(pixel.0[0], pixel.0[1], pixel.0[2]))
        .collect();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    Encoder::new()
        .with_quality(60.0)
        .with_speed(8)
        .with_num_threads(Some(1))
        .encode_rgb(Img::new(&pixels, width, height))
        .map(|encoded| encoded.avif_file)
        .map_err(|_| Refused::Damaged)
}
