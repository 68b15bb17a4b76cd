//! vCard 2.1, 3.0 and 4.0: contact cards, alone, in address books, or shared in a chat.

use crate::cut::{Cap, HeadText, Properties, Property, Record, Records};
use crate::entry_name::EntryName;
use crate::unescape::charset;
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, unescape};
use std::collections::HashMap;
use std::ops::Range;
use teltale_model::{Contact, Encoding, Escape, Key, Locator, Part, Place, ProblemKind, ReadAs, RecordKind, Text};

pub(crate) const FORMAT: &dyn Format = &VCard;

struct VCard;

static ABOUT: About = About {
    id: "vcard",
    name: "Contact cards",
    service: "",
    version: 2,
    how_to_export: "In the phone's Contacts app: share or export contacts as a .vcf file. In Google Contacts: Export, vCard.",
};

impl Format for VCard {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let text = HeadText::new(head);
        let first = text.text().split(['\n', '\r']).find(|line| !line.trim().is_empty());
        match first {
            Some(line) if begins_card(line.as_bytes()) => Recognition::Yes("begins with BEGIN:VCARD"),
            Some(_) | None => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let name = EntryName::of(entry);
        let mut records: Records<'_, ()> = Records::new(entry, Cap::CARD);
        let mut cards = Cards { entry: name.key(), count: 0, key: String::new() };
        let mut after_agent = false;
        while let Some(record) = records.next(|line, _| {
            let begins = begins_card(line) && !after_agent;
            if !line.trim_ascii().is_empty() {
                after_agent = line.get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"AGENT"));
            }
            begins.then_some(())
        })? {
            cards.read(&record, emit)?;
        }
        Ok(())
    }
}

fn is(name: &[u8], wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted.as_bytes())
}

fn begins_card(line: &[u8]) -> bool {
    let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
    is(line.trim_ascii(), "BEGIN:VCARD")
}

/// The cards of one entry while they are read.
struct Cards<'n> {
    entry: &'n str,
    count: u64,
    /// Of the card read last, for the rest of one that comes in pieces.
    key: String,
}

impl Cards<'_> {
    /// One record: a card, or several where CR alone ends lines, or a piece of a card.
    fn read(&mut self, record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let properties: Vec<Property<'_>> = Properties::new(record.bytes).collect();
        if properties.is_empty() {
            return Ok(());
        }
        let mut from = 0;
        let mut after_agent = false;
        for (at, property) in properties.iter().enumerate() {
            let begins = self.marks_card(property, "BEGIN", record) && !after_agent;
            if begins && at > from {
                self.card(&properties[from..at], record, emit)?;
                from = at;
            }
            after_agent = is(property.name, "AGENT");
        }
        self.card(&properties[from..], record, emit)?;
        record.report(emit)
    }

    fn marks_card(&self, property: &Property<'_>, name: &str, record: &Record<'_, ()>) -> bool {
        let own = property.name.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(property.name);
        is(own, name) && is(record.bytes[property.value.clone()].trim_ascii(), "VCARD")
    }

    fn card(&mut self, properties: &[Property<'_>], record: &Record<'_, ()>, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let continues = record.continues;
        let labels = group_labels(properties, record);
        let mut contact = Contact::default();
        let (mut name, mut fallback, mut uid) = (String::new(), String::new(), String::new());
        let (mut begun, mut ended, mut malformed) = (continues, false, false);
        for property in properties {
            if self.marks_card(property, "BEGIN", record) {
                begun = true;
                ended = false;
                continue;
            }
            if self.marks_card(property, "END", record) {
                ended = true;
                continue;
            }
            malformed |= property.name.is_empty() || !begun;
            let value = Value::of(property, record);
            if is(property.name, "FN") && name.is_empty() {
                name.clone_from(&value.text);
            } else if (is(property.name, "N") || is(property.name, "ORG")) && fallback.is_empty() {
                fallback = from_fields(&value.text, is(property.name, "N"));
            } else if is(property.name, "UID") {
                uid.clone_from(&value.text);
            }
            read_parts(property, value, &labels, record, &mut contact.parts);
        }
        if !continues {
            self.count += 1;
            emit.seen(RecordKind::Contact);
            emit.read(RecordKind::Contact);
            let name = if name.is_empty() { &fallback } else { &name };
            self.key = if uid.is_empty() { format!("{} {} {name}", self.entry, self.count) } else { uid };
        }
        contact.key = Key::from(self.key.as_str());
        contact.name = if name.is_empty() { fallback.into() } else { name.into() };
        emit.event(Event::Contact(contact))?;
        if malformed {
            emit.event(Event::Problem(record.problem(ProblemKind::Malformed)))?;
        }
        if !ended && !record.goes_on {
            let kind = if record.last { ProblemKind::CutOff } else { ProblemKind::Malformed };
            emit.event(Event::Problem(record.problem(kind)))?;
        }
        Ok(())
    }
}

/// A property's value, and the way back to it.
struct Value {
    text: String,
    at: Locator,
}

impl Value {
    fn of(property: &Property<'_>, record: &Record<'_, ()>) -> Self {
        let raw = &record.bytes[property.value.clone()];
        if property.quoted_printable || property.base64 {
            let escape = if property.base64 { Escape::Base64 } else { Escape::VCardQuotedPrintable };
            return Self::hidden(property, escape, record);
        }
        let escaped = memchr::memchr3(b'\\', b'\n', b'\r', raw).is_some();
        let escape = if escaped { Escape::VCard } else { Escape::None };
        Self::at(trimmed(record.bytes, property.value.clone()), escape, record)
    }

    /// Plain or escaped characters.
    fn at(range: Range<usize>, escape: Escape, record: &Record<'_, ()>) -> Self {
        let inner = if record.encoding().is_utf16() { Encoding::Utf8 } else { record.encoding() };
        Self { text: unescape(inner, escape, &record.bytes[range.clone()]), at: record.locator(range, escape) }
    }

    /// Bytes behind quoted-printable or base64, in the character set that the property names.
    fn hidden(property: &Property<'_>, escape: Escape, record: &Record<'_, ()>) -> Self {
        let named = property.parameters.iter().find_map(|parameter| {
            let (name, charset) = std::str::from_utf8(&record.bytes[parameter.clone()]).ok()?.split_once('=')?;
            name.eq_ignore_ascii_case("CHARSET").then(|| charset::of(charset))?
        });
        let bytes = &record.bytes[property.value.clone()];
        let mut at = record.locator(property.value.clone(), escape);
        let mut text = unescape(Encoding::Utf8, escape, bytes);
        // Old Windows programs name no character set and mean their own.
        let guessed = || text.contains('\u{FFFD}') && !bytes.contains(&0xEF);
        if let Locator::Bytes { encoding, .. } = &mut at
            && !encoding.is_utf16()
        {
            *encoding = match named {
                Some(named) if named != Encoding::Utf8 => named,
                Some(_) | None if guessed() => Encoding::Windows1252,
                Some(_) | None => Encoding::Utf8,
            };
            if *encoding != Encoding::Utf8 {
                text = unescape(*encoding, escape, bytes);
            }
        }
        Self { text, at }
    }
}

/// `Family;Given;Middle` in the order people say it; the units of an organisation in their own.
fn from_fields(value: &str, reorder: bool) -> String {
    let mut fields: Vec<&str> = value.split(';').map(str::trim).collect();
    if reorder && fields.len() > 1 {
        fields.swap(0, 1);
        fields.truncate(2);
    }
    fields.retain(|field| !field.is_empty());
    fields.join(" ")
}

/// `item1.X-ABLabel` names the other properties of its group.
fn group_labels(properties: &[Property<'_>], record: &Record<'_, ()>) -> HashMap<Vec<u8>, String> {
    let labels = properties.iter().filter(|property| !property.group.is_empty() && is(property.name, "X-ABLabel"));
    labels
        .map(|property| {
            let text = Value::of(property, record).text;
            let plain = text.strip_prefix("_$!<").and_then(|text| text.strip_suffix(">!$_")).unwrap_or(&text);
            (property.group.to_ascii_lowercase(), plain.to_owned())
        })
        .collect()
}

/// What a property is, by its name.
enum Meaning {
    Number,
    Words,
    Link,
    /// An address, a date, an id.
    Opaque,
    /// Said elsewhere, or no text at all.
    Nothing,
}

fn meaning(property: &Property<'_>) -> Meaning {
    let name = property.name.to_ascii_uppercase();
    let has = |piece: &[u8]| memchr::memmem::find(&name, piece).is_some();
    match name.as_slice() {
        b"TEL" => Meaning::Number,
        b"FN" | b"N" | b"NICKNAME" | b"ORG" | b"TITLE" | b"ROLE" | b"NOTE" | b"IMPP" | b"AGENT" | b"RELATED" | b"LABEL"
        | b"X-ABRELATEDNAMES" | b"" => Meaning::Words,
        b"URL" | b"SOURCE" | b"CALURI" | b"CALADRURI" | b"FBURL" => Meaning::Link,
        b"VERSION" | b"X-ABLABEL" | b"PRODID" | b"PROFILE" | b"CLASS" | b"MAILER" => Meaning::Nothing,
        b"PHOTO" | b"LOGO" | b"SOUND" | b"KEY" if property.base64 => Meaning::Nothing,
        b"EMAIL" | b"ADR" | b"X-ABADR" | b"BDAY" | b"ANNIVERSARY" | b"REV" | b"UID" | b"GEO" | b"TZ" | b"PHOTO" | b"LOGO" | b"SOUND"
        | b"KEY" | b"CLIENTPIDMAP" | b"LANG" | b"GENDER" | b"X-ABDATE" => Meaning::Opaque,
        _ if property.base64 => Meaning::Nothing,
        _ if has(b"PHONE") && !has(b"PHONETIC") => Meaning::Number,
        _ if name.ends_with(b"ID") || name.ends_with(b"-ICQ") || has(b"ETAG") || has(b"DATE") || has(b"TIME") || has(b"ADR") => {
            Meaning::Opaque
        }
        _ => Meaning::Words,
    }
}

fn read_parts(
    property: &Property<'_>,
    value: Value,
    labels: &HashMap<Vec<u8>, String>,
    record: &Record<'_, ()>,
    parts: &mut Vec<Part<'_>>,
) {
    let (place, read_as) = match meaning(property) {
        Meaning::Number => (Place::ContactCard, ReadAs::Number),
        Meaning::Words if property.name.is_empty() => (Place::OtherField, ReadAs::Text),
        Meaning::Words => (Place::ContactCard, ReadAs::Text),
        Meaning::Link => (Place::Link, ReadAs::Text),
        Meaning::Opaque => (Place::OtherField, ReadAs::Opaque),
        Meaning::Nothing => return,
    };
    for parameter in &property.parameters {
        let said = &record.bytes[parameter.clone()];
        if said.len() > 5 && said[..5].eq_ignore_ascii_case(b"waid=") {
            let Value { text, at } = Value::at(parameter.start + 5..parameter.end, Escape::None, record);
            // The value is nearly always the same number in clear.
            if text.chars().eq(value.text.chars().filter(char::is_ascii_digit)) {
                continue;
            }
            let label = Text::from("WhatsApp");
            parts.push(Part { place: Place::ContactCard, read_as: ReadAs::Digits, text: text.into(), label, at });
        }
    }
    let Value { text, at } = match (read_as, in_uri(property, record)) {
        (ReadAs::Number, Some(range)) => Value::at(range, Escape::None, record),
        _ => value,
    };
    if text.trim().is_empty() {
        return;
    }
    let label = label(property, labels, record).into();
    parts.push(Part { place, read_as, text: text.into(), label, at });
}

/// The number of a `tel:` URI, with its extension.
fn in_uri(property: &Property<'_>, record: &Record<'_, ()>) -> Option<Range<usize>> {
    let value = &record.bytes[property.value.clone()];
    let start = value.get(..4).filter(|start| start.eq_ignore_ascii_case(b"tel:"))?.len();
    let folded = memchr::memchr3(b'\\', b'\n', b'\r', value).is_some();
    (!folded).then(|| trimmed(record.bytes, property.value.start + start..property.value.end))
}

/// Without blanks around it.
fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let value = &bytes[range.clone()];
    let start = range.start + value.len() - value.trim_ascii_start().len();
    start..(range.start + value.trim_ascii_end().len()).max(start)
}

/// The property's name, its types, its own label: `TEL CELL VOICE`, `TEL Assistant`.
fn label(property: &Property<'_>, labels: &HashMap<Vec<u8>, String>, record: &Record<'_, ()>) -> String {
    let mut label = String::from_utf8_lossy(property.name).to_ascii_uppercase();
    for parameter in &property.parameters {
        let said = String::from_utf8_lossy(&record.bytes[parameter.clone()]).to_ascii_uppercase();
        let types = match said.split_once('=') {
            Some(("TYPE", types)) => types.trim_matches('"').to_owned(),
            Some(_) => continue,
            None if matches!(said.as_str(), "QUOTED-PRINTABLE" | "BASE64" | "8BIT" | "7BIT") => continue,
            None => said,
        };
        label.push(' ');
        label.push_str(&types.replace(',', " "));
    }
    if let Some(own) = labels.get(&property.group.to_ascii_lowercase()).filter(|_| !property.group.is_empty()) {
        label.push(' ');
        label.push_str(own);
    }
    label
}
