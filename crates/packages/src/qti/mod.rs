//! Questions as QTI 3.0 (1EdTech): one item a question, each of our kinds as the standard's own
//! interaction. What the standard has no place for stands where other programs pass over it: texts
//! in several languages are elements with `xml:lang`, a picture's places a list that is not drawn.

mod read;
mod write;

pub use read::{ReadItem, ReadPackage, read_item, read_package};
pub use write::{item, package};

pub(crate) const ITEM_NAMESPACE: &str = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
pub(crate) const PACKAGE_NAMESPACE: &str = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
pub(crate) const ITEM_TYPE: &str = "imsqti_item_xmlv3p0";
pub(crate) const MANIFEST: &str = "imsmanifest.xml";

/// The class of a number's unit, behind its field.
pub(crate) const UNIT: &str = "unit";
/// The class of what says in words what a picture shows.
pub(crate) const ALT: &str = "picture-text";
/// The class of the list of a picture's places.
pub(crate) const SPOTS: &str = "picture-places";

/// An identifier of the standard begins with a letter or an underscore; ours may begin with a
/// digit, and none with an underscore.
pub(crate) fn to_identifier(id: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id.to_owned()
    } else {
        format!("_{id}")
    }
}

pub(crate) fn from_identifier(identifier: &str) -> &str {
    identifier.strip_prefix('_').unwrap_or(identifier)
}
