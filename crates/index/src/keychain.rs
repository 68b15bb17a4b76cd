//! The computer's own keychain, where it has one.

use crate::{Error, Result};
use keyring_core::Entry;
use std::sync::Once;
use zeroize::Zeroizing;

/// Under which the keychain shows our keys.
const SERVICE: &str = "Teltale";

fn entry(name: &str) -> Result<Entry> {
    static STORE: Once = Once::new();
    let mut failed = None;
    if keyring_core::get_default_store().is_none() {
        match store() {
            Ok(store) => STORE.call_once(|| keyring_core::set_default_store(store)),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) => Err(told(&error)),
        None => Entry::new(SERVICE, name).map_err(|error| told(&error)),
    }
}

#[cfg(target_os = "linux")]
fn store() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn store() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn store() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn store() -> keyring_core::Result<std::sync::Arc<keyring_core::CredentialStore>> {
    Err(keyring_core::Error::NoDefaultStore)
}

pub(crate) fn put(name: &str, secret: &[u8]) -> Result<()> {
    entry(name)?.set_secret(secret).map_err(|error| told(&error))
}

pub(crate) fn get(name: &str) -> Result<Zeroizing<Vec<u8>>> {
    entry(name)?
        .get_secret()
        .map(Zeroizing::new)
        .map_err(|error| told(&error))
}

pub(crate) fn remove(name: &str) -> Result<()> {
    entry(name)?.delete_credential().map_err(|error| told(&error))
}

/// In our own words: what a keychain says may hold what it was asked for.
fn told(error: &keyring_core::Error) -> Error {
    use keyring_core::Error as Keyring;
    Error::Keychain(
        match error {
            Keyring::NoEntry => "it holds no key for this case",
            Keyring::NoStorageAccess(_) => "it is locked or refuses access",
            Keyring::PlatformFailure(_) | Keyring::NoDefaultStore => "none is running",
            _ => "it did not answer as expected",
        }
        .into(),
    )
}
