/// Written by `scripts/assets/academy/narrate.py`.
const CAPTIONS: &[(&str, &str)] = &[
    ("create-a-cooperative-fr.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/create-a-cooperative-fr.vtt"))),
    ("create-a-cooperative-ar.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/create-a-cooperative-ar.vtt"))),
    ("keep-the-accounts-fr.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/keep-the-accounts-fr.vtt"))),
    ("keep-the-accounts-ar.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/keep-the-accounts-ar.vtt"))),
    ("price-and-package-fr.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/price-and-package-fr.vtt"))),
    ("price-and-package-ar.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/price-and-package-ar.vtt"))),
    ("sell-online-fr.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/sell-online-fr.vtt"))),
    ("sell-online-ar.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/sell-online-ar.vtt"))),
    ("quality-and-labels-fr.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/quality-and-labels-fr.vtt"))),
    ("quality-and-labels-ar.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/quality-and-labels-ar.vtt"))),
    ("govern-together-fr.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/govern-together-fr.vtt"))),
    ("govern-together-ar.vtt", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/academy/media/govern-together-ar.vtt"))),
];
