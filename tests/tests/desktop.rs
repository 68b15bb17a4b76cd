//! Journeys in the real window, each as its person makes it: what they click is counted, what they see is compared,
//! and the command line over the same files must say the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![cfg(target_os = "linux")]

mod window;

use teltale_tests::expected;
use teltale_tests::session::Session;
use tempfile::TempDir;
use thirtyfour::prelude::*;
use window::gallery::{self, Look};
use window::{Visit, Window, hostile, newer};

/// The number that the assistant in the group volunteered.
const VOLUNTEERED: &str = "+447700900461";

/// Seconds in which a test's build, many times slower than what is shipped, must keep a person's promise.
const FIRST_FINDING: f64 = 10.0;
const COMPLETE: f64 = 60.0;
const DECISION: f64 = 4.0;
const RETURN: f64 = 15.0;

const PASSPHRASE: &str = "correct horse battery staple";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

#[test]
fn an_individual() {
    let folder = TempDir::new().unwrap();
    let files = teltale_audit::practice::write_to(folder.path()).unwrap();
    let window = Window::new(&files);
    window.visit("individual", async |visit| {
        visit.element("drop-area").await?;
        visit.begins();
        visit.drop_files().await?;
        visit.click("keep-begin").await?;
        visit.scanned().await?;
        assert!(visit.seconds() < COMPLETE, "{:.1} s", visit.seconds());
        visit.figure("individual, everything read");

        visit.click("to-overview").await?;
        visit.element("sentence").await?;
        visit.picture("overview").await?;
        expected::check("desktop/summary.txt", &summary(&visit).await?);

        visit.click("rail-findings").await?;
        visit.when("findings-row", |text| text.contains("••61")).await?;
        assert!(visit.seconds() < FIRST_FINDING + COMPLETE);
        visit.figure("individual, first finding");
        visit
            .click_when("findings-row", |text| text.contains("••61"))
            .await?;
        visit
            .when("evidence", |text| text.contains("customer helpline is"))
            .await?;
        visit.figure("individual, evidence in context");
        assert!(visit.clicks() <= 4, "{} clicks", visit.clicks());
        visit.picture("finding").await?;

        visit.click("evidence-open").await?;
        let message = visit
            .when("message", |text| text.contains("customer helpline is"))
            .await?;
        assert!(
            message.text().await?.contains("••61"),
            "the message shows its number masked"
        );
        visit.picture("message").await
    });
}

#[test]
fn both_doors_agree() {
    let folder = TempDir::new().unwrap();
    let files = teltale_audit::practice::write_to(&folder.path().join("exports")).unwrap();
    let session = Session::new(folder.path());
    assert_eq!(session.on_case(&["scan", "exports"]).code, Some(0));
    let mut said: Vec<String> = session
        .on_case(&["numbers", "--json"])
        .json()
        .iter()
        .map(|number| {
            let masked = number["number"].as_str().unwrap();
            format!("{masked} {}", number["mentions"])
        })
        .collect();
    // Where as many mentions are counted, each door has an order of its own.
    said.sort_unstable();

    let window = Window::new(&files);
    window.visit("doors", async |visit| {
        visit.element("drop-area").await?;
        visit.drop_files().await?;
        visit.click("keep-begin").await?;
        visit.scanned().await?;
        visit.click("rail-numbers").await?;
        visit
            .when("numbers-total", |text| leading_count(text) == Some(said.len()))
            .await?;
        let cells = "return [...document.querySelectorAll(\"[data-testid='numbers-row']\")].map((row) =>
            row.querySelector('[data-mask]').dataset.mask + ' ' + row.querySelector('.count').textContent).sort()";
        assert_eq!(visit.ask(cells).await?, serde_json::json!(said));
        Ok(())
    });
}

#[test]
fn the_practice_case_is_one_click() {
    let window = Window::new(&[]);
    window.visit("practice", async |visit| {
        visit.begins();
        visit.click("practice").await?;
        visit.scanned().await?;
        assert_eq!(visit.clicks(), 1);
        visit.click("to-overview").await?;
        visit.element("sentence").await?;
        // The same files, so the same words.
        expected::check("desktop/summary.txt", &summary(&visit).await?);
        Ok(())
    });
}

#[test]
fn a_number_stays_masked_until_it_is_asked_for() {
    let window = Window::new(&[]);
    window.visit("masks", async |visit| {
        visit.click("practice").await?;
        visit.scanned().await?;
        visit.click("rail-numbers").await?;
        visit
            .click_when("numbers-row", |text| text.contains("••61"))
            .await?;
        masked(&visit).await?;

        // Held.
        let hand = visit.driver.action_chain();
        hand.key_down('r').perform().await?;
        revealed(&visit).await?;
        visit.driver.action_chain().key_up('r').perform().await?;
        masked(&visit).await?;

        // Pinned, until the window is left.
        visit.click("pin").await?;
        revealed(&visit).await?;
        visit.picture("number-revealed").await?;
        visit.ask("window.dispatchEvent(new Event('blur'))").await?;
        masked(&visit).await?;

        // Copied while it is shown: the mask.
        visit.click("pin").await?;
        revealed(&visit).await?;
        let copied = visit
            .ask(
                "getSelection().selectAllChildren(document.querySelector(\"[data-testid='number-heading']\"));
                 const copy = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
                 document.dispatchEvent(copy);
                 return copy.clipboardData.getData('text/plain')",
            )
            .await?;
        assert_eq!(copied, "+44 •••• ••••61");
        visit.click("hide").await?;
        masked(&visit).await
    });
}

#[test]
fn by_keyboard_alone() {
    let folder = TempDir::new().unwrap();
    let files = teltale_audit::practice::write_to(folder.path()).unwrap();
    let window = Window::new(&files);
    window.visit("keyboard", async |visit| {
        visit.element("drop-area").await?;
        visit.begins();
        visit.tab_to("pick-files").await?;
        visit.press(ENTER).await?;
        visit.element("keep").await?;
        visit.tab_to("keep-begin").await?;
        visit.press(ENTER).await?;
        visit.scanned().await?;

        visit.press("1").await?;
        visit.element("sentence").await?;
        visit.tab_to("clause").await?;

        // The findings, the helpline's first evidence, and the message it stands in.
        visit.press("2").await?;
        visit.element("evidence").await?;
        while !visit.texts("finding").await?.concat().contains("••61") {
            visit.press("j").await?;
        }
        visit.press(ENTER).await?;
        visit.element("feed").await?;
        visit
            .is("document.activeElement.matches(\"[data-testid='message']\") && document.activeElement.textContent.includes('customer helpline is')")
            .await?;
        // Back, the number's page, a number looked at, a word searched.
        visit.press(ESCAPE).await?;
        visit.element("findings-row").await?;
        visit.press("3").await?;
        visit.element("numbers-row").await?;
        visit.press("jj").await?;
        visit.press(ENTER).await?;
        visit.element("number-heading").await?;
        visit.control('k').await?;
        visit.element("search-field").await?;
        visit.press("helpline").await?;
        visit.element("found-message").await?;
        visit.press(char::from(Key::Down).to_string()).await?;
        visit.press(ENTER).await?;
        visit.element("feed").await?;
        visit.press("?").await?;
        visit.element("keys").await?;
        visit.press(ESCAPE).await?;
        visit.press("l").await?;
        visit.element("lock-ask").await?;
        assert_eq!(visit.clicks(), 0);
        visit.figure("the individual's journey by keyboard alone");
        Ok(())
    });
}

/// Decides finding after finding, takes one back, writes a note; on another day everything is as it was left, and
/// newer exports add what is new and nothing twice.
#[test]
fn decisions_are_kept_and_newer_exports_add_what_is_new() {
    let folder = TempDir::new().unwrap();
    let exports = folder.path().join("exports");
    std::fs::create_dir(&exports).unwrap();
    let chat = exports.join("WhatsApp Chat with Towpath.txt");
    std::fs::write(&chat, towpath(0..60)).unwrap();
    let window = Window::new(std::slice::from_ref(&exports));
    let mut open = 0;

    window.visit("journalist", async |visit| {
        visit.element("drop-area").await?;
        visit.begins();
        visit.click("pick-folder").await?;
        visit.click("keep-passphrase").await?;
        for field in ["keep-new-passphrase", "keep-repeat"] {
            visit.element(field).await?.send_keys(PASSPHRASE).await?;
        }
        visit.click("keep-begin").await?;
        visit.scanned().await?;
        visit.press("2").await?;
        visit.element("evidence").await?;
        visit.figure("journalist, first finding");

        let before = total(&visit).await?;
        assert!(before > 12, "{before} findings to decide");
        visit.begins();
        for (decided, key) in ["x", "e"].iter().cycle().take(10).enumerate() {
            visit.press(*key).await?;
            left(&visit, before - decided - 1).await?;
        }
        visit.figure("journalist, ten decisions by keyboard");
        assert!(visit.seconds() / 10.0 < DECISION, "{:.1} s", visit.seconds());
        visit.press("u").await?;
        left(&visit, before - 9).await?;
        visit.press("n").await?;
        visit.press("Ask the owner first.").await?;
        visit.element("note-save").await?;
        let save = visit
            .driver
            .action_chain()
            .key_down(Key::Control)
            .key_down('\u{e007}');
        save.key_up('\u{e007}').key_up(Key::Control).perform().await?;
        visit
            .is("!document.querySelector(\"[data-testid='note-save']\")")
            .await?;
        open = before - 9;
        Ok(())
    });

    // Next month: the same chat with more in it.
    std::fs::write(&chat, towpath(0..90)).unwrap();
    let session = Session::new(folder.path());
    assert_eq!(session.on_case(&["scan", "exports"]).code, Some(0));
    let mentions = session.on_case(&["mentions", "--json"]).json().len();

    window.visit("returning", async |visit| {
        visit.begins();
        visit.click("recent-case").await?;
        visit.element("passphrase").await?.send_keys(PASSPHRASE).await?;
        visit.click("unlock-go").await?;
        visit.element("sentence").await?;
        visit.figure("returning, what was left");
        visit.press("2").await?;
        left(&visit, open).await?;
        visit.when("findings-row", |_| true).await?;
        visit
            .is("document.querySelector(\"[data-testid='note']\")?.value === 'Ask the owner first.'")
            .await?;

        visit.drop_files().await?;
        visit.scanned().await?;
        visit.click("to-changes").await?;
        for (id, expected) in [("added", 30), ("numbers", 10), ("edited", 0), ("gone", 0), ("same", 61)] {
            let of = format!("changes-{id}");
            visit.when(&of, |text| leading_count(text) == Some(expected)).await?;
        }
        visit.figure("returning, what changed");
        assert!(visit.clicks() <= 3, "{} clicks", visit.clicks());
        assert!(visit.seconds() < RETURN, "{:.1} s", visit.seconds());
        // Each number stands there once: so many numbers are 0 lost, and as many mentions 0 twice.
        visit.press("3").await?;
        visit
            .when("numbers-total", |text| leading_count(text) == Some(mentions))
            .await?;
        visit.is("[...document.querySelectorAll(\"[data-testid='numbers-row'] .count\")].every((cell) => cell.textContent === '1')")
            .await?;
        many_at_once(&visit).await?;
        visit.press("2").await?;
        visit.choose("facet-triage", "set_aside").await?;
        left(&visit, 5).await?;
        visit.choose("facet-triage", "kept").await?;
        left(&visit, 4).await
    });
}

/// A list of numbers is revealed after the passphrase only, and masked again when the window is left.
async fn many_at_once(visit: &Visit) -> WebDriverResult<()> {
    let any_digits = "[...document.querySelectorAll(\"[data-testid='digits']\")].some((shown) => /\\d{7}/.test(shown.textContent.replaceAll(' ', '')))";
    let asked = "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('reveal', { numbers: [...Array(21).keys()], passphrase: null }).then(() => done('revealed'), (error) => done(error.trouble))";
    assert_eq!(
        *visit.driver.execute_async(asked, vec![]).await?.json(),
        "passphrase"
    );
    visit.click("reveal-all").await?;
    visit
        .element("reveal-passphrase")
        .await?
        .send_keys("not this one")
        .await?;
    visit.click("reveal-many-go").await?;
    visit.element("reveal-wrong").await?;
    visit.is(&format!("!{any_digits}")).await?;
    visit
        .element("reveal-passphrase")
        .await?
        .send_keys(PASSPHRASE)
        .await?;
    visit.click("reveal-many-go").await?;
    visit.is(any_digits).await?;
    visit.ask("window.dispatchEvent(new Event('blur'))").await?;
    visit.is(&format!("!{any_digits}")).await
}

/// A group chat in which an assistant gives out numbers that nobody asked for.
fn towpath(messages: std::ops::Range<u32>) -> String {
    let mut chat = String::from(
        "14/05/2026, 08:00 - Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.\n",
    );
    for at in messages {
        let (hour, minute) = (8 + at / 60, at % 60);
        let said = match at % 3 {
            0 => "Robin Hale: @Meta AI who mends lock gates here?".to_owned(),
            1 => format!(
                "Meta AI: Call the lock keeper on +44 7700 900{:03}.",
                100 + at / 3
            ),
            _ => "Sam Whitlock: Thank you.".to_owned(),
        };
        chat += &format!("14/05/2026, {hour:02}:{minute:02} - {said}\n");
    }
    chat
}

async fn total(visit: &Visit) -> WebDriverResult<usize> {
    let total = visit
        .when("findings-total", |text| leading_count(text) > Some(0))
        .await?;
    Ok(leading_count(&total.text().await?).unwrap())
}

async fn left(visit: &Visit, count: usize) -> WebDriverResult<()> {
    visit
        .when("findings-total", |text| leading_count(text) == Some(count))
        .await
        .map(drop)
}

#[test]
fn hostile_text_is_only_text() {
    let folder = TempDir::new().unwrap();
    let files = hostile::write_to(folder.path());
    let window = Window::new(&files);
    window.visit("hostile", async |visit| {
        visit.element("drop-area").await?;
        hostile::watch(&visit).await?;
        visit.drop_files().await?;
        visit.click("keep-begin").await?;
        visit.begins();
        visit.scanned().await?;
        visit.figure("hostile exports read");
        hostile::harmless(&visit, "the scan").await?;
        for screen in [
            "overview",
            "findings",
            "numbers",
            "conversations",
            "sources",
            "search",
        ] {
            match screen {
                // The word that the practice case is searched for is not in this one.
                "search" => {
                    visit.control('k').await?;
                    visit.element("search-field").await?.send_keys("script").await?;
                    visit.element("found-message").await?;
                }
                other => gallery::reach(&visit, other).await?,
            }
            hostile::harmless(&visit, screen).await?;
        }
        visit.click("rail-conversations").await?;
        visit
            .click_when("conversations-row", |text| text.contains("All of them"))
            .await?;
        visit.element("message").await?;
        let read = hostile::read_all(&visit).await?;
        assert!(read > 2_000, "{read} payloads");
        visit.figure(&format!("{read} hostile texts shown, 0 run, 0 refused"));
        Ok(())
    });
}

#[test]
fn a_newer_export_is_compared_with_the_older_one() {
    let folder = TempDir::new().unwrap();
    let newer = newer::write_to(folder.path());
    let older = folder.path().join("exports");
    teltale_audit::practice::write_to(&older).unwrap();
    let session = Session::new(folder.path());
    assert_eq!(session.on_case(&["scan", "exports"]).code, Some(0));
    assert_eq!(
        session.on_case(&["changes"]).code,
        Some(1),
        "nothing to compare with"
    );
    assert_eq!(session.on_case(&["scan", "june"]).code, Some(0));
    let said = session.on_case(&["changes"]).stdout;
    assert!(
        said.contains("2 new messages, 2 new numbers; 1 edited, 1 gone from a newer export and kept here."),
        "{said}"
    );

    let window = Window::new(&[newer]);
    window.visit("newer", async |visit| {
        visit.click("practice").await?;
        visit.scanned().await?;
        visit.click("rail-sources").await?;
        visit.click("to-changes").await?;
        visit.element("empty").await?;
        visit.drop_files().await?;
        visit.scanned().await?;
        visit.click("to-overview").await?;
        visit
            .when("overview-changes", |text| text.contains("1 new file"))
            .await?;
        visit.click("to-changes").await?;
        visit.click("changed-edited").await?;
        visit
            .when("changed-messages", |text| {
                text.contains("••84") && text.contains("••85")
            })
            .await?;
        visit.click("changed-gone").await?;
        visit
            .when("changed-messages", |text| text.contains("The heron is back"))
            .await?;
        visit.picture("changes").await?;
        // What is gone from the newer export is still in the case.
        visit
            .driver
            .find(By::Css("[data-testid='changed-messages'] button"))
            .await?
            .click()
            .await?;
        visit
            .when("message", |text| text.contains("The heron is back"))
            .await?;
        Ok(())
    });
}

/// What the core says in English and the window must say in its own language, at the length of a phrase.
fn english_of_the_core() -> Vec<String> {
    fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) if text.contains(' ') => texts.push(text.clone()),
            serde_json::Value::Array(list) => list.iter().for_each(|one| gather(one, texts)),
            serde_json::Value::Object(group) => group.values().for_each(|one| gather(one, texts)),
            _ => {}
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/words/core/core.json");
    let mut texts = Vec::new();
    gather(
        &serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap(),
        &mut texts,
    );
    texts.extend(["supplied", "conversation", "was sent"].map(str::to_owned));
    // A product's name is the same in every language.
    texts.retain(|text| text != "SMS Backup & Restore");
    texts
}

/// None of the texts stands on the screen outside what people and assistants wrote.
async fn says_nothing_of(visit: &Visit, texts: &[String]) -> WebDriverResult<()> {
    let screen = visit
        .ask("return [...document.querySelectorAll('h1, h2, h3, button, li, dd, th, label, [data-testid=sentence], [data-testid=last-line], [data-testid=unread]')].filter((element) => !element.closest('[data-testid=message], .quote, blockquote, [role=row], [data-testid=search-results]')).map((element) => element.innerText).join('\\n')")
        .await?;
    let screen = screen.as_str().unwrap_or_default();
    let left: Vec<_> = texts
        .iter()
        .filter(|text| screen.contains(text.as_str()))
        .collect();
    assert!(left.is_empty(), "in English still: {left:?}");
    Ok(())
}

/// Every screen at twice the size of text, in a made-up language that is written from right to left, and in German where
/// there is little room: nothing is cut off, the rail stands on the right, axe finds nothing, no word of the core is in
/// English, and nothing moves for a person who wants that.
#[test]
fn large_text_other_languages_and_nothing_moves() {
    let english = english_of_the_core();
    let window = Window::new(&[]);
    window.still();
    for (name, text_percent, language, size) in [
        ("large", 200, "en", (1280, 800)),
        ("rtl", 100, "pseudo", (1280, 800)),
        ("german", 100, "de", (900, 600)),
    ] {
        window.set_up(
            &serde_json::json!({ "language": language, "text_percent": text_percent, "theme": "light" }),
        );
        window.visit(name, async |visit| {
            visit.driver.set_window_rect(0, 0, size.0, size.1).await?;
            visit
                .is(&format!("innerWidth === {} && innerHeight === {}", size.0, size.1))
                .await?;
            let look = Look { theme: "light", size };
            visit.element("drop-area").await?;
            gallery::look(&visit, &format!("{name}-start"), &look).await?;
            visit.click("practice").await?;
            visit.scanned().await?;
            for screen in gallery::SCREENS {
                gallery::reach(&visit, screen).await?;
                gallery::look(&visit, &format!("{name}-{screen}"), &look).await?;
                if language != "en" {
                    says_nothing_of(&visit, &english).await?;
                }
                if matches!(*screen, "keys" | "lock") {
                    visit.press(ESCAPE).await?;
                }
            }
            visit
                .is("matchMedia('(prefers-reduced-motion: reduce)').matches && [...document.querySelectorAll('*')].every((element) => parseFloat(getComputedStyle(element).transitionDuration) === 0 && getComputedStyle(element).animationName === 'none')")
                .await?;
            let right = visit.ask("return document.querySelector('nav').getBoundingClientRect().x > innerWidth / 2").await?;
            assert_eq!(right, language == "pseudo");
            Ok(())
        });
    }
}

#[test]
fn every_screen_in_both_themes() {
    let folder = TempDir::new().unwrap();
    let window = Window::new(&[newer::write_to(folder.path())]);
    let looks = [
        Look {
            theme: "light",
            size: (1280, 800),
        },
        Look {
            theme: "dark",
            size: (900, 600),
        },
        Look {
            theme: "dark",
            size: (1280, 800),
        },
        Look {
            theme: "light",
            size: (900, 600),
        },
    ];
    // Two of them show every colour and every width; the other two are for the documents.
    let wanted = if gallery::wanted() { 4 } else { 2 };
    window.visit("screens", async |visit| {
        for look in looks.iter().take(wanted) {
            visit.click("start-settings").await?;
            gallery::dress(&visit, look).await?;
            visit.click("back").await?;
            visit.element("drop-area").await?;
            gallery::look(&visit, "start", look).await?;
        }
        visit.click("practice").await?;
        visit.scanned().await?;
        for look in looks.iter().take(wanted) {
            visit.click("rail-settings").await?;
            gallery::dress(&visit, look).await?;
            visit.click("back").await?;
            visit.element("files").await?;
            gallery::look(&visit, "add-sources", look).await?;
        }
        for look in looks.iter().take(wanted) {
            visit.click("rail-settings").await?;
            gallery::dress(&visit, look).await?;
            for screen in gallery::SCREENS {
                gallery::reach(&visit, screen).await?;
                gallery::look(&visit, screen, look).await?;
                if matches!(*screen, "keys" | "lock") {
                    visit.press(ESCAPE).await?;
                }
            }
        }
        // Last, because it adds to the practice case what the other screens do not speak of.
        visit.drop_files().await?;
        visit.scanned().await?;
        for look in looks.iter().take(wanted) {
            visit.click("rail-settings").await?;
            gallery::dress(&visit, look).await?;
            visit.click("rail-sources").await?;
            visit.click("to-changes").await?;
            visit.click("changed-edited").await?;
            visit.element("changed-messages").await?;
            gallery::look(&visit, "changes", look).await?;
        }
        Ok(())
    });
}

async fn masked(visit: &Visit) -> WebDriverResult<()> {
    visit
        .when("number-heading", |text| text.contains("+44 •••• ••••61"))
        .await?;
    let page = visit.driver.source().await?;
    assert!(!page.contains("900461"), "no digit stays behind on the page");
    Ok(())
}

async fn revealed(visit: &Visit) -> WebDriverResult<()> {
    let shown = |text: &str| text.replace(' ', "").contains(VOLUNTEERED);
    visit.when("number-heading", shown).await.map(drop)
}

/// The sentences of the overview and its last line.
async fn summary(visit: &Visit) -> WebDriverResult<String> {
    let mut lines = visit.texts("sentence").await?;
    lines.extend(visit.texts("last-line").await?);
    Ok(lines.join("\n") + "\n")
}

fn leading_count(text: &str) -> Option<usize> {
    text.split_whitespace().next()?.replace(',', "").parse().ok()
}
