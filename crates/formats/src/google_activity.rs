//! Google Takeout's "My Activity" as JSON: one record a prompt with its answer, for Gemini; any other product's
//! records are rows.

use crate::cut::json::{Cursor, Kind, Record, Sketch, Value, first_items};
use crate::rows::Rows;
use crate::tell::{self, Speakers};
use crate::{About, Emit, Entry, Event, Format, Halt, Head, Recognition, gather, instant};
use memchr::memmem;
use teltale_model::{
    Attachment, Conversation, ConversationKind, Key, Media, Message, Place, RecordKind, Role, SentAt, Text,
    Unread, UnreadKind,
};

/// Google's activity records.
pub(crate) const FORMAT: &dyn Format = &GoogleActivity;

struct GoogleActivity;

static ABOUT: About = About {
    id: "google-activity",
    name: "Google activity (JSON)",
    service: "Gemini",
    version: 1,
    how_to_export: "At takeout.google.com choose only My Activity, in it only Gemini Apps, and as format JSON. \
                    (The product named Gemini in the list holds no conversations.)",
};

impl Format for GoogleActivity {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn recognises(&self, head: &Head<'_>) -> Recognition {
        let Some(sketch) = Sketch::of(head, &["\"header\"", "\"title\"", "\"time\""]) else {
            return Recognition::No;
        };
        let record = sketch.record();
        match first_items(record.root()).any(is_activity) {
            true => {
                Recognition::Yes("records with a product, a title and a time, as Google's activity has them")
            }
            false => Recognition::No,
        }
    }

    fn read(&self, entry: &mut dyn Entry, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let mut rows = Rows::of(entry);
        let mut activity = Activity {
            told: false,
            speakers: Speakers::default(),
        };
        let mut json = Cursor::new(entry)?;
        if json.kind()? == Some(Kind::Array) {
            json.enter();
            while json.item()? {
                json.record(RecordKind::Message, emit, |record, emit| {
                    activity.read(record, &mut rows, emit)
                })?;
            }
        }
        json.finish(emit)
    }
}

fn is_activity(value: Value<'_>) -> bool {
    ["header", "title", "time"]
        .iter()
        .all(|name| value.get(name).is_some_and(Value::is_string))
        && value.get("products").is_some_and(Value::is_array)
}

fn is_gemini(value: Value<'_>) -> bool {
    let names = |product: Value<'_>| {
        product
            .text()
            .is_some_and(|name| name.contains("Gemini") || name.contains("Bard"))
    };
    value
        .get("products")
        .into_iter()
        .flat_map(Value::items)
        .any(names)
}

/// What has been told of a file. It has no conversations: all of it is one.
struct Activity {
    told: bool,
    speakers: Speakers,
}

/// The key of the one conversation.
const KEY: &str = "gemini-activity";

impl Activity {
    fn read(&mut self, record: &Record<'_>, rows: &mut Rows, emit: &mut Emit<'_>) -> Result<(), Halt> {
        let root = record.root();
        if !is_gemini(root) {
            return rows.read(record, emit);
        }
        let key = Key::from(KEY);
        if !std::mem::replace(&mut self.told, true) {
            emit.event(Event::Conversation(Conversation {
                key: key.borrowed(),
                title: Text::from("Gemini Apps"),
                kind: ConversationKind::Assistant,
                // What tools returned is merged into the answers.
                omits_tool_data: true,
                ..Conversation::default()
            }))?;
        }
        let sent_at = root.get("time").and_then(|time| instant::from_iso(&time.text()?));
        let answers: Vec<Value<'_>> = root
            .get("safeHtmlItem")
            .into_iter()
            .flat_map(Value::items)
            .collect();
        self.speakers.tell_role(emit, &key, "user", "", Role::Person)?;
        let prompt_key = record_key(root);
        let mut asked = prompt(root, sent_at);
        asked.key = Key::from(&*prompt_key);
        // There are no threads: what stands before it in the file did not come before it in a conversation.
        asked.parent = Key::from(KEY);
        tell::message(emit, asked)?;
        for (index, answer) in answers.into_iter().enumerate() {
            self.speakers
                .tell_role(emit, &key, "assistant", "Gemini", Role::Assistant)?;
            let mut message = Message {
                conversation: key.borrowed(),
                key: Key::from(format!("{prompt_key} {index}")),
                author: Key::from("assistant"),
                role: Role::Assistant,
                sent_at,
                // Several answers to one prompt are drafts of which the first is shown.
                parent: Key::from(&*prompt_key),
                ..Message::default()
            };
            for (name, html) in answer.entries() {
                if name.is("html") {
                    html_runs(html, Place::Body, &mut message);
                } else {
                    gather::words(html, Place::OtherField, &mut message.parts);
                }
            }
            tell::message(emit, message)?;
        }
        Ok(())
    }
}

/// Records have no ids, and some share their time: the time and the title's length stand for one.
fn record_key(root: Value<'_>) -> String {
    let time = root.get("time").map(Value::text_or_empty).unwrap_or_default();
    format!(
        "{time} {}",
        root.get("title").map_or(0, |title| title.raw().len())
    )
}

/// The prompt: the title says "Prompted" in the account's language, and then what was typed.
fn prompt(root: Value<'_>, sent_at: Option<SentAt>) -> Message<'_> {
    let mut message = Message {
        conversation: Key::from(KEY),
        author: Key::from("user"),
        role: Role::Person,
        sent_at,
        ..Message::default()
    };
    for (name, value) in root.entries() {
        match &*name.text_or_empty() {
            "title" => message.parts.extend(value.part(Place::Body)),
            "header" | "time" | "products" | "activityControls" | "safeHtmlItem" | "titleUrl" => {}
            "subtitles" | "details" | "text" => gather::words(value, Place::OtherField, &mut message.parts),
            "imageFile" => file(value, Media::Image, UnreadKind::Image, &mut message),
            "attachedFiles" | "audioFiles" => {
                for item in value.items() {
                    file(item, Media::Document, UnreadKind::Document, &mut message);
                }
            }
            _ => gather::words(value, Place::OtherField, &mut message.parts),
        }
    }
    message
}

fn file<'t>(name: Value<'t>, media: Media, unread: UnreadKind, message: &mut Message<'t>) {
    if name.is_string() {
        message
            .parts
            .extend(tell::labelled(name.part(Place::FileName), "attachment"));
        message.attachments.push(Attachment {
            name: Text(name.text_or_empty()),
            media,
        });
    }
    message.unread.push(Unread {
        kind: unread,
        at: name.locator(),
    });
}

/// How an angle bracket is written in JSON: as itself, or escaped.
const OPENS: &[&[u8]] = &[b"<", br"\u003c", br"\u003C"];
const CLOSES: &[&[u8]] = &[b">", br"\u003e", br"\u003E"];

/// The runs of text between the tags of HTML in a string.
fn html_runs<'t>(html: Value<'t>, place: Place, message: &mut Message<'t>) {
    if !html.is_string() {
        return;
    }
    let raw = html.raw();
    let mut at = 0;
    while at < raw.len() {
        let (open, inside) = next(raw, at, OPENS).unwrap_or((raw.len(), raw.len()));
        let run = html.piece(place, at, open);
        message
            .parts
            .extend(run.filter(|run| !run.text.trim().is_empty()));
        at = next(raw, inside, CLOSES).map_or(raw.len(), |(_, behind)| behind);
    }
}

/// Where the first of `words` stands, and where it ends.
fn next(raw: &[u8], from: usize, words: &[&[u8]]) -> Option<(usize, usize)> {
    let found = |word: &&[u8]| {
        let at = from + memmem::find(raw.get(from..)?, word)?;
        Some((at, at + word.len()))
    };
    words.iter().filter_map(found).min()
}
