//! The account's own files: profile, uploaded address book, contact points.

use super::text::{part, text, words};
use crate::cut::json::{Record, Value};
use crate::field::Field;
use crate::rows::Rows;
use crate::{Emit, Halt, tell};
use teltale_model::{Account, Contact, Key, Part, Place, ReadAs, Text};

/// Members at the top that hold the account itself.
const ACCOUNT: &[&str] = &[
    "profile_v2",
    "profile",
    "profile_user",
    "accounts_center_v2",
    "contact_verifications_v2",
    "profile_account_insights",
];

/// Why an object belongs to this export; none if it does not.
pub(super) fn reason(root: Value<'_>) -> Option<&'static str> {
    if contacts(root).is_some() {
        return Some("an address book that was uploaded to Meta");
    }
    let account = [
        "profile_v2",
        "profile_user",
        "accounts_center_v2",
        "contact_verifications_v2",
    ];
    account
        .iter()
        .any(|name| root.get(name).is_some())
        .then_some("a profile file of Meta's export")
}

/// The uploaded contacts of Facebook or Instagram.
fn contacts(root: Value<'_>) -> Option<Value<'_>> {
    let facebook = ["address_book_v2", "address_book"]
        .iter()
        .find_map(|name| root.find(&[name, "address_book"]));
    facebook
        .or_else(|| root.get("contacts_contact_info"))
        .filter(|list| list.is_array())
}

pub(super) fn read(record: &Record<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let root = record.root();
    if let Some(list) = contacts(root) {
        for (index, value) in list.items().enumerate() {
            contact(value, index, emit)?;
        }
        return Ok(());
    }
    if !ACCOUNT.iter().any(|name| root.get(name).is_some()) {
        return rows.read(record, emit);
    }
    let mut parts = Vec::new();
    words(root, Place::AccountField, &mut parts);
    let name = root
        .find(&["profile_v2", "name", "full_name"])
        .map(text)
        .unwrap_or_default();
    tell::account(
        emit,
        Account {
            key: Key::default(),
            name: name.into(),
            parts,
        },
    )
}

/// One contact: its name, and contact points that are numbers or mail addresses.
fn contact(value: Value<'_>, index: usize, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    // Instagram's members are named in the account's language; the first one is the name.
    let first = || {
        value
            .get("string_map_data")
            .and_then(|map| map.entries().find_map(|(_, member)| member.get("value")))
    };
    let name = value.get("name").or_else(first).map(text).unwrap_or_default();
    for leaf in value.leaves() {
        let Some(part) = part(leaf.value, Place::ContactCard) else {
            continue;
        };
        let label = leaf.key.map(text).unwrap_or_default();
        let point = matches!(&*label, "contact_point" | "value");
        let read_as = match Field::of(if point { "phone" } else { &label }, &part.text) {
            Field::Phone => ReadAs::Number,
            Field::Id => ReadAs::Opaque,
            Field::Words if point && part.text.contains('@') => ReadAs::Opaque,
            Field::Words => ReadAs::Text,
        };
        let label = if point { name.clone() } else { label };
        parts.push(Part {
            read_as,
            label: Text(label),
            ..part
        });
    }
    tell::contact(
        emit,
        Contact {
            key: Key::from(format!("{name} {index}")),
            name: name.into(),
            owner: false,
            parts,
        },
    )
}
