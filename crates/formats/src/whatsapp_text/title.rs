//! The chat's title, which only the name of the exported file tells.

use crate::entry_name::EntryName;

/// What stands before the title in the languages of the app.
const BEFORE: &[&str] = &[
    "WhatsApp Chat with ",
    "WhatsApp Chat - ",
    "WhatsApp Chat mit ",
    "WhatsApp-Chat mit ",
    "WhatsApp-chat met ",
    "WhatsApp-chatt med ",
    "WhatsApp-chat med ",
    "WhatsApp-keskustelu: ",
    "Chat de WhatsApp con ",
    "Chat do WhatsApp com ",
    "Conversa do WhatsApp com ",
    "Chat WhatsApp con ",
    "Chat WhatsApp dengan ",
    "Discussion WhatsApp avec ",
    "Czat WhatsApp z ",
    "Чат WhatsApp с контактом ",
    "Чат WhatsApp с ",
    "Conversație WhatsApp cu ",
    "WhatsApp chat s ",
    "محادثة واتساب مع ",
    "دردشة واتساب مع ",
    "与",
    "與",
];

/// What stands after it.
const AFTER: &[&str] = &[
    " ile WhatsApp Sohbeti",
    "的 WhatsApp 聊天",
    "的 WhatsApp 對話",
    "的WhatsApp聊天",
    "的WhatsApp對話",
    "とのWhatsAppチャット",
    "とのWhatsAppトーク",
    "님과의 WhatsApp 대화",
];

/// The title in the entry's name, or in that of the archive that it came from. Empty where the name is the
/// app's own `_chat.txt` or tells nothing.
pub(super) fn of(name: &EntryName) -> &str {
    let stem = name.stem();
    if stem == "_chat" || stem.is_empty() {
        let outer = name.folder();
        let outer = outer.strip_suffix(".zip").unwrap_or(outer);
        return inside(outer).unwrap_or_default();
    }
    inside(stem).unwrap_or(stem)
}

fn inside(name: &str) -> Option<&str> {
    let after = BEFORE.iter().find_map(|before| name.strip_prefix(before));
    let rest = after.unwrap_or(name);
    let before = AFTER.iter().find_map(|after| rest.strip_suffix(after));
    match (before, after) {
        (Some(title), _) | (None, Some(title)) => Some(title),
        (None, None) => None,
    }
}
