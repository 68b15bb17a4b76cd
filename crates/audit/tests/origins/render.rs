//! Renders a script as the export of each service, in the layout its format page describes.

use crate::script::{Kind, Scenario, Step};
use serde_json::{Value, json};

/// Files of one export: names and contents.
pub type Files = Vec<(String, Vec<u8>)>;

/// The export of `scenario` as `format` would write it.
pub fn render(scenario: &Scenario, format: &str) -> Files {
    match format {
        "chatgpt" => chatgpt(scenario),
        "claude" => claude(scenario),
        "generic" => generic(scenario),
        "whatsapp" => whatsapp(scenario),
        other => panic!("no such format: {other}"),
    }
}

fn file(name: &str, value: &Value) -> (String, Vec<u8>) {
    (name.into(), serde_json::to_vec(value).expect("plain JSON"))
}

/// Seconds since 1970 of the nth message, one a minute.
fn at(nth: usize) -> i64 {
    1_772_355_600 + 60 * nth as i64
}

fn iso(nth: usize) -> String {
    format!("2026-03-01T{:02}:{:02}:00.000000Z", 9 + nth / 60, nth % 60)
}

/// Which node each step answers: a branch goes back to before the last turn of the user.
struct Path {
    last: Option<usize>,
    before_you: Option<usize>,
}

impl Path {
    fn new() -> Self {
        Self {
            last: None,
            before_you: None,
        }
    }

    fn step(&mut self, step: &Step, index: usize) -> Option<usize> {
        let parent = self.last;
        if step.kind == Kind::You {
            self.before_you = parent;
        }
        self.last = Some(index);
        parent
    }
}

fn chatgpt(scenario: &Scenario) -> Files {
    let mut mapping = serde_json::Map::new();
    mapping.insert(
        "root".into(),
        json!({"id": "root", "message": null, "parent": null, "children": []}),
    );
    let mut path = Path::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        if step.kind == Kind::Branch {
            path.last = path.before_you;
            continue;
        }
        let parent = path
            .step(step, index)
            .map_or("root".into(), |parent| format!("node-{parent}"));
        let (role, name, recipient) = match step.kind {
            Kind::You | Kind::Image | Kind::Instructions => ("user", Value::Null, "all"),
            Kind::Assistant => ("assistant", Value::Null, "all"),
            Kind::Call => ("assistant", Value::Null, step.name.as_str()),
            Kind::Tool => ("tool", json!(step.name), "all"),
            Kind::System | Kind::Memory => ("system", Value::Null, "all"),
            kind => panic!("{kind:?} has no place in this export"),
        };
        let content = match step.kind {
            Kind::Instructions => {
                json!({"content_type": "user_editable_context", "user_profile": "", "user_instructions": step.text})
            }
            Kind::Memory => json!({"content_type": "model_editable_context", "model_set_context": step.text}),
            Kind::Image => json!({"content_type": "multimodal_text", "parts": [
                {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-sign", "width": 10, "height": 10}]}),
            Kind::Call => json!({"content_type": "code", "language": "json", "text": step.text}),
            _ => json!({"content_type": "text", "parts": [step.text]}),
        };
        let hidden = matches!(step.kind, Kind::Instructions | Kind::Memory | Kind::System);
        let id = format!("node-{index}");
        mapping.insert(id.clone(), json!({"id": id, "parent": parent, "children": [], "message": {
            "id": format!("message-{index}"), "author": {"role": role, "name": name, "metadata": {}},
            "create_time": at(index), "content": content, "recipient": recipient, "status": "finished_successfully",
            "metadata": {"is_visually_hidden_from_conversation": hidden}}}));
    }
    let current = format!("node-{}", path.last.expect("a script has turns"));
    let conversation = json!([{"id": scenario.name, "conversation_id": scenario.name, "title": "A conversation",
        "create_time": at(0), "update_time": at(99), "current_node": current, "mapping": mapping}]);
    vec![
        file("conversations.json", &conversation),
        file(
            "user.json",
            &json!({"id": "user-robin", "email": "robin@example.com",
        "phone_number": "+447700900199", "birth_year": 1990, "chatgpt_plus_user": false}),
        ),
    ]
}

fn claude(scenario: &Scenario) -> Files {
    let mut messages: Vec<Value> = Vec::new();
    let mut documents = Vec::new();
    let mut files = Vec::new();
    let mut blocks: Vec<Value> = Vec::new();
    let mut path = Path::new();
    const ROOT: &str = "00000000-0000-4000-8000-000000000000";
    for (index, step) in scenario.steps.iter().enumerate() {
        let moment = iso(index);
        match step.kind {
            Kind::Document => documents.push(
                json!({"uuid": format!("doc-{index}"), "filename": "handbook.md", "content": step.text}),
            ),
            Kind::Attached => {
                let last = messages.last_mut().expect("an attachment follows its message");
                last["attachments"] = json!([{"file_name": step.name, "file_size": step.text.len(), "file_type": "txt", "extracted_content": step.text}]);
            }
            Kind::Image => files.push(json!({"file_name": "sign.png", "file_kind": "image"})),
            Kind::Tool => {
                blocks.push(
                    json!({"type": "tool_use", "name": step.name, "input": {}, "start_timestamp": moment}),
                );
                blocks.push(json!({"type": "tool_result", "name": step.name, "content": [{"type": "text", "text": step.text}]}));
            }
            Kind::Call => {
                let input: Value = serde_json::from_str(&step.text).expect("a call is JSON");
                blocks.push(
                    json!({"type": "tool_use", "name": step.name, "input": input, "start_timestamp": moment}),
                );
            }
            Kind::Reasoning => {
                blocks.push(json!({"type": "thinking", "thinking": step.text, "summaries": []}))
            }
            Kind::Branch => path.last = path.before_you,
            Kind::You | Kind::Assistant => {
                let parent = path
                    .step(step, index)
                    .map_or(ROOT.into(), |parent| format!("message-{parent}"));
                blocks.push(json!({"type": "text", "text": step.text, "citations": []}));
                messages.push(json!({"uuid": format!("message-{index}"), "text": step.text, "content": std::mem::take(&mut blocks),
                    "sender": if step.kind == Kind::You { "human" } else { "assistant" }, "created_at": moment, "updated_at": moment,
                    "attachments": [], "files": std::mem::take(&mut files), "parent_message_uuid": parent}));
            }
            kind => panic!("{kind:?} has no place in this export"),
        }
    }
    let mut conversation = json!({"uuid": scenario.name, "name": "A conversation", "summary": "", "created_at": iso(0),
        "updated_at": iso(99), "account": {"uuid": "account-robin"}, "chat_messages": messages});
    let mut export = vec![file(
        "users.json",
        &json!([{"uuid": "account-robin", "full_name": "Robin", "email_address": "robin@example.com",
        "verified_phone_number": "+447700900199"}]),
    )];
    if !documents.is_empty() {
        conversation["project_uuid"] = json!("project-bakery");
        export.push(file("projects.json", &json!([{"uuid": "project-bakery", "name": "Desk", "description": "", "is_private": true,
            "prompt_template": "", "created_at": iso(0), "updated_at": iso(0), "creator": {"uuid": "account-robin", "full_name": "Robin"}, "docs": documents}])));
    }
    export.push(file("conversations.json", &json!([conversation])));
    export
}

fn generic(scenario: &Scenario) -> Files {
    let messages: Vec<Value> = scenario
        .steps
        .iter()
        .map(|step| match step.kind {
            Kind::You => json!({"role": "user", "content": step.text}),
            Kind::Assistant => json!({"role": "assistant", "content": step.text}),
            Kind::System => json!({"role": "system", "content": step.text}),
            Kind::Tool => json!({"role": "tool", "name": step.name, "content": step.text}),
            kind => panic!("{kind:?} has no place in this export"),
        })
        .collect();
    vec![file(
        "chat.json",
        &json!({"id": scenario.name, "messages": messages}),
    )]
}

fn whatsapp(scenario: &Scenario) -> Files {
    let alone = scenario.steps.iter().all(|step| step.kind != Kind::Other);
    let mut chat = String::from("01/03/2026, 08:59 - Messages and calls are end-to-end encrypted.\n");
    for (index, step) in scenario.steps.iter().enumerate() {
        let other = if step.name.is_empty() { "Sam" } else { &step.name };
        let (sender, text) = match step.kind {
            Kind::You => ("Robin", step.text.as_str()),
            Kind::Other => (other, step.text.as_str()),
            Kind::Assistant => ("Meta AI", step.text.as_str()),
            Kind::Image => ("Robin", "IMG-20260301-WA0001.jpg (file attached)"),
            Kind::Voice => ("Robin", "PTT-20260301-WA0002.opus (file attached)"),
            kind => panic!("{kind:?} has no place in this export"),
        };
        chat.push_str(&format!(
            "01/03/2026, {:02}:{:02} - {sender}: {text}\n",
            19 + index / 60,
            index % 60
        ));
    }
    let name = if alone {
        "WhatsApp Chat with Meta AI.txt"
    } else {
        "WhatsApp Chat with Harbour.txt"
    };
    vec![(name.into(), chat.into_bytes())]
}
