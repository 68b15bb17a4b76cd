//! Who speaks: the many names for the few roles.

use crate::cut::json::Value;
use std::borrow::Cow;
use teltale_model::Role;

/// Whom a message is by.
pub(super) struct Speaker<'t> {
    pub(super) role: Role,
    /// The participant's key.
    pub(super) key: Cow<'t, str>,
    /// A name to be searched, where the speaker is named and not only given a role.
    pub(super) name: Option<Value<'t>>,
    /// True where the record is the assistant's call of a tool.
    pub(super) calls: bool,
}

/// Members that name the speaker.
const NAMED: &[&str] = &[
    "role",
    "from",
    "author",
    "sender",
    "speaker",
    "sender_name",
    "senderName",
    "type",
    "kind",
];

/// The speaker of a record; none where it names none.
pub(super) fn of(value: Value<'_>) -> Option<Speaker<'_>> {
    for (flag, yes) in [
        ("is_system", Role::System),
        ("is_user", Role::Person),
        ("isCreatedByUser", Role::Person),
        ("isUser", Role::Person),
    ] {
        let Some(said) = flag_of(value, flag) else {
            continue;
        };
        if said || yes == Role::Person {
            let role = if said { yes } else { Role::Assistant };
            return Some(by_role(role, value.get("name").or_else(|| value.get("sender"))));
        }
    }
    NAMED.iter().find_map(|name| {
        let member = value.get(name)?;
        // An object: its role, else its name.
        let member = match member.is_object() {
            true => ["role", "name", "display_name", "real_name", "id"]
                .iter()
                .find_map(|name| member.get(name))?,
            false => member,
        };
        let text = member.text()?;
        match role(&text) {
            Some((role, calls)) => Some(Speaker {
                calls,
                ..by_role(role, None)
            }),
            // A type or kind that is no role says what the record is, not who speaks.
            None if matches!(*name, "type" | "kind") || text.is_empty() => None,
            None => Some(Speaker {
                role: Role::Person,
                key: text,
                name: Some(member),
                calls: false,
            }),
        }
    })
}

fn flag_of(value: Value<'_>, name: &str) -> Option<bool> {
    use crate::cut::json::Kind;
    match value.get(name)?.kind() {
        Kind::True => Some(true),
        Kind::False => Some(false),
        Kind::Object | Kind::Array | Kind::Key | Kind::String | Kind::Number | Kind::Null => None,
    }
}

fn by_role<'t>(role: Role, name: Option<Value<'t>>) -> Speaker<'t> {
    let name = name.filter(|name| name.is_string() && !name.raw().is_empty());
    let key = match role {
        Role::Person => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
        Role::System | Role::Account => "system",
    };
    Speaker {
        role,
        key: Cow::Borrowed(key),
        name,
        calls: false,
    }
}

/// The role that a word stands for, and whether it is a call of a tool; none for a word that names nobody.
fn role(word: &str) -> Option<(Role, bool)> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "user" | "human" | "prompter" | "person" | "customer" | "you" | "me" | "client" | "end_user" => {
            (Role::Person, false)
        }
        "assistant" | "gpt" | "chatgpt" | "model" | "bot" | "ai" | "claude" | "gemini" | "bard"
        | "chatbot" | "machine" | "llm" | "copilot" | "grok" | "deepseek" | "agent" | "bing"
        | "assistant_message" => (Role::Assistant, false),
        "function_call" | "tool_call" | "tool_use" => (Role::Assistant, true),
        "system" | "developer" | "context" => (Role::System, false),
        "tool"
        | "function"
        | "observation"
        | "tool_result"
        | "function_response"
        | "function_call_output"
        | "ipython"
        | "environment"
        | "toolresult" => (Role::Tool, false),
        _ => return None,
    })
}
