//! Keys: one random case key, and what is derived from it. Wiped when dropped.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

/// What the user types to unlock a case. Wiped when dropped; `Debug` prints nothing of it.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes it over. A line end that a file or terminal left at its end is not part of it.
    pub fn new(text: String) -> Self {
        let text = Zeroizing::new(text);
        Self(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// True where nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Fills a buffer from the system's source of randomness.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives randomness; without it no key may be made");
    bytes
}

/// 256 secret bits.
pub(crate) struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    pub(crate) fn random() -> Self {
        Self(Zeroizing::new(random()))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut secret = Zeroizing::new([0; 32]);
        (bytes.len() == 32).then(|| {
            secret.copy_from_slice(bytes);
            Self(secret)
        })
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// An independent key for a purpose.
    pub(crate) fn derive(&self, purpose: &str) -> Self {
        let mut derived = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &self.0[..])
            .expand(purpose.as_bytes(), &mut derived[..])
            .expect("32 bytes are within HKDF's output");
        Self(derived)
    }

    /// HMAC-SHA-256.
    pub(crate) fn mac(&self, pieces: &[&[u8]]) -> [u8; 32] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0[..]).expect("any length is a key");
        for piece in pieces {
            mac.update(piece);
        }
        mac.finalize().into_bytes().into()
    }

    /// Encrypts and authenticates; `about` must be given again to open it.
    pub(crate) fn seal(&self, about: &[u8], content: &[u8]) -> Vec<u8> {
        let nonce = random::<24>();
        let mut sealed = nonce.to_vec();
        let content = XChaCha20Poly1305::new((&*self.0).into())
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: content,
                    aad: about,
                },
            )
            .expect("a text of a part is far below the cipher's limit");
        sealed.extend_from_slice(&content);
        sealed
    }

    /// Opens what [`Secret::seal`] made; none if anything differs.
    pub(crate) fn unseal(&self, about: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, content) = sealed.split_at_checked(24)?;
        let nonce = XNonce::from(<[u8; 24]>::try_from(nonce).ok()?);
        let opened = XChaCha20Poly1305::new((&*self.0).into()).decrypt(
            &nonce,
            Payload {
                msg: content,
                aad: about,
            },
        );
        opened.ok().map(Zeroizing::new)
    }
}

/// The keys of an open case, but for the number key.
pub(crate) struct Keys {
    /// Opens the database.
    pub(crate) database: Secret,
    /// Keys the digests by which things are recognised again.
    pub(crate) identity: Secret,
    /// Where the log's chain starts.
    pub(crate) log: Secret,
}

/// What opens the silo.
pub(crate) struct NumberKey {
    lookup: Secret,
    seal: Secret,
}

impl Keys {
    /// All keys of a case.
    pub(crate) fn of(case: &Secret) -> (Self, NumberKey) {
        let number = case.derive("teltale case 1 number");
        (
            Self {
                database: case.derive("teltale case 1 database"),
                identity: case.derive("teltale case 1 identity"),
                log: case.derive("teltale case 1 log"),
            },
            NumberKey {
                lookup: number.derive("look-up"),
                seal: number.derive("seal"),
            },
        )
    }
}

impl NumberKey {
    /// By what a number is found again: 128 bits of HMAC-SHA-256.
    pub(crate) fn lookup(&self, canonical: &str) -> [u8; 16] {
        self.lookup.mac(&[b"number\0", canonical.as_bytes()])[..16]
            .try_into()
            .expect("16 of 32 bytes")
    }

    /// By what a spelling of a number is found again.
    pub(crate) fn spelling(&self, raw: &str) -> i64 {
        let mac = self.lookup.mac(&[b"spelling\0", raw.as_bytes()]);
        i64::from_le_bytes(mac[..8].try_into().expect("8 of 32 bytes"))
    }

    pub(crate) fn seal(&self, about: &str, content: &str) -> Vec<u8> {
        self.seal.seal(about.as_bytes(), content.as_bytes())
    }

    pub(crate) fn unseal(&self, about: &str, sealed: &[u8]) -> Option<Zeroizing<String>> {
        let mut opened = self.seal.unseal(about.as_bytes(), sealed)?;
        match String::from_utf8(std::mem::take(&mut *opened)) {
            Ok(text) => Some(Zeroizing::new(text)),
            Err(error) => {
                error.into_bytes().zeroize();
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_whole_and_in_its_place() {
        let key = Secret::random();
        let mut sealed = key.seal(b"here", b"words");
        assert_eq!(
            key.unseal(b"here", &sealed).as_deref().map(Vec::as_slice),
            Some(&b"words"[..])
        );
        assert!(key.unseal(b"there", &sealed).is_none());
        sealed[30] ^= 1;
        assert!(key.unseal(b"here", &sealed).is_none());
        assert!(key.unseal(b"here", &sealed[..10]).is_none());
    }

    #[test]
    fn a_line_end_is_no_part_of_a_passphrase() {
        assert_eq!(Passphrase::new("open sesame\r\n".into()).bytes(), b"open sesame");
        assert_eq!(
            format!("{:?}", Passphrase::new("open sesame".into())),
            "Passphrase"
        );
    }
}
