//! The desktop shell.
#[tauri::command]
fn connect() -> &'static str { "hello" }
fn main() {
    tauri::Builder::default().invoke_handler(tauri::generate_handler![connect]).run(tauri::generate_context!()).expect("run");
}
