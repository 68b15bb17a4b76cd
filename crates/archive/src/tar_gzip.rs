//! Tar, gzip, and the two together: read as they come, since neither has a directory.

use crate::bytes::{EntryBytes, failure_of};
use crate::entries::{Claims, Flow, Reading, joined};
use crate::kind::Kind;
use crate::name::{member_name, shortened};
use crate::{Limit, MAX_DEPTH, Ordinal, Passed, Trouble};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use teltale_model::SkipReason;

impl Reading<'_> {
    /// A gzip holds one entry, or a tar, whose members then are the gzip's own.
    pub fn gzip(&mut self, at: &Ordinal, path: &str, claims: &Claims<'_>, bytes: EntryBytes<'_>) -> Flow {
        let mut decoder = MultiGzDecoder::new(bytes);
        let mut unpacked = EntryBytes::new(&mut decoder, None).within(self.budget, u64::MAX);
        if Kind::of(unpacked.head(Kind::HEAD)) == Kind::Tar {
            self.tar(at, path, unpacked)?;
        } else {
            let member = at.member(0);
            let member_path = joined(path, &self.name_inside(path));
            if self.open(&member, &member_path)? {
                let claims = Claims { compressed: claims.size, ..Claims::default() };
                self.content(&member, &member_path, &claims, &mut unpacked)?;
            }
        }
        self.after(at, path, decoder.get_ref())
    }

    /// Reads members in their order, up to the first header that makes no sense.
    pub fn tar(&mut self, at: &Ordinal, path: &str, mut bytes: EntryBytes<'_>) -> Flow {
        let mut trouble = None;
        {
            let mut archive = tar::Archive::new(&mut bytes as &mut dyn Read);
            match archive.entries() {
                Err(error) => trouble = Some(failure_of(&error)),
                Ok(members) => {
                    let mut index = 0;
                    for member in members {
                        match member {
                            Ok(mut member) => {
                                self.tar_member(&at.member(index), path, &mut member)?;
                                index += 1;
                            }
                            Err(error) => {
                                trouble = Some(failure_of(&error));
                                break;
                            }
                        }
                    }
                }
            }
        }
        if let (None, Some(failure)) = (bytes.failure(), trouble) {
            return self.trouble(at, path, Trouble::Failed(failure));
        }
        self.after(at, path, &bytes)
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
        let claims = Claims { size, ..Claims::default() };
        self.content(at, &member_path, &claims, member).map_continue(|_| ())
    }
}
