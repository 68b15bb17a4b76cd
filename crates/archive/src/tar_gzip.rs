//! Tar, gzip, and the two together: read as they come, since neither has a directory.

use crate::bytes::{EntryBytes, Through, proportionate};
use crate::entries::{Claims, Flow, Reading, joined};
use crate::kind::Kind;
use crate::name::{member_name, shortened};
use crate::{Failure, Limit, MAX_DEPTH, Ordinal, Passed, Trouble};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use teltale_model::SkipReason;

impl Reading<'_> {
    /// A gzip holds one entry, or a tar, whose members then are the gzip's own.
    pub fn gzip(&mut self, at: &Ordinal, path: &str, claims: &Claims<'_>, mut bytes: EntryBytes<'_>) -> Flow {
        let allowed = claims.size.map_or(u64::MAX, proportionate);
        let mut decoder = MultiGzDecoder::new(Through(&mut bytes));
        let mut unpacked = EntryBytes::new(&mut decoder, None).within(self.budget, allowed);
        if Kind::of(unpacked.head(Kind::HEAD)) == Kind::Tar {
            self.tar(at, path, unpacked)?;
        } else {
            let member = at.member(0);
            let member_path = joined(path, &self.name_inside(path));
            if self.open(&member, &member_path)? {
                let claims = Claims {
                    counted: true,
                    ..Claims::default()
                };
                self.content(&member, &member_path, &claims, &mut Through(&mut unpacked))?;
            }
        }
        self.after(at, path, &bytes)
    }

    /// Reads members in their order, up to the first header that makes no sense.
    pub fn tar(&mut self, at: &Ordinal, path: &str, mut bytes: EntryBytes<'_>) -> Flow {
        let complete = self.tar_members(at, path, &mut bytes)?;
        if !complete && bytes.failure().is_none() {
            let failure = if bytes.at_end() {
                Failure::CutOff
            } else {
                Failure::Damaged
            };
            return self.trouble(at, path, Trouble::Failed(failure));
        }
        self.after(at, path, &bytes)
    }

    /// False where the members end before their time.
    fn tar_members(&mut self, at: &Ordinal, path: &str, bytes: &mut EntryBytes<'_>) -> Flow<bool> {
        let mut through = Through(bytes);
        let mut archive = tar::Archive::new(&mut through as &mut dyn Read);
        let Ok(members) = archive.entries() else {
            return Flow::Continue(false);
        };
        for (index, member) in members.enumerate() {
            let Ok(mut member) = member else {
                return Flow::Continue(false);
            };
            self.tar_member(&at.member(index as u32), path, &mut member)?;
        }
        Flow::Continue(true)
    }

    fn tar_member(&mut self, at: &Ordinal, path: &str, member: &mut tar::Entry<'_, &mut dyn Read>) -> Flow {
        let kind = member.header().entry_type();
        if kind.is_dir() || at.0.len() > MAX_DEPTH {
            return Flow::Continue(());
        }
        let size = Some(member.size());
        let raw = member.path_bytes().into_owned();
        let name = member_name(&raw, true);
        let long = shortened(&name);
        let member_path = joined(path, long.unwrap_or(&name));
        if !self.open(at, &member_path)? {
            return Flow::Continue(());
        }
        if long.is_some() {
            return self.pass(at, &member_path, size, Passed::Limit(Limit::Name));
        }
        if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
            return self.pass(at, &member_path, size, Passed::Skipped(SkipReason::NotAFile));
        }
        let claims = Claims {
            size,
            counted: true,
            ..Claims::default()
        };
        self.content(at, &member_path, &claims, member)
            .map_continue(|_| ())
    }
}
