//! Pictures as people and attackers send them.
#![expect(clippy::unwrap_used, reason = "tests")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use media::{Limits, Refused, Store, check, render};
use std::io::Cursor;

/// Red in the top left quarter, blue elsewhere.
fn corner(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 2 && y < height / 2 {
            Rgb([220, 20, 20])
        } else {
            Rgb([20, 20, 220])
        }
    })
}

fn encode(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(image.clone())
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

/// A JPEG with an EXIF block that holds an orientation and a telltale text.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend([0, orientation, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS-SECRET-PLACE");
    let mut block = b"Exif\0\0".to_vec();
    block.extend(&tiff);
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(length);
    out.extend(block);
    out.extend(&jpeg[2..]);
    out
}

fn decode_webp(bytes: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(bytes, ImageFormat::WebP)
        .unwrap()
        .to_rgb8()
}

#[test]
fn sideways_photographs_come_out_upright_and_without_metadata() {
    let upright = corner(400, 300);
    let turned = image::imageops::rotate270(&upright);
    let photo = with_exif(&encode(&turned, ImageFormat::Jpeg), 6);
    let checked = check(&photo, &Limits::default()).unwrap();
    assert_eq!((checked.width, checked.height), (400, 300));
    let variants = render(&photo, &Limits::default()).unwrap();
    for variant in &variants {
        assert!(
            !variant
                .bytes
                .windows(10)
                .any(|window| window == b"GPS-SECRET")
        );
    }
    let picture = decode_webp(&variants[0].bytes);
    assert_eq!((picture.width(), picture.height()), (320, 240));
    assert!(
        picture.get_pixel(20, 20).0[0] > 150,
        "the red corner is at the top left"
    );
    assert!(picture.get_pixel(300, 20).0[2] > 150);
    assert!(picture.get_pixel(20, 220).0[2] > 150);
}

#[test]
fn a_large_picture_has_three_widths_in_two_formats_and_a_small_one_is_not_enlarged() {
    let names = |bytes: &[u8]| -> Vec<(u32, &'static str)> {
        render(bytes, &Limits::default())
            .unwrap()
            .iter()
            .map(|v| (v.width, v.extension))
            .collect()
    };
    assert_eq!(
        names(&encode(&corner(1300, 300), ImageFormat::Png)),
        [
            (320, "webp"),
            (320, "avif"),
            (640, "webp"),
            (640, "avif"),
            (1280, "webp"),
            (1280, "avif")
        ]
    );
    assert_eq!(
        names(&encode(&corner(250, 250), ImageFormat::Png)),
        [(250, "webp"), (250, "avif")]
    );
}

#[test]
fn what_is_not_a_good_picture_is_refused_by_its_content() {
    let limits = Limits::default();
    assert_eq!(
        check(b"<svg xmlns='http://www.w3.org/2000/svg'/>", &limits),
        Err(Refused::NotAPicture)
    );
    assert_eq!(
        check(b"GIF89a\x01\0\x01\0", &limits),
        Err(Refused::NotAPicture)
    );
    assert_eq!(check(b"", &limits), Err(Refused::NotAPicture));
    assert_eq!(
        check(&vec![0; 11 << 20], &limits),
        Err(Refused::TooManyBytes { max: 10 << 20 })
    );
    assert_eq!(
        check(&encode(&corner(100, 300), ImageFormat::Png), &limits),
        Err(Refused::TooSmall { min: 200 })
    );
    // A cut JPEG still shows its beginning, and its decoders differ in how much they forgive.
    let png = encode(&corner(400, 400), ImageFormat::Png);
    assert_eq!(
        render(&png[..png.len() / 2], &limits).unwrap_err(),
        Refused::Damaged
    );
}

#[test]
fn a_decompression_bomb_is_refused_by_its_header() {
    let mut png = encode(&corner(300, 300), ImageFormat::Png);
    // The width and height of the header, and its checksum.
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&crc);
    assert_eq!(
        check(&png, &Limits::default()),
        Err(Refused::TooManyPixels { max: 40_000_000 })
    );
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[test]
fn the_store_writes_once_and_takes_no_paths() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let bytes = encode(&corner(250, 250), ImageFormat::Png);
    let checked = check(&bytes, &Limits::default()).unwrap();
    for _ in 0..2 {
        store
            .put_original(&checked.sha256, checked.format, &bytes)
            .unwrap();
    }
    assert_eq!(store.read_original(&checked.sha256).unwrap(), bytes);
    assert!(
        store
            .put_original("../../etc/passwd", checked.format, &bytes)
            .is_err()
    );
    assert!(store.read_original(&"A".repeat(64)).is_err());
    store
        .put_variants(
            &checked.sha256,
            &render(&bytes, &Limits::default()).unwrap(),
        )
        .unwrap();
    assert!(
        folder
            .path()
            .join("pictures")
            .join(&checked.sha256)
            .join("250.webp")
            .is_file()
    );
}
