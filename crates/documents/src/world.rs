//! The typesetter's view of the world: our templates and fonts, and nothing else.

use crate::{Error, value::Data};
use std::sync::LazyLock;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    ecow::EcoVec,
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    Paper,
    Label,
    Credential,
}

struct Assets {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    look: Source,
    paper: Source,
    label: Source,
    credential: Source,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS
        .iter()
        .flat_map(|data| Font::iter(Bytes::new(*data)))
        .collect();
    Assets {
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        look: source("look.typ", include_str!("../templates/look.typ")),
        paper: source("paper.typ", include_str!("../templates/paper.typ")),
        label: source("label.typ", include_str!("../templates/label.typ")),
        credential: source(
            "credential.typ",
            include_str!("../templates/credential.typ"),
        ),
    }
});

const FONTS: [&[u8]; 9] = [
    include_bytes!("../fonts/cairo-latin-700.ttf"),
    include_bytes!("../fonts/cairo-latin-ext-700.ttf"),
    include_bytes!("../fonts/cairo-arabic-400.ttf"),
    include_bytes!("../fonts/cairo-arabic-700.ttf"),
    include_bytes!("../fonts/noto-sans-latin-400.ttf"),
    include_bytes!("../fonts/noto-sans-latin-700.ttf"),
    include_bytes!("../fonts/noto-sans-latin-ext-400.ttf"),
    include_bytes!("../fonts/noto-sans-latin-ext-700.ttf"),
    include_bytes!("../fonts/noto-sans-tifinagh-400.ttf"),
];

fn source(name: &str, text: &str) -> Source {
    let path = VirtualPath::new(name).expect("the names of our templates are plain");
    let id = RootedPath::new(VirtualRoot::Project, path).intern();
    Source::new(id, text.to_owned())
}

struct Press {
    library: LazyHash<Library>,
    main: FileId,
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &ASSETS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [
            &ASSETS.look,
            &ASSETS.paper,
            &ASSETS.label,
            &ASSETS.credential,
        ]
        .into_iter()
        .find(|source| source.id() == id)
        .cloned()
        .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        ASSETS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

pub(crate) fn lay_out(template: Template, data: Data) -> Result<PagedDocument, Error> {
    let main = match template {
        Template::Paper => &ASSETS.paper,
        Template::Label => &ASSETS.label,
        Template::Credential => &ASSETS.credential,
    };
    let press = Press {
        library: LazyHash::new(Library::builder().with_inputs(data).build()),
        main: main.id(),
    };
    let laid_out = typst::compile::<PagedDocument>(&press).output;
    // The typesetter remembers what it laid out; documents seldom repeat, so memory must not grow.
    typst::comemo::evict(2);
    laid_out.map_err(|problems| error(&problems))
}

pub(crate) fn pdf(template: Template, data: Data) -> Result<Vec<u8>, Error> {
    let options = PdfOptions {
        creator: Smart::Custom(Some("Taawouniya".to_owned())),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&lay_out(template, data)?, &options).map_err(|problems| error(&problems))
}

fn error(problems: &EcoVec<SourceDiagnostic>) -> Error {
    let messages: Vec<&str> = problems.iter().map(|it| it.message.as_str()).collect();
    Error(messages.join("; "))
}
