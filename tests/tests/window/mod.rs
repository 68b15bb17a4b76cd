//! The real window on a display of its own, driven by WebDriver, and the hand of the person before it.

pub mod gallery;
pub mod hostile;
pub mod newer;

use serde_json::Value;
use std::cell::Cell;
use std::fs;
use std::future::Future;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use teltale_tests::display::{Display, PATIENCE, desktop_path, until};
use thirtyfour::prelude::*;

/// How often the window is asked whether it is so far.
const BEAT: Duration = Duration::from_millis(20);

/// Two windows at once and the seconds of neither would mean anything.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A display with a WebDriver server on it, gone again when this is dropped.
pub struct Window {
    display: Display,
    port: u16,
    _alone: MutexGuard<'static, ()>,
}

impl Window {
    /// Starts what the app will stand on; `files` are what the person will drop.
    pub fn new(files: &[PathBuf]) -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
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
            display,
            port,
            _alone: alone,
        }
    }

    /// The app as somebody left it who set it up like this; JSON, as the app keeps it.
    pub fn set_up(&self, settings: &Value) {
        let data = self.display.home().join("data/teltale");
        fs::create_dir_all(&data).unwrap();
        fs::write(data.join("settings.json"), settings.to_string()).unwrap();
    }

    /// A desktop on which nothing shall move, as a person tells their system.
    pub fn still(&self) {
        let gtk = self.display.home().join("config/gtk-3.0");
        fs::create_dir_all(&gtk).unwrap();
        fs::write(
            gtk.join("settings.ini"),
            "[Settings]\ngtk-enable-animations=false\n",
        )
        .unwrap();
    }

    /// Starts the app and lets somebody do what they came for; a failure is shown with the window as it was then.
    pub fn visit<'a, F>(&'a self, name: &str, does: impl FnOnce(Visit) -> F)
    where
        F: Future<Output = WebDriverResult<()>> + 'a,
    {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let options =
                serde_json::json!({ "webkitgtk:browserOptions": { "binary": desktop_path(), "args": [] } });
            let capabilities: Capabilities = options.as_object().unwrap().clone().into();
            let address = format!("http://127.0.0.1:{}", self.port);
            let driver = WebDriver::new(&address, capabilities).await.unwrap();
            let _left = Left(driver.clone());
            let visit = Visit::new(driver.clone());
            if let Err(error) = does(visit).await {
                let _ = picture_of(&driver, &screens().join(format!("{name}-failed.png"))).await;
                panic!("{error}");
            }
            driver.quit().await.unwrap();
        });
    }
}

/// A session that a failed test leaves behind ends with its display. Asked to end it in order, the driver would wait
/// for an answer while the test unwinds, for ever.
struct Left(WebDriver);

impl Drop for Left {
    fn drop(&mut self) {
        // Where it did end in order there is nothing left.
        let _ = self.0.clone().leak();
    }
}

/// A person before the window: what they do is counted.
#[derive(Clone)]
pub struct Visit {
    pub driver: WebDriver,
    clicks: Cell<u32>,
    keys: Cell<u32>,
    began: Cell<Instant>,
}

impl Visit {
    fn new(driver: WebDriver) -> Self {
        Self {
            driver,
            clicks: Cell::new(0),
            keys: Cell::new(0),
            began: Cell::new(Instant::now()),
        }
    }

    /// From here on clicks, keys and seconds are counted.
    pub fn begins(&self) {
        self.clicks.set(0);
        self.keys.set(0);
        self.began.set(Instant::now());
    }

    pub fn clicks(&self) -> u32 {
        self.clicks.get()
    }

    pub fn seconds(&self) -> f64 {
        self.began.get().elapsed().as_secs_f64()
    }

    /// Writes how it went into `figures.txt` beside the pictures.
    pub fn figure(&self, what: &str) {
        let line = format!(
            "{what}: {} clicks, {} keys, {:.1} s\n",
            self.clicks.get(),
            self.keys.get(),
            self.seconds()
        );
        let folder = screens();
        fs::create_dir_all(&folder).unwrap();
        let file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("figures.txt"));
        file.unwrap().write_all(line.as_bytes()).unwrap();
    }

    /// The element with this test id, once it is there.
    pub async fn element(&self, id: &str) -> WebDriverResult<WebElement> {
        self.when(id, |_| true).await
    }

    /// The first element with this test id whose text is as wanted, once there is one.
    pub async fn when(&self, id: &str, wanted: impl Fn(&str) -> bool) -> WebDriverResult<WebElement> {
        let started = Instant::now();
        loop {
            for element in self.driver.find_all(By::Css(selector(id))).await? {
                // One that is gone again by now is none that was waited for.
                if element.text().await.is_ok_and(|text| wanted(&text)) {
                    return Ok(element);
                }
            }
            if started.elapsed() > PATIENCE {
                return Err(WebDriverError::Timeout(format!("no `{id}` as wanted")));
            }
            tokio::time::sleep(BEAT).await;
        }
    }

    /// Waits until an expression of the page is true.
    pub async fn is(&self, expression: &str) -> WebDriverResult<()> {
        let started = Instant::now();
        while self.ask(&format!("return Boolean({expression})")).await? != Value::Bool(true) {
            if started.elapsed() > PATIENCE {
                return Err(WebDriverError::Timeout(format!("not so: {expression}")));
            }
            tokio::time::sleep(BEAT).await;
        }
        Ok(())
    }

    /// What a script says that looks at the page.
    pub async fn ask(&self, script: &str) -> WebDriverResult<Value> {
        Ok(self.driver.execute(script, vec![]).await?.json().clone())
    }

    /// Clicks what has this test id.
    pub async fn click(&self, id: &str) -> WebDriverResult<()> {
        self.click_when(id, |_| true).await
    }

    /// Clicks the first with this test id and such a text.
    pub async fn click_when(&self, id: &str, wanted: impl Fn(&str) -> bool) -> WebDriverResult<()> {
        let element = self.when(id, wanted).await?;
        let patient = element.wait_until().wait(PATIENCE, BEAT);
        patient.clickable().await?;
        self.clicks.set(self.clicks.get() + 1);
        element.click().await
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: impl AsRef<str>) -> WebDriverResult<()> {
        let keys = keys.as_ref();
        let count = u32::try_from(keys.chars().count()).unwrap();
        self.keys.set(self.keys.get() + count);
        self.driver.action_chain().send_keys(keys).perform().await
    }

    /// Presses a key with Control held.
    pub async fn control(&self, key: char) -> WebDriverResult<()> {
        self.keys.set(self.keys.get() + 1);
        let chain = self.driver.action_chain().key_down(Key::Control).key_down(key);
        chain.key_up(key).key_up(Key::Control).perform().await
    }

    /// Puts the focus on what has this test id, by the Tab key alone.
    pub async fn tab_to(&self, id: &str) -> WebDriverResult<()> {
        for _ in 0..60 {
            let there = format!(
                "return document.activeElement?.matches(`{}`) ?? false",
                selector(id)
            );
            if self.ask(&there).await? == Value::Bool(true) {
                return Ok(());
            }
            self.press(char::from(Key::Tab).to_string()).await?;
        }
        Err(WebDriverError::Timeout(format!("Tab does not reach `{id}`")))
    }

    /// Chooses from a list of options.
    pub async fn choose(&self, id: &str, value: &str) -> WebDriverResult<()> {
        let list = self.element(id).await?;
        // Choices follow the rows: nobody picks one that does not stand there yet.
        self.is(&format!(
            "document.querySelector(\"[data-testid='{id}'] option[value='{value}']\") !== null"
        ))
        .await?;
        self.clicks.set(self.clicks.get() + 1);
        let script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', { bubbles: true }))";
        self.driver
            .execute(script, vec![list.to_json()?, value.into()])
            .await
            .map(drop)
    }

    /// The texts of all with this test id.
    pub async fn texts(&self, id: &str) -> WebDriverResult<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::Css(selector(id))).await? {
            texts.push(element.text().await?);
        }
        Ok(texts)
    }

    /// As if the person had dropped the window's files on it. That is no click.
    pub async fn drop_files(&self) -> WebDriverResult<()> {
        let script = "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('pick', { what: 'drop' }).then(() => done(null), (error) => done(JSON.stringify(error)))";
        let error = self.driver.execute_async(script, vec![]).await?;
        assert!(error.json().is_null(), "{}", error.json());
        Ok(())
    }

    /// Waits on the screen of added sources until everything is read.
    pub async fn scanned(&self) -> WebDriverResult<()> {
        self.is(
            "document.querySelector(\"[data-testid='scan-summary'][data-phase='done']\") && !document.querySelector(\"[data-testid='scan-strip']\")",
        )
        .await
    }

    /// Saves what the window shows to `target/screens/<name>.png`.
    pub async fn picture(&self, name: &str) -> WebDriverResult<()> {
        picture_of(&self.driver, &screens().join(format!("{name}.png"))).await
    }
}

/// Saves what the window shows, once it shows what the page says.
pub async fn picture_of(driver: &WebDriver, path: &Path) -> WebDriverResult<()> {
    // A screenshot is the last frame presented, which can be older than the page.
    let settled = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))";
    driver.execute_async(settled, vec![]).await?;
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, driver.screenshot_as_png().await?).unwrap();
    Ok(())
}

/// Where pictures and figures are kept.
pub fn screens() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"))
        .join("screens")
}

fn selector(id: &str) -> String {
    format!("[data-testid='{id}']")
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
