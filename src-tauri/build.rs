//! Builds the screens where they are older than their sources, then lets Tauri write the access list of our commands.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

/// Every command of `src/commands.rs`; whatever is not named here is open to any page, so all are.
const COMMANDS: &[&str] = &[
    "connect",
    "settle",
    "make_cases_in",
    "pick",
    "open",
    "way_in",
    "scan",
    "again",
    "steer",
    "ask",
    "decide",
    "reveal",
    "copy",
    "lock",
];

fn main() {
    screens();
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("tauri.conf.json, the capability and the icons are as Tauri wants them");
}

/// `TELTALE_SKIP_UI=1` takes the screens as they are.
fn screens() {
    let ui = Path::new("../ui");
    let sources = [
        "src",
        "public",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "svelte.config.js",
    ]
    .map(|name| ui.join(name));
    for source in &sources {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    println!("cargo:rerun-if-changed=../ui/dist/index.html");
    println!("cargo:rerun-if-env-changed=TELTALE_SKIP_UI");
    let built = modified(&ui.join("dist/index.html"));
    let newest = sources.iter().filter_map(|source| newest(source)).max();
    if std::env::var_os("TELTALE_SKIP_UI").is_some_and(|skip| skip == "1")
        || built >= newest && built.is_some()
    {
        return;
    }
    if !ui.join("node_modules/vite").exists() {
        npm(ui, &["ci", "--no-audit", "--no-fund", "--prefer-offline"]);
    }
    npm(ui, &["run", "build"]);
}

fn npm(ui: &Path, arguments: &[&str]) {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(program).args(arguments).current_dir(ui).status();
    assert!(
        done.is_ok_and(|status| status.success()),
        "`npm {}` in ui failed: the screens need Node.js 20.19 or newer",
        arguments.join(" ")
    );
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    let inside = fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| newest(&entry.path()));
    inside.chain(modified(path)).max()
}
