//! `find`: looks once and keeps nothing. Mentions come out as they are read, in the order of the files.

use crate::Result;
use crate::filter::Characters;
use crate::masking::Masker;
use crate::ordered::{Results, ordered};
use crate::show::{Digits, MatchLine, MentionLine, rfc3339};
use crate::survey::{FoundFile, Survey};
use crate::trouble::Trouble;
use crate::worker::{Fault, Found, Frame, Job, Launch, Mode, PartMatches, Quiet, Reader};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::thread;
use teltale_model::{Event, Match, Part, Region, Role, SentAt};
use teltale_phone::Finder;

/// How many batches of results a reader may be ahead of its turn.
const AHEAD: usize = 8;

/// How to look.
#[derive(Debug, Clone)]
pub struct FindOptions {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Countries in play for numbers written without one.
    pub regions: Vec<Region>,
    /// Masked or not.
    pub digits: Digits,
    /// Passwords of archives, tried in turn.
    pub passwords: Vec<String>,
    /// How the process that reads comes to be.
    pub launch: Launch,
}

/// One thing on its way out.
pub enum Told {
    /// A mention.
    Mention(Box<MentionLine<'static>>),
    /// Something that could not be read.
    Trouble(Trouble),
    /// This many more bytes on disk are done.
    Done(u64),
    /// The looking cannot go on.
    Fault(Fault),
}

/// What a looking counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FindSummary {
    /// Files read.
    pub files: u64,
    /// Mentions told.
    pub mentions: u64,
    /// Things that could not be read.
    pub troubles: u64,
}

/// Looks through files and hands out every mention, in an order that depends on the files alone. Needs no case and
/// leaves nothing behind. `survey` is told how many bytes there are, before the first mention.
pub fn find(
    options: &FindOptions,
    survey: &mut dyn FnMut(u64),
    tell: &mut dyn FnMut(&Told) -> ControlFlow<()>,
) -> Result<FindSummary> {
    let found = Survey::of(&options.paths, &mut || true);
    survey(found.files.iter().map(|file| file.size).sum());
    let mut summary = FindSummary {
        files: found.files.len() as u64,
        ..FindSummary::default()
    };
    let finder = LazyLock::new(Finder::new);
    let masker = || Masker::new(&finder, &options.regions, options.digits);
    for refused in &found.refused {
        let path = masker()
            .words(&found.shown_path(refused.named, &refused.path))
            .into_owned();
        summary.troubles += 1;
        if tell(&Told::Trouble(Trouble::refused(path, refused.why))).is_break() {
            return Ok(summary);
        }
    }
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let mut fault = None;
    ordered(
        found.files.iter(),
        workers.min(found.files.len().max(1)),
        AHEAD,
        || {
            let mut reader = Reader::new(options.launch.clone());
            // A worker makes its finder while this process makes its own. Why one does not start is told when it is to read.
            let _ = reader.enforcement();
            (reader, masker())
        },
        |(reader, masker), file, results| {
            let mut out = Waiting {
                told: Vec::new(),
                results,
            };
            let told = match look(options, &found, file, reader, masker, &mut out) {
                Ok(()) => Told::Done(file.size),
                Err(error) => Told::Fault(error),
            };
            out.told.push(told);
            // Nobody takes it only where everything ends.
            let _ = out.go();
        },
        |batch| {
            batch.into_iter().try_for_each(|told| {
                match &told {
                    Told::Mention(_) => summary.mentions += 1,
                    Told::Trouble(_) => summary.troubles += 1,
                    Told::Done(_) | Told::Fault(_) => {}
                }
                if let Told::Fault(error) = told {
                    fault = Some(error);
                    return ControlFlow::Break(());
                }
                tell(&told)
            })
        },
    );
    match fault {
        None | Some(Fault::Stopped) => Ok(summary),
        Some(error) => Err(error.into()),
    }
}

/// Results on their way out, as many together as came in one frame: handing each over by itself would cost more than
/// finding it.
struct Waiting<'r> {
    told: Vec<Told>,
    results: &'r Results<Vec<Told>>,
}

impl Waiting<'_> {
    /// Hands out what waits; says break once nobody takes results any more.
    fn go(&mut self) -> ControlFlow<()> {
        match self.told.is_empty() {
            true => ControlFlow::Continue(()),
            false => self.results.give(std::mem::take(&mut self.told)),
        }
    }
}

/// Looks through one file.
fn look(
    options: &FindOptions,
    survey: &Survey,
    file: &FoundFile,
    reader: &mut Reader,
    masker: &mut Masker<'_>,
    out: &mut Waiting<'_>,
) -> std::result::Result<(), Fault> {
    let named = &survey.named[file.named];
    let path = masker
        .words(&survey.shown_path(file.named, &file.path))
        .into_owned();
    let opened = match named.root.as_ref().map(|root| root.open(&file.path)) {
        Some(Ok(opened)) => opened,
        Some(Err(why)) => {
            out.told.push(Told::Trouble(Trouble::refused(path, why)));
            return Ok(());
        }
        // A name that could not be opened was told with the survey.
        None => return Ok(()),
    };
    let job = Job {
        name: Quiet(file.name(&named.path)),
        regions: options.regions.clone(),
        passwords: options.passwords.iter().cloned().map(Quiet).collect(),
        mode: Mode::MentionsOnly,
        ..Job::default()
    };
    let below = file.path.to_string_lossy();
    let mut facts = Facts {
        source: masker.words(&named.path.to_string_lossy()).into_owned(),
        below: masker.words(&below).into_owned(),
        own: masker.words(&job.name.0).into_owned(),
        ..Facts::default()
    };
    let end = reader.read(&opened, &job, &mut |frame| {
        match frame {
            Frame::EntryStart(start) => facts.begin(
                &masker.words(&start.path),
                start.format.map(|format| format.id.into_owned().0.into_owned()),
            ),
            Frame::Events(events) => {
                for found in events {
                    facts.tell(found, masker, options.digits, &mut out.told);
                }
            }
            Frame::EntryEnd(end) => {
                let trouble = Trouble::of(&end, || inside(&path, &facts.inner));
                out.told.extend(trouble.map(Told::Trouble));
            }
            Frame::Trouble(trouble) => {
                let path = inside(&path, &masker.words(&trouble.path));
                out.told
                    .push(Told::Trouble(Trouble::of_archive(path, trouble.trouble)));
            }
            Frame::Progress(_) => {}
        }
        out.go()
    });
    match end {
        Ok(end) if end.changed => out.told.push(Told::Trouble(Trouble::error(
            path,
            "it was changed while it was read: what was found may be of two versions",
        ))),
        Ok(_) | Err(Fault::Stopped) => {}
        Err(Fault::Source(error)) => out.told.push(Told::Trouble(Trouble::error(path, error))),
        Err(fault) => return Err(fault),
    }
    Ok(())
}

/// The path of an entry inside a file.
fn inside(path: &str, entry: &str) -> String {
    if entry.is_empty() {
        path.to_owned()
    } else {
        format!("{path}/{entry}")
    }
}

/// What the facts read so far say of the next mention.
#[derive(Default)]
struct Facts {
    source: String,
    /// Path of the file below the source.
    below: String,
    /// The file's own name: the entry, where the file itself was named and is no archive.
    own: String,
    /// Path of the entry inside the file.
    inner: String,
    entry: String,
    format: String,
    /// Titles by conversation, names by conversation and participant: masked where digits are. Keys hold for the
    /// whole source, so they stay from entry to entry.
    titles: HashMap<String, String>,
    names: HashMap<String, HashMap<String, String>>,
}

impl Facts {
    fn begin(&mut self, inner: &str, format: Option<String>) {
        inner.clone_into(&mut self.inner);
        self.entry = match (self.below.is_empty(), inner.is_empty()) {
            (true, true) => self.own.clone(),
            (true, false) => inner.to_owned(),
            (false, true) => self.below.clone(),
            (false, false) => format!("{}/{inner}", self.below),
        };
        self.format = format.unwrap_or_default();
    }

    fn tell(&mut self, found: Found<'_>, masker: &mut Masker<'_>, digits: Digits, told: &mut Vec<Told>) {
        let Found { event, matches } = found;
        let mut said = Said::default();
        let parts: &[Part<'_>] = match &event {
            Event::Account(account) => {
                said.role = Role::Account;
                said.author = name(masker.words(&account.name));
                &account.parts
            }
            Event::Contact(contact) => {
                said.author = name(masker.words(&contact.name));
                &contact.parts
            }
            Event::Conversation(conversation) => {
                if !conversation.title.is_empty() {
                    let title = masker.words(&conversation.title).into_owned();
                    self.titles.insert(conversation.key.to_string(), title);
                }
                said.conversation = self.conversation(&conversation.key, masker);
                said.role = Role::System;
                &conversation.parts
            }
            Event::Participant(participant) => {
                if !participant.name.is_empty() {
                    self.names
                        .entry(participant.conversation.to_string())
                        .or_default()
                        .insert(
                            participant.key.to_string(),
                            masker.words(&participant.name).into_owned(),
                        );
                }
                said.conversation = self.conversation(&participant.conversation, masker);
                said.author = self.author(&participant.conversation, &participant.key, masker);
                said.role = participant.role;
                &participant.parts
            }
            Event::Message(message) => {
                said.conversation = self.conversation(&message.conversation, masker);
                said.author = self.author(&message.conversation, &message.author, masker);
                said.message = name(masker.id(&message.key));
                said.role = message.role;
                said.sent_at = message.sent_at;
                &message.parts
            }
            Event::Problem(_) => return,
        };
        for PartMatches { part, matches } in &matches {
            let Some(part) = parts.get(*part as usize) else {
                continue;
            };
            let mut at = Characters::new(&part.text);
            for found in matches {
                let line = self.line(found, part, at.span(found.start, found.end), &said, digits);
                told.push(Told::Mention(Box::new(line)));
            }
        }
    }

    fn line(
        &self,
        found: &Match,
        part: &Part<'_>,
        span: (u64, u64),
        said: &Said,
        digits: Digits,
    ) -> MentionLine<'static> {
        MentionLine {
            mention: None,
            found: MatchLine::new(found, &part.text, span, digits).into_owned(),
            place: part.place,
            source: Cow::Owned(self.source.clone()),
            entry: Cow::Owned(self.entry.clone()),
            format: Cow::Owned(self.format.clone()),
            conversation: said.conversation.clone().map(Cow::Owned),
            message: said.message.clone().map(Cow::Owned),
            author: said.author.clone().map(Cow::Owned),
            role: said.role,
            sent_at: said.sent_at.map(rfc3339),
            locator: part
                .at
                .narrowed(part.text.len(), found.start as usize, found.end as usize),
        }
    }

    /// The title where it is known by now, else the export's id.
    fn conversation(&self, key: &str, masker: &mut Masker<'_>) -> Option<String> {
        if key.is_empty() {
            return None;
        }
        Some(
            self.titles
                .get(key)
                .cloned()
                .unwrap_or_else(|| masker.id(key).into_owned()),
        )
    }

    /// The name; the export's id for somebody it says nothing else of; nothing for somebody it gives no name.
    fn author(&self, conversation: &str, key: &str, masker: &mut Masker<'_>) -> Option<String> {
        if key.is_empty() {
            return None;
        }
        let mut scopes = [conversation, ""].into_iter();
        let known = scopes.find_map(|scope| self.names.get(scope)?.get(key).cloned());
        Some(known.unwrap_or_else(|| masker.id(key).into_owned())).filter(|name| !name.is_empty())
    }
}

/// What an event says of the mentions in it.
#[derive(Default)]
struct Said {
    conversation: Option<String>,
    message: Option<String>,
    author: Option<String>,
    role: Role,
    sent_at: Option<SentAt>,
}

fn name(text: Cow<'_, str>) -> Option<String> {
    (!text.is_empty()).then(|| text.into_owned())
}
