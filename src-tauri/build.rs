//! Builds the screens, then lets Tauri write the access list of our commands.
fn main() {
    tauri_build::try_build(
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(&["connect"])),
    )
    .expect("tauri build");
}
