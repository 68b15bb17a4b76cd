//! Exports full of text that wants to run, and a look at every place that shows it.

use super::Visit;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use teltale_audit::show::visible;
use teltale_tests::hostile::payloads;
use thirtyfour::prelude::*;

/// Titles, names and file names are lines: so many of the payloads stand there, too.
const LINES: usize = 120;

/// An export in which everything a stranger can write is a payload, some of it beside a number, so that it is shown
/// wherever numbers are.
pub fn write_to(folder: &Path) -> Vec<PathBuf> {
    let payloads = payloads();
    let mut conversations = vec![conversation(0, "All of them", &payloads)];
    let step = payloads.len() / LINES;
    let titles: Vec<&String> = payloads.iter().step_by(step).collect();
    for (index, title) in titles.iter().enumerate() {
        conversations.push(conversation(index + 1, title, &payloads[index..=index]));
    }
    let chat = folder.join("conversations.json");
    fs::write(&chat, Value::from(conversations).to_string()).unwrap();

    let mut cards = String::new();
    for (index, name) in titles.iter().enumerate() {
        let name: String = name.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
        let name = name.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
        cards += &format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL:+44770090{:04}\r\nEND:VCARD\r\n",
            index % 1000
        );
    }
    let names = [
        "<img src=x onerror=alert(1)>",
        "a\u{202e}fdp.vcf",
        "{{7*7}}",
        "\u{1b}[31m",
    ];
    let mut files = vec![chat];
    for name in names {
        let path = folder.join(format!("{name}.vcf"));
        fs::write(&path, &cards).unwrap();
        files.push(path);
    }
    files
}

/// One conversation whose messages are these texts, each before a number.
fn conversation(index: usize, title: &str, texts: &[String]) -> Value {
    let id = |turn: usize| format!("{index:08x}-{turn:04x}-4000-8000-000000000000");
    let mut mapping = serde_json::Map::new();
    mapping.insert(
        id(0),
        json!({ "id": id(0), "message": null, "parent": null, "children": [id(1)] }),
    );
    for (before, text) in texts.iter().enumerate() {
        let turn = before + 1;
        let children: Vec<String> = (turn < texts.len()).then(|| id(turn + 1)).into_iter().collect();
        let mut said = format!("{text} and so on");
        if turn % 20 == 1 {
            said += &format!(", +44 7700 900{:03}", turn % 1000);
        }
        let author = if turn % 2 == 1 { "user" } else { "assistant" };
        let message = json!({
            "id": id(turn), "author": { "role": author, "name": null, "metadata": {} },
            "create_time": 1_700_000_000.5 + turn as f64, "content": { "content_type": "text", "parts": [said] },
            "status": "finished_successfully", "weight": 1.0, "metadata": {}, "recipient": "all",
        });
        let node = json!({ "id": id(turn), "message": message, "parent": id(before), "children": children });
        mapping.insert(id(turn), node);
    }
    json!({
        "title": title, "create_time": 1_700_000_000.25, "update_time": 1_700_000_000.75, "mapping": mapping,
        "current_node": id(texts.len()), "conversation_id": id(4095), "id": id(4095),
    })
}

/// From here on whatever is refused or run is remembered.
pub async fn watch(visit: &Visit) -> WebDriverResult<()> {
    let script = "window.refused = [];
        document.addEventListener('securitypolicyviolation', (event) =>
            window.refused.push(event.violatedDirective + ' ' + event.blockedURI));";
    visit.ask(script).await.map(drop)
}

/// Nothing ran, nothing was refused, nothing of theirs became an element.
pub async fn harmless(visit: &Visit, on: &str) -> WebDriverResult<()> {
    let script = "return [window.ran ?? 0, window.refused, [...document.querySelectorAll(
        'main :is(script, img, iframe, object, embed, link, style, meta, base, form[action], math, video, audio, body, marquee, template, a[href], [onerror], [onload], [onfocus], [style*=animation])'
    )].map((element) => element.outerHTML)]";
    assert_eq!(visit.ask(script).await?, json!([0, [], []]), "on {on}");
    Ok(())
}

/// Reads the conversation of all payloads to its end; each must stand there literally.
pub async fn read_all(visit: &Visit) -> WebDriverResult<usize> {
    let wanted = payloads();
    let mut at = 0;
    while at < wanted.len() {
        // As many messages as are fetched before the chosen one are fetched after it.
        let to = (at + 29).min(wanted.len() - 1);
        let go = "const [to] = arguments; const range = document.querySelector('input[type=range]');
            range.value = to; range.dispatchEvent(new Event('change', { bubbles: true }))";
        visit.driver.execute(go, vec![to.into()]).await?;
        visit
            .is(&format!("document.querySelector(\"[data-place='{to}'].at\")"))
            .await?;
        let shown = visit
            .ask("return [...document.querySelectorAll('[data-place]')].map((message) => [Number(message.dataset.place), message.querySelector('.part .words').textContent])")
            .await?;
        let mut next = at;
        for message in shown.as_array().unwrap() {
            let place = usize::try_from(message[0].as_u64().unwrap()).unwrap();
            let text = message[1].as_str().unwrap();
            let literal = visible(&wanted[place]);
            assert!(
                text.starts_with(&*literal),
                "message {place} shows {text:?} for {literal:?}"
            );
            if place == next {
                next += 1;
            }
        }
        harmless(visit, &format!("message {at}")).await?;
        assert!(next > at, "message {at} is not shown");
        at = next;
    }
    Ok(at)
}
