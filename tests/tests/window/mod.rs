//! The real window on a display of its own, driven by WebDriver.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use teltale_tests::display::{Display, PATIENCE, desktop_path, until};
use thirtyfour::prelude::*;

/// A display with a WebDriver server on it, gone again when this is dropped.
pub struct Window {
    _display: Display,
    port: u16,
}

impl Window {
    /// Starts what the app will stand on; `files` are what the person will drop.
    pub fn new(files: &[PathBuf]) -> Self {
        let mut display = Display::new();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let mut driver = Command::new("WebKitWebDriver");
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        driver
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        driver.env("TELTALE_E2E_FILES", std::env::join_paths(files).unwrap());
        display.start(&mut driver);
        until("WebKitWebDriver answers", || is_ready(port));
        Self {
            _display: display,
            port,
        }
    }

    /// The session in which the app was started.
    pub async fn open(&self) -> WebDriverResult<WebDriver> {
        let options =
            serde_json::json!({ "webkitgtk:browserOptions": { "binary": desktop_path(), "args": [] } });
        let capabilities: Capabilities = options.as_object().unwrap().clone().into();
        WebDriver::new(&format!("http://127.0.0.1:{}", self.port), capabilities).await
    }
}

/// Saves what the window shows to `target/screens/<name>.png`, once it shows what the page says.
pub async fn picture(driver: &WebDriver, name: &str) -> WebDriverResult<()> {
    // A screenshot is the last frame presented, which can be older than the page.
    let settled = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))";
    driver.execute_async(settled, vec![]).await?;
    let folder = screens();
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join(format!("{name}.png")),
        driver.screenshot_as_png().await?,
    )
    .unwrap();
    Ok(())
}

/// The element with this test id, once it is there.
pub async fn element(driver: &WebDriver, id: &str) -> WebDriverResult<WebElement> {
    let found = driver
        .query(By::Css(format!("[data-testid='{id}']")))
        .wait(PATIENCE, Duration::from_millis(20));
    found.first().await
}

/// The first element with this test id whose text is as wanted, once there is one.
pub async fn when(
    driver: &WebDriver,
    id: &str,
    wanted: impl Fn(&str) -> bool,
) -> WebDriverResult<WebElement> {
    let started = Instant::now();
    loop {
        for element in driver.find_all(By::Css(format!("[data-testid='{id}']"))).await? {
            // One that is gone again by now is none that was waited for.
            if element.text().await.is_ok_and(|text| wanted(&text)) {
                return Ok(element);
            }
        }
        if started.elapsed() > PATIENCE {
            return Err(WebDriverError::Timeout(format!("no `{id}` as wanted")));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn screens() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"))
        .join("screens")
}

/// An open port is not enough: the server must say that it takes sessions.
fn is_ready(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let request = format!("GET /status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}
