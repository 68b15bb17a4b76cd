//! The individual's journey in the real window: drop, wait, read two sentences, open a number, reveal it, go to the
//! message. Beside it the command line over the same files: both doors must say the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![cfg(target_os = "linux")]

mod window;

use std::future::Future;
use std::time::Duration;
use teltale_tests::display::PATIENCE;
use teltale_tests::expected;
use teltale_tests::session::Session;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use window::{Window, element, picture, when};

/// The number that the assistant in the group volunteered.
const VOLUNTEERED: &str = "+44 7700 900461";

#[test]
fn an_individual() {
    let folder = TempDir::new().unwrap();
    let files = teltale_audit::practice::write_to(folder.path()).unwrap();
    let window = Window::new(&files);
    driven(async {
        let driver = window.open().await?;
        element(&driver, "drop-area").await?;
        drop_files(&driver).await?;
        click(&driver, "keep-begin").await?;
        scanned(&driver).await?;

        click(&driver, "rail-overview").await?;
        element(&driver, "sentence").await?;
        picture(&driver, "overview").await?;
        let mut summary = texts(&driver, "sentence").await?;
        summary.extend(texts(&driver, "last-line").await?);
        expected::check("desktop/summary.txt", &(summary.join("\n") + "\n"));

        click(&driver, "rail-numbers").await?;
        let row = when(&driver, "numbers-row", |text| text.contains("••61")).await?;
        assert!(
            !row.text().await?.contains("900461"),
            "masked until it is revealed"
        );
        row.click().await?;
        row.send_keys(Key::Enter).await?;
        element(&driver, "number-heading").await?;
        assert_eq!(
            texts(&driver, "digits").await?.first().map(String::as_str),
            Some("+44 •••• ••••61")
        );
        click(&driver, "pin").await?;
        when(&driver, "digits", |text| text.contains(VOLUNTEERED)).await?;
        picture(&driver, "number-revealed").await?;
        click(&driver, "hide").await?;
        when(&driver, "digits", |text| text.contains("•••")).await?;

        let mention = when(&driver, "mentions-row", |text| text.contains("helpline")).await?;
        mention.click().await?;
        mention.send_keys(Key::Enter).await?;
        let message = when(&driver, "message", |text| text.contains("customer helpline is")).await?;
        assert!(
            message.text().await?.contains("••61"),
            "the message shows its number masked"
        );
        picture(&driver, "message").await?;
        driver.quit().await
    });
}

#[test]
fn both_doors_agree() {
    let folder = TempDir::new().unwrap();
    let files = teltale_audit::practice::write_to(&folder.path().join("exports")).unwrap();
    let session = Session::new(folder.path());
    assert_eq!(session.on_case(&["scan", "exports"]).code, Some(0));
    let numbers = session.on_case(&["numbers", "--json"]).json().len();
    let mentions = session.on_case(&["mentions", "--json"]).json().len();

    let window = Window::new(&files);
    driven(async {
        let driver = window.open().await?;
        element(&driver, "drop-area").await?;
        drop_files(&driver).await?;
        click(&driver, "keep-begin").await?;
        scanned(&driver).await?;
        click(&driver, "rail-numbers").await?;
        when(&driver, "numbers-total", |text| {
            leading_count(text) == Some(numbers)
        })
        .await?;
        assert_eq!(texts(&driver, "numbers-row").await?.len(), numbers);
        click(&driver, "rail-overview").await?;
        click(&driver, "card-mentions").await?;
        when(&driver, "mentions-total", |text| {
            leading_count(text) == Some(mentions)
        })
        .await?;
        driver.quit().await
    });
}

#[test]
fn the_practice_case_is_one_click() {
    let window = Window::new(&[]);
    driven(async {
        let driver = window.open().await?;
        click(&driver, "practice").await?;
        scanned(&driver).await?;
        click(&driver, "rail-overview").await?;
        let mut summary = Vec::new();
        element(&driver, "sentence").await?;
        summary.extend(texts(&driver, "sentence").await?);
        summary.extend(texts(&driver, "last-line").await?);
        // The same files, so the same words.
        expected::check("desktop/summary.txt", &(summary.join("\n") + "\n"));
        driver.quit().await
    });
}

/// As if the person had dropped the window's files on it.
async fn drop_files(driver: &WebDriver) -> WebDriverResult<()> {
    let script = "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('pick', { wanted: 'drop' }).then(() => done(null), (error) => done(String(error)))";
    let error = driver.execute_async(script, vec![]).await?;
    assert!(error.json().is_null(), "{}", error.json());
    Ok(())
}

/// The summary of a scan says by itself when it is over.
async fn scanned(driver: &WebDriver) -> WebDriverResult<()> {
    click(driver, "rail-sources").await?;
    let over = driver.query(By::Css(
        "body:not(:has([data-testid='scan-strip'])) [data-testid='source']",
    ));
    over.wait(PATIENCE, Duration::from_millis(20))
        .first()
        .await
        .map(drop)
}

async fn click(driver: &WebDriver, id: &str) -> WebDriverResult<()> {
    let element = element(driver, id).await?;
    element
        .wait_until()
        .wait(PATIENCE, Duration::from_millis(20))
        .clickable()
        .await?;
    element.click().await
}

async fn texts(driver: &WebDriver, id: &str) -> WebDriverResult<Vec<String>> {
    let mut texts = Vec::new();
    for element in driver.find_all(By::Css(format!("[data-testid='{id}']"))).await? {
        texts.push(element.text().await?);
    }
    Ok(texts)
}

fn leading_count(text: &str) -> Option<usize> {
    text.split_whitespace().next()?.replace(',', "").parse().ok()
}

/// Runs a journey to its end.
fn driven(journey: impl Future<Output = WebDriverResult<()>>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    if let Err(error) = runtime.block_on(journey) {
        panic!("{error}");
    }
}
