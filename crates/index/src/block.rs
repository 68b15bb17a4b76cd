//! Blocks: records packed together, text compressed, facts in columns.
/// Stands for a number in a stored text.
pub(crate) const TOKEN: char = '\u{fffc}';
