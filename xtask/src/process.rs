//! Running other programs from the root of the workspace.

use crate::{Outcome, Trouble};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask stands in the workspace")
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that runs this, or the one on the path.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // With the system's libssl there, its vendored twin need not be built: minutes on a small machine.
    if std::env::var_os("OPENSSL_NO_VENDOR").is_none() && succeeds("pkg-config", &["--exists", "openssl"]) {
        cargo.env("OPENSSL_NO_VENDOR", "1");
    }
    cargo
}

/// True where the program is there and ends well; it is not seen.
pub(crate) fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What the program prints, if it is there and ends well.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs it in the open.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = spelled(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Trouble::Failed(format!("`{name}` failed ({status})"))),
        Err(error) => Err(Trouble::Failed(format!("cannot run `{name}`: {error}"))),
    }
}

/// The command as it would be typed.
pub(crate) fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
