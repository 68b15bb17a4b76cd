//! What the window's engine needs from the environment, which it reads once at its start.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// True where WebDriver drives the window, which only a build made for tests allows.
pub(crate) fn driven() -> bool {
    cfg!(feature = "e2e") && std::env::var_os("WEBKIT_INSPECTOR_SERVER").is_some()
}

/// Starts the program anew with what the environment lacks; returns where nothing lacks.
///
/// A variable of a running process can only be set safely before there are threads, so a fresh start is the plain way.
pub(crate) fn settle() {
    let lacking = lacking(|name| std::env::var_os(name));
    if lacking.is_empty() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut again = Command::new(program);
    again.args(std::env::args_os().skip(1));
    for (name, value) in lacking {
        match value {
            Some(value) => again.env(name, value),
            None => again.env_remove(name),
        };
    }
    restart(again);
}

/// Becomes another program; returns only where that fails.
pub(crate) fn restart(mut command: Command) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // A new start that cannot be had leaves this one running, with the engine's own defaults.
        let _ = command.exec();
    }
    #[cfg(not(unix))]
    if command.spawn().is_ok() {
        std::process::exit(0);
    }
}

/// Variables to set, or to remove.
fn lacking(variable: impl Fn(&str) -> Option<OsString>) -> Vec<(&'static str, Option<OsString>)> {
    if !cfg!(target_os = "linux") {
        return Vec::new();
    }
    let mut lacking = Vec::new();
    // Without a language the engine calls it "C", which is none, and everything that formats a number or a date fails.
    let set = |name| variable(name).filter(|value| !value.is_empty());
    let spoken = set("LC_ALL")
        .or_else(|| set("LC_MESSAGES"))
        .or_else(|| set("LANG"));
    let names_none = spoken.is_none_or(|locale| {
        let locale = locale.to_string_lossy();
        let language = locale.split(['.', '@']).next().unwrap_or_default();
        matches!(language, "C" | "POSIX" | "")
    });
    if names_none {
        lacking.push(("LC_MESSAGES", Some("en_US.UTF-8".into())));
        if let Some(all) = set("LC_ALL") {
            lacking.push(("LC_ALL", None));
            lacking.push(("LANG", Some(all)));
        }
    }
    // Without a graphics card the engine's shared buffers cost a third of a second and 80 MB; under automation their
    // absence would keep screenshots waiting for ever.
    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let automated = variable("TAURI_AUTOMATION").is_some() || variable("TAURI_WEBVIEW_AUTOMATION").is_some();
    if !automated && variable(DMABUF).is_none() && !Path::new("/dev/dri").exists() {
        lacking.push((DMABUF, Some("1".into())));
    }
    lacking
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Vec<(&'static str, Option<OsString>)> {
        let found = |name: &str| {
            variables
                .iter()
                .find(|(other, _)| *other == name)
                .map(|(_, value)| (*value).into())
        };
        let mut lacking = lacking(found);
        lacking.retain(|(name, _)| name.starts_with('L'));
        lacking
    }

    #[test]
    fn a_language_is_left_alone() {
        assert_eq!(of(&[("LANG", "de_DE.UTF-8")]), []);
        assert_eq!(of(&[("LANG", "C.UTF-8"), ("LC_MESSAGES", "sv_SE.UTF-8")]), []);
    }

    #[test]
    fn none_becomes_english() {
        let english = ("LC_MESSAGES", Some("en_US.UTF-8".into()));
        assert_eq!(of(&[]), std::slice::from_ref(&english));
        assert_eq!(of(&[("LANG", "C.UTF-8")]), std::slice::from_ref(&english));
        assert_eq!(
            of(&[("LC_ALL", "C.UTF-8")]),
            [english, ("LC_ALL", None), ("LANG", Some("C.UTF-8".into()))]
        );
    }
}
