//! The real window on a display of its own, driven by WebDriver.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use teltale_tests::program::built;
use tempfile::TempDir;
use thirtyfour::prelude::*;

/// How long anything in the window may take before the test gives up on it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A private display, private folders and a WebDriver server, gone again when this is dropped.
pub struct Window {
    children: Vec<Child>,
    display: String,
    port: u16,
    pub home: TempDir,
}

impl Window {
    /// Starts what the app will stand on; `files` are what the person will drop.
    pub fn new(files: &[PathBuf]) -> Self {
        let home = TempDir::new().unwrap();
        for folder in ["config", "data", "state", "cache", "run"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        let (display, screen) = display();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut window = Self {
            children: vec![screen],
            display,
            port,
            home,
        };
        let mut driver = Command::new("WebKitWebDriver");
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        driver
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        driver.env("TELTALE_E2E_FILES", std::env::join_paths(files).unwrap());
        window.settle_in(&mut driver);
        window
            .children
            .push(driver.process_group(0).spawn().expect("WebKitWebDriver starts"));
        until("WebKitWebDriver answers", || is_ready(port));
        window
    }

    /// The session in which the app was started.
    pub async fn open(&self) -> WebDriverResult<WebDriver> {
        let app = built(
            "teltale-desktop",
            "TELTALE_DESKTOP",
            "cargo build -p teltale-desktop --features teltale-desktop/e2e",
        );
        let options = serde_json::json!({ "webkitgtk:browserOptions": { "binary": app, "args": [] } });
        let capabilities: Capabilities = options.as_object().unwrap().clone().into();
        WebDriver::new(&format!("http://127.0.0.1:{}", self.port), capabilities).await
    }

    /// Nothing of the person who runs the tests: not the display, not the folders, not the language.
    pub fn settle_in(&self, command: &mut Command) {
        let home = self.home.path();
        command
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("LC_ALL", "C.UTF-8")
            .env("GSETTINGS_BACKEND", "memory")
            .env("NO_AT_BRIDGE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if std::env::var_os("TELTALE_VERBOSE").is_none() {
            command.stderr(Stdio::null());
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // The whole group: the app can outlive its session.
            let group = format!("-{}", child.id());
            let _ = Command::new("kill")
                .args(["--", &group])
                .stderr(Stdio::null())
                .status();
            let _ = child.kill();
            let _ = child.wait();
        }
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

/// An X server that chose a free number itself and says it once it is ready.
fn display() -> (String, Child) {
    let mut screen = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x900x24",
            "-nolisten",
            "tcp",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("Xvfb starts");
    let mut number = String::new();
    let output = screen.stdout.as_mut().expect("asked for above");
    BufReader::new(output)
        .read_line(&mut number)
        .expect("Xvfb says its number");
    (format!(":{}", number.trim()), screen)
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

/// Waits for the world outside, which has no event to wait for.
pub fn until(what: &str, ready: impl Fn() -> bool) {
    let started = Instant::now();
    while !ready() {
        assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        sleep(Duration::from_millis(20));
    }
}
