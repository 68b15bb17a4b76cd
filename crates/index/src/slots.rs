//! Slots: each wraps the case key in another way. The file is read as if a stranger had written it.

use crate::folder::Files;
use crate::hex::hex;
use crate::keychain;
use crate::keys::{Secret, random};
use crate::{Case, Error, LogEvent, Passphrase, Result};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// One way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SlotId(pub u32);

/// How a slot wraps the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// A passphrase.
    Passphrase,
    /// This computer's keychain.
    Keychain,
}

/// What can be told of a slot without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotInfo {
    /// Its id.
    pub id: SlotId,
    /// Its kind.
    pub kind: SlotKind,
}

/// How slow a passphrase is to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KdfCost {
    /// As much memory, and then as many passes, as take about a second here; never under [`KdfCost::Floor`].
    Calibrated,
    /// 64 MiB, three passes.
    Floor,
    /// Next to nothing, for tests of other things. The slots file says so of itself.
    #[doc(hidden)]
    ForTests,
}

/// A slot to be made.
#[derive(Clone, Copy)]
pub enum NewSlot<'a> {
    /// A passphrase.
    Passphrase(&'a Passphrase, KdfCost),
    /// This computer's keychain. Any program of the same user may ask for it; always keep a passphrase too.
    Keychain,
}

/// How a case is to be unlocked.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// With its passphrase.
    Passphrase(&'a Passphrase),
    /// With this computer's keychain.
    Keychain,
}

const FLOOR_KIB: u32 = 64 * 1024;
const FLOOR_PASSES: u32 = 3;
const CEILING_KIB: u32 = 1024 * 1024;
const CEILING_PASSES: u32 = 16;
const CEILING_LANES: u32 = 4;
const CALIBRATE_TO: Duration = Duration::from_millis(1000);
/// Beyond this much memory a fast computer takes more passes instead: a case is opened on laptops whose memory others
/// need too, and nothing else that the program does takes as much.
const CALIBRATED_KIB: u32 = 128 * 1024;
const FILE_CEILING: u64 = 64 * 1024;
const MOST_SLOTS: usize = 16;
const VERSION: u32 = 1;

/// The slots file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slots {
    version: u32,
    /// Names the case in the keychain; says nothing.
    case: Hex<16>,
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Slot {
    id: u32,
    #[serde(flatten)]
    wrap: Wrap,
    /// The case key, sealed under what `wrap` gives; nonce first.
    key: Hex<72>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Wrap {
    /// Argon2id.
    Passphrase {
        memory_kib: u32,
        passes: u32,
        lanes: u32,
        salt: Hex<16>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        for_tests: bool,
    },
    /// A random key in the keychain.
    Keychain,
}

/// Bytes written as hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
struct Hex<const N: usize>([u8; N]);

impl<const N: usize> std::fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hex({N} bytes)")
    }
}

impl<const N: usize> Hex<N> {
    fn text(&self) -> String {
        hex(&self.0)
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut bytes = [0; N];
        let fits = text.len() == 2 * N
            && text.as_bytes().chunks(2).zip(&mut bytes).all(|(pair, byte)| {
                match (digit(pair[0]), digit(pair[1])) {
                    (Some(high), Some(low)) => {
                        *byte = high << 4 | low;
                        true
                    }
                    _ => false,
                }
            });
        if fits {
            Ok(Self(bytes))
        } else {
            Err(serde::de::Error::custom("not the hexadecimal digits expected"))
        }
    }
}

impl Slot {
    fn info(&self) -> SlotInfo {
        let kind = match self.wrap {
            Wrap::Passphrase { .. } => SlotKind::Passphrase,
            Wrap::Keychain => SlotKind::Keychain,
        };
        SlotInfo {
            id: SlotId(self.id),
            kind,
        }
    }
}

impl Slots {
    /// A file without slots, for a new case.
    pub(crate) fn new() -> Self {
        Self {
            version: VERSION,
            case: Hex(random()),
            slots: Vec::new(),
        }
    }

    pub(crate) fn read(files: &Files) -> Result<Self> {
        let path = files.slots();
        let mut text = Vec::new();
        let file = std::fs::File::open(&path).map_err(|source| Error::io("cannot read", &path, source))?;
        file.take(FILE_CEILING + 1)
            .read_to_end(&mut text)
            .map_err(|source| Error::io("cannot read", &path, source))?;
        Self::parse(&text, &path)
    }

    fn parse(text: &[u8], path: &Path) -> Result<Self> {
        let damaged = |what| Error::DamagedSlots {
            path: path.to_owned(),
            what,
        };
        if text.len() as u64 > FILE_CEILING {
            return Err(damaged("it is larger than a slots file can be"));
        }
        let version = serde_json::from_slice::<serde_json::Value>(text)
            .ok()
            .and_then(|value| value.get("version")?.as_i64())
            .ok_or_else(|| damaged("it is not a slots file"))?;
        if version > i64::from(VERSION) {
            return Err(Error::Newer {
                found: version,
                known: i64::from(VERSION),
            });
        }
        let slots: Self = serde_json::from_slice(text)
            .map_err(|_| damaged("a field is missing or not as it was written"))?;
        if slots.slots.is_empty() || slots.slots.len() > MOST_SLOTS {
            return Err(damaged("it has no slot, or more than a case can have"));
        }
        let mut ids: Vec<u32> = slots.slots.iter().map(|slot| slot.id).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.len() != slots.slots.len() {
            return Err(damaged("two slots have one id"));
        }
        for slot in &slots.slots {
            if let Wrap::Passphrase {
                memory_kib,
                passes,
                lanes,
                for_tests,
                ..
            } = slot.wrap
            {
                if memory_kib > CEILING_KIB || passes > CEILING_PASSES || lanes > CEILING_LANES || lanes == 0
                {
                    return Err(damaged("it asks for more memory or time than any case does"));
                }
                if !for_tests && (memory_kib < FLOOR_KIB || passes < FLOOR_PASSES) {
                    return Err(damaged("it protects the passphrase less than any case does"));
                }
            }
        }
        Ok(slots)
    }

    /// Writes it beside the old one, then puts it in its place: a cut leaves the one or the other.
    pub(crate) fn write(&self, files: &Files) -> Result<()> {
        let (path, beside) = (files.slots(), files.slots_beside());
        let text = serde_json::to_vec_pretty(self).expect("plain fields");
        let failed = |source| Error::io("cannot write", &path, source);
        let mut file = std::fs::File::create(&beside).map_err(failed)?;
        file.write_all(&text)
            .and_then(|()| file.sync_all())
            .map_err(failed)?;
        std::fs::rename(&beside, &path).map_err(failed)?;
        files.sync_folder()
    }

    pub(crate) fn infos(&self) -> Vec<SlotInfo> {
        self.slots.iter().map(Slot::info).collect()
    }

    pub(crate) fn add(&mut self, slot: NewSlot<'_>, case_key: &Secret) -> Result<SlotId> {
        if self.slots.len() == MOST_SLOTS {
            return Err(Error::TooLarge("a case has at most sixteen ways in"));
        }
        let id = self.slots.iter().map(|slot| slot.id).max().map_or(1, |id| id + 1);
        let (wrap, key) = match slot {
            NewSlot::Passphrase(passphrase, cost) => {
                let (memory_kib, passes) = cost.parameters()?;
                let wrap = Wrap::Passphrase {
                    memory_kib,
                    passes,
                    lanes: 1,
                    salt: Hex(random()),
                    for_tests: cost == KdfCost::ForTests,
                };
                let key = stretched(&wrap, passphrase)?;
                (wrap, key)
            }
            NewSlot::Keychain => {
                let key = Secret::random();
                keychain::put(&self.keychain_name(id), key.bytes())?;
                (Wrap::Keychain, key)
            }
        };
        let sealed = key.seal(&self.about(id, &wrap), case_key.bytes());
        let sealed = sealed.try_into().expect("nonce, 32 bytes and tag");
        self.slots.push(Slot {
            id,
            wrap,
            key: Hex(sealed),
        });
        Ok(SlotId(id))
    }

    pub(crate) fn remove(&mut self, slot: SlotId) -> Result<()> {
        let at = self
            .slots
            .iter()
            .position(|other| other.id == slot.0)
            .ok_or(Error::NotFound("slot"))?;
        if self.slots.len() == 1 {
            return Err(Error::LastSlot);
        }
        self.slots.remove(at);
        Ok(())
    }

    /// Takes the keys of this case out of the keychain, as far as they are there.
    pub(crate) fn forget_keychain(&self, only: Option<SlotId>) {
        for slot in &self.slots {
            if matches!(slot.wrap, Wrap::Keychain) && only.is_none_or(|only| only.0 == slot.id) {
                // A keychain that is not there holds no key; the slot is destroyed all the same.
                let _ = keychain::remove(&self.keychain_name(slot.id));
            }
        }
    }

    pub(crate) fn open(&self, unlock: Unlock<'_>, path: &Path) -> Result<Secret> {
        let mut tried = false;
        for slot in &self.slots {
            let key = match (&slot.wrap, unlock) {
                (Wrap::Passphrase { .. }, Unlock::Passphrase(passphrase)) => {
                    stretched(&slot.wrap, passphrase)?
                }
                (Wrap::Keychain, Unlock::Keychain) => {
                    let secret = keychain::get(&self.keychain_name(slot.id))?;
                    Secret::from_slice(&secret).ok_or_else(|| {
                        Error::Keychain("it holds something else under the name of this case".into())
                    })?
                }
                (Wrap::Passphrase { .. }, Unlock::Keychain) | (Wrap::Keychain, Unlock::Passphrase(_)) => {
                    continue;
                }
            };
            tried = true;
            if let Some(case_key) = key.unseal(&self.about(slot.id, &slot.wrap), &slot.key.0) {
                return Secret::from_slice(&case_key).ok_or_else(|| Error::DamagedSlots {
                    path: path.to_owned(),
                    what: "the key in it has the wrong length",
                });
            }
        }
        match (tried, unlock) {
            (true, Unlock::Passphrase(_)) => Err(Error::WrongPassphrase),
            (true, Unlock::Keychain) => Err(Error::DamagedSlots {
                path: path.to_owned(),
                what: "the keychain's key does not fit it",
            }),
            (false, Unlock::Passphrase(_)) => Err(Error::NoSuchSlot {
                how: "with a passphrase",
                instead: "this computer's keychain",
            }),
            (false, Unlock::Keychain) => Err(Error::NoSuchSlot {
                how: "with this computer's keychain",
                instead: "its passphrase",
            }),
        }
    }

    /// Binds a sealed key to its case, slot and parameters, so that none of them can be exchanged.
    fn about(&self, id: u32, wrap: &Wrap) -> Vec<u8> {
        let parameters = serde_json::to_string(wrap).expect("plain fields");
        format!("teltale slot {} {id} {parameters}", self.case.text()).into_bytes()
    }

    fn keychain_name(&self, id: u32) -> String {
        format!("case {} slot {id}", self.case.text())
    }
}

impl KdfCost {
    fn parameters(self) -> Result<(u32, u32)> {
        match self {
            Self::ForTests => Ok((64, 1)),
            Self::Floor => Ok((FLOOR_KIB, FLOOR_PASSES)),
            Self::Calibrated => {
                let started = Instant::now();
                argon2id(FLOOR_KIB, FLOOR_PASSES, 1, b"calibration", &[0; 16])?;
                Ok(calibrated(
                    CALIBRATE_TO.as_secs_f64() / started.elapsed().as_secs_f64().max(0.001),
                ))
            }
        }
    }
}

/// Memory in KiB and passes that take `times` as long as the least do.
fn calibrated(times: f64) -> (u32, u32) {
    let memory = (f64::from(FLOOR_KIB) * times).clamp(f64::from(FLOOR_KIB), f64::from(CALIBRATED_KIB));
    let passes = f64::from(FLOOR_PASSES) * times * f64::from(FLOOR_KIB) / memory;
    (
        memory as u32,
        // Half the ceiling at most, so that a slower computer can still open it.
        (passes.round() as u32).clamp(FLOOR_PASSES, CEILING_PASSES / 2),
    )
}

fn stretched(wrap: &Wrap, passphrase: &Passphrase) -> Result<Secret> {
    match wrap {
        Wrap::Passphrase {
            memory_kib,
            passes,
            lanes,
            salt,
            ..
        } => argon2id(*memory_kib, *passes, *lanes, passphrase.bytes(), &salt.0),
        Wrap::Keychain => Err(Error::NotFound("passphrase slot")),
    }
}

fn argon2id(memory_kib: u32, passes: u32, lanes: u32, passphrase: &[u8], salt: &[u8]) -> Result<Secret> {
    let refused = |_| Error::TooLarge("the memory that its passphrase needs is not free");
    let parameters = Params::new(memory_kib, passes, lanes, Some(32)).map_err(refused)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(passphrase, salt, &mut key[..])
        .map_err(refused)?;
    Ok(Secret::from_slice(&key[..]).expect("32 bytes"))
}

impl Case {
    /// True where the passphrase opens this case: asked again before digits leave in bulk.
    pub fn check_passphrase(&self, passphrase: &Passphrase) -> Result<bool> {
        let Some(files) = self.inner.files() else {
            return Ok(false);
        };
        match Slots::read(files)?.open(Unlock::Passphrase(passphrase), &files.slots()) {
            Ok(key) => Ok(self.inner.is_key(&key)),
            Err(Error::WrongPassphrase | Error::NoSuchSlot { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The ways in; none for an ephemeral case.
    pub fn slots(&self) -> Result<Vec<SlotInfo>> {
        self.inner
            .files()
            .map_or(Ok(Vec::new()), |files| Ok(Slots::read(files)?.infos()))
    }

    /// Adds a way in; the one given proves that the case may be changed.
    pub fn add_slot(&self, proof: Unlock<'_>, slot: NewSlot<'_>) -> Result<SlotId> {
        let (files, mut slots, case_key) = self.proven(proof)?;
        let id = slots.add(slot, &case_key)?;
        slots.write(&files)?;
        self.log(LogEvent::SlotChanged, 1, "added")?;
        Ok(id)
    }

    /// Removes a way in; the last one is refused.
    pub fn remove_slot(&self, slot: SlotId) -> Result<()> {
        let files = self.inner.files().ok_or(Error::NotFound("slot"))?;
        let before = Slots::read(files)?;
        let mut after = before.clone();
        after.remove(slot)?;
        after.write(files)?;
        before.forget_keychain(Some(slot));
        self.log(LogEvent::SlotChanged, 1, "removed")?;
        Ok(())
    }

    /// Replaces every passphrase slot by one for the new passphrase.
    pub fn change_passphrase(&self, old: &Passphrase, new: &Passphrase, cost: KdfCost) -> Result<()> {
        let (files, mut slots, case_key) = self.proven(Unlock::Passphrase(old))?;
        slots.slots.retain(|slot| matches!(slot.wrap, Wrap::Keychain));
        slots.add(NewSlot::Passphrase(new, cost), &case_key)?;
        slots.write(&files)?;
        self.log(LogEvent::SlotChanged, 1, "passphrase")?;
        Ok(())
    }

    /// The case key is not kept while the case is open: a new slot needs an old one.
    fn proven(&self, unlock: Unlock<'_>) -> Result<(Files, Slots, Secret)> {
        let files = self.inner.files().ok_or(Error::NotFound("slot"))?;
        let slots = Slots::read(files)?;
        let case_key = slots.open(unlock, &files.slots())?;
        if self.inner.is_key(&case_key) {
            Ok((files.clone(), slots, case_key))
        } else {
            Err(Error::DamagedSlots {
                path: files.slots(),
                what: "it belongs to another case",
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(change: impl FnOnce(&mut serde_json::Value)) -> Result<Slots> {
        let mut slots = Slots::new();
        let passphrase = Passphrase::new("open sesame".into());
        slots
            .add(
                NewSlot::Passphrase(&passphrase, KdfCost::ForTests),
                &Secret::random(),
            )
            .expect("a slot");
        let mut value = serde_json::to_value(&slots).expect("JSON");
        change(&mut value);
        Slots::parse(
            &serde_json::to_vec(&value).expect("JSON"),
            Path::new("slots.json"),
        )
    }

    #[test]
    fn a_fast_computer_takes_more_memory_then_more_passes() {
        const MIB: u32 = 1024;
        for (times, memory, passes) in [
            (0.3, 64 * MIB, 3),
            (1.0, 64 * MIB, 3),
            (2.0, 128 * MIB, 3),
            (2.5, 128 * MIB, 4),
            (5.0, 128 * MIB, 8),
            (500.0, 128 * MIB, 8),
        ] {
            assert_eq!(calibrated(times), (memory, passes), "{times} times as fast");
        }
    }

    #[test]
    fn a_slot_opens_with_its_passphrase_only() {
        let (mut slots, key) = (Slots::new(), Secret::random());
        let (right, wrong) = (Passphrase::new("right".into()), Passphrase::new("wrong".into()));
        slots
            .add(NewSlot::Passphrase(&right, KdfCost::ForTests), &key)
            .expect("a slot");
        let path = Path::new("slots.json");
        assert_eq!(
            slots
                .open(Unlock::Passphrase(&right), path)
                .expect("opens")
                .bytes(),
            key.bytes()
        );
        assert!(matches!(
            slots.open(Unlock::Passphrase(&wrong), path),
            Err(Error::WrongPassphrase)
        ));
        assert!(matches!(
            slots.open(Unlock::Keychain, path),
            Err(Error::NoSuchSlot { .. })
        ));
    }

    #[test]
    fn parameters_are_bound_to_the_key() {
        let (mut slots, key) = (Slots::new(), Secret::random());
        let passphrase = Passphrase::new("right".into());
        slots
            .add(NewSlot::Passphrase(&passphrase, KdfCost::ForTests), &key)
            .expect("a slot");
        slots.slots[0].id = 2;
        let opened = slots.open(Unlock::Passphrase(&passphrase), Path::new("slots.json"));
        assert!(matches!(opened, Err(Error::WrongPassphrase)));
    }

    #[test]
    fn a_strangers_file_is_refused() {
        assert!(file(|_| ()).is_ok());
        type Defect = Box<dyn FnOnce(&mut serde_json::Value)>;
        fn slot(value: &mut serde_json::Value, name: &str, to: serde_json::Value) {
            value["slots"][0][name] = to;
        }
        let defects: [(&str, Defect); 9] = [
            (
                "memory above the ceiling",
                Box::new(|v| slot(v, "memory_kib", (CEILING_KIB + 1).into())),
            ),
            (
                "passes above the ceiling",
                Box::new(|v| slot(v, "passes", (CEILING_PASSES + 1).into())),
            ),
            ("no lane", Box::new(|v| slot(v, "lanes", 0.into()))),
            (
                "below the floor",
                Box::new(|v| slot(v, "for_tests", false.into())),
            ),
            ("short key", Box::new(|v| slot(v, "key", "00".into()))),
            (
                "no hexadecimal",
                Box::new(|v| slot(v, "salt", "zz".repeat(16).into())),
            ),
            ("unknown kind", Box::new(|v| slot(v, "kind", "rot13".into()))),
            ("no slot", Box::new(|v| v["slots"] = serde_json::json!([]))),
            (
                "two of one id",
                Box::new(|v| v["slots"] = serde_json::json!([v["slots"][0], v["slots"][0]])),
            ),
        ];
        for (name, defect) in defects {
            assert!(matches!(file(defect), Err(Error::DamagedSlots { .. })), "{name}");
        }
        assert!(matches!(
            file(|v| v["version"] = 2.into()),
            Err(Error::Newer { found: 2, known: 1 })
        ));
        assert!(Slots::parse(b"{", Path::new("slots.json")).is_err());
        assert!(Slots::parse(&vec![b' '; FILE_CEILING as usize + 1], Path::new("slots.json")).is_err());
    }
}
