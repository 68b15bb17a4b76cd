//! Verifying: a mention is read again from its source and compared with what the case says.

use crate::open_case::OpenCase;
use crate::show::{MentionId, Verified};
use crate::worker::{Frame, Job, Launch, Mode, Quiet, Reader};
use crate::{Error, Result};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use teltale_archive::Root;
use teltale_formats::unescape;
use teltale_index::{self as index, Purpose};
use teltale_model::{Event, Locator, Part};

/// A longer part is not looked at whole: the worker reads it again instead.
const LONGEST: u64 = 16 << 20;

/// A mention as it must be found again.
struct Claim {
    row: index::MentionRow,
    locator: Locator,
    raw: String,
    /// BLAKE3 of the entry when it was read.
    hash: Option<[u8; 32]>,
}

impl OpenCase {
    /// Reads a mention again from its source. In a plain file the bytes at the locator are looked at, and nothing
    /// else; inside an archive or database the entry is read again in the sandbox.
    pub fn verify(&self, mention: MentionId, launch: Launch) -> Result<Verified> {
        let reader = self.reader()?;
        let row = reader.mention(mention.into())?;
        let locator = reader.locator(&row)?;
        let hash = reader.entry(row.entry)?.hash;
        let raw = self.case.reveal_mentions(&[row.id], Purpose::Verify)?;
        let Some((_, raw)) = raw.into_iter().next() else {
            return Ok(Verified::Differs);
        };
        let source = PathBuf::from(self.case.source_path(row.source)?);
        let entry = self.case.entry_path(row.entry)?;
        let Some((file, inner)) = open_entry(&source, &entry) else {
            return Ok(Verified::SourceMissing);
        };
        let claim = Claim {
            row,
            locator,
            raw,
            hash,
        };
        if inner.is_empty()
            && let Some(same) = same_bytes(&file, &claim).map_err(|source| Error::Own {
                what: "cannot read",
                path: PathBuf::from(self.masked_words(&entry)),
                source,
            })?
            && same
        {
            return Ok(Verified::Same);
        }
        self.read_again(&file, &inner, &claim, launch)
    }

    fn read_again(&self, file: &File, inner: &str, claim: &Claim, launch: Launch) -> Result<Verified> {
        let name = Path::new(inner)
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let job = Job {
            name: Quiet(name),
            regions: self.regions()?,
            mode: Mode::MentionsOnly,
            ..Job::default()
        };
        let mut here = false;
        let mut found = false;
        let mut hash = None;
        let read = Reader::new(launch).read(file, &job, &mut |frame| {
            match frame {
                Frame::EntryStart(start) => here = start.path.0 == inner,
                Frame::Events(events) if here => {
                    found |= events.iter().any(|event| {
                        event.matches.iter().any(|of_part| {
                            let part = parts(&event.event).get(of_part.part as usize);
                            part.is_some_and(|part| claim.is_in(part, &of_part.matches))
                        })
                    });
                }
                Frame::EntryEnd(end) if here => {
                    hash = end.hash;
                    return ControlFlow::Break(());
                }
                Frame::Events(_) | Frame::EntryEnd(_) | Frame::Progress(_) | Frame::Trouble(_) => {}
            }
            ControlFlow::Continue(())
        });
        match read {
            Ok(_) | Err(crate::worker::Fault::Stopped) => {}
            Err(fault) => return Err(fault.into()),
        }
        Ok(match (found, hash.is_some() && hash == claim.hash) {
            (true, _) => Verified::Same,
            (false, true) => Verified::Differs,
            (false, false) => Verified::SourceChanged,
        })
    }
}

impl Claim {
    /// True where the part, read again, holds the same spelling at the same place.
    fn is_in(&self, part: &Part<'_>, matches: &[teltale_model::Match]) -> bool {
        matches.iter().any(|found| {
            let (start, end) = (found.start as usize, found.end as usize);
            part.text[start..end] == self.raw
                && (part.at == self.locator || part.at.narrowed(part.text.len(), start, end) == self.locator)
        })
    }
}

fn parts<'e>(event: &'e Event<'_>) -> &'e [Part<'e>] {
    match event {
        Event::Account(account) => &account.parts,
        Event::Contact(contact) => &contact.parts,
        Event::Conversation(conversation) => &conversation.parts,
        Event::Participant(participant) => &participant.parts,
        Event::Message(message) => &message.parts,
        Event::Problem(_) => &[],
    }
}

/// Whether the bytes at the locator still spell the number. None where that cannot be told from bytes alone.
fn same_bytes(mut file: &File, claim: &Claim) -> io::Result<Option<bool>> {
    let Locator::Bytes {
        start,
        end,
        encoding,
        escape,
    } = &claim.locator
    else {
        return Ok(None);
    };
    let Some(length) = end.checked_sub(*start).filter(|length| *length <= LONGEST) else {
        return Ok(None);
    };
    file.seek(SeekFrom::Start(*start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    let text = unescape(*encoding, *escape, &bytes);
    if text == claim.raw {
        return Ok(Some(true));
    }
    // The locator is that of the whole part: the mention stands at its own characters.
    let (start, end) = (claim.row.start as usize, claim.row.end as usize);
    Ok(Some(
        text.chars().skip(start).take(end - start).eq(claim.raw.chars()),
    ))
}

/// Opens the file that holds an entry, and says what remains of the path inside that file.
fn open_entry(source: &Path, entry: &str) -> Option<(File, String)> {
    let root = Root::new(source).ok()?;
    if !source.is_dir() {
        let own = source
            .file_name()
            .is_some_and(|name| name.to_string_lossy() == entry);
        let file = root.open(Path::new("")).ok()?;
        return Some((file, if own { String::new() } else { entry.to_owned() }));
    }
    // The shortest beginning of the path that is a file: what follows is inside it.
    let cuts = entry.match_indices('/').map(|(at, _)| at).chain([entry.len()]);
    cuts.into_iter().find_map(|at| {
        let file = root.open(Path::new(&entry[..at])).ok()?;
        Some((file, entry[at..].trim_start_matches('/').to_owned()))
    })
}
