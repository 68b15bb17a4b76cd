//! Lines that name a speaker: `You said:`, `#### ChatGPT:`, `**User**`, `Human: …`.

use std::ops::Range;
use teltale_model::Role;

/// A line that names a speaker.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// Where the name stands in the line.
    pub(super) name: Range<usize>,
    pub(super) role: Role,
    /// Where the words start in the line.
    pub(super) text: usize,
    /// How it is set off: `#` of a heading, `*` of bold, 0 for none.
    look: u8,
    strength: Strength,
}

/// How much a name says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Occurs in ordinary text as well: "Answer:", "Q:".
    Weak,
    /// Names a speaker of a transcript.
    Strong,
}

/// The labels that a text uses.
#[derive(Debug)]
pub(super) struct Labels {
    look: u8,
    person: Strength,
    assistant: Strength,
}

impl Labels {
    /// From the start of a text. None unless a person and an assistant speak in turn.
    pub(super) fn of(start: &[u8]) -> Option<Self> {
        let mut fence = Fence::default();
        let mut found = Vec::new();
        for line in start.split(|byte| *byte == b'\n') {
            if !fence.follows(line) {
                found.extend(label(line));
            }
        }
        // The look that most speakers share; ties go to the more marked one.
        let count = |look: u8| found.iter().filter(|label| label.look == look).count();
        let look = [0, b'*', b'#'].into_iter().max_by_key(|look| count(*look))?;
        found.retain(|label| label.look == look);
        let strongest = |role: Role| found.iter().filter(|label| label.role == role).map(|label| label.strength).max();
        let labels = Self { look, person: strongest(Role::Person)?, assistant: strongest(Role::Assistant)? };
        found.retain(|label| labels.takes(label));
        let turns = found.windows(2).filter(|pair| pair[0].role != pair[1].role).count();
        let weak = labels.person == Strength::Weak || labels.assistant == Strength::Weak;
        (turns >= if weak { 3 } else { 1 }).then_some(labels)
    }

    fn takes(&self, label: &Label) -> bool {
        let needed = match label.role {
            Role::Person => self.person,
            Role::Assistant => self.assistant,
            Role::Tool | Role::System | Role::Account => Strength::Strong,
        };
        label.look == self.look && label.strength >= needed
    }

    /// The label on a line, if it is one that this text uses.
    pub(super) fn find(&self, line: &[u8]) -> Option<Label> {
        label(line).filter(|label| self.takes(label))
    }
}

/// Whether lines stand in a fenced block of code, where nothing names a speaker.
#[derive(Debug, Default)]
pub(super) struct Fence {
    open: Option<u8>,
}

impl Fence {
    /// True where `line`, the next one, stands in a block or opens or closes one.
    pub(super) fn follows(&mut self, line: &[u8]) -> bool {
        let text = line.trim_ascii_start();
        let mark = [b'`', b'~'].into_iter().find(|mark| text.starts_with(&[*mark; 3]));
        match (self.open, mark) {
            (None, Some(mark)) => {
                self.open = Some(mark);
                true
            }
            (Some(open), Some(mark)) if open == mark => {
                self.open = None;
                true
            }
            (open, _) => open.is_some(),
        }
    }
}

/// No name of a speaker is longer.
const LONGEST: usize = 60;

/// The label on a line, whatever its look.
fn label(line: &[u8]) -> Option<Label> {
    // Most lines are words: longer than a name, and without a colon where one could end.
    let start = &line[..line.len().min(LONGEST)];
    let plain = !matches!(line.first()?, b'#' | b'*' | b'_');
    if plain && line.len() > LONGEST && start.is_ascii() && memchr::memchr(b':', start).is_none() {
        return None;
    }
    let mut at = 0;
    let skip = |at: &mut usize, byte: u8| {
        let count = line[*at..].iter().take_while(|found| **found == byte).count();
        *at += count;
        count
    };
    if line.starts_with("\u{FEFF}".as_bytes()) {
        at = 3;
    }
    let hashes = skip(&mut at, b'#');
    if hashes > 6 || (hashes > 0 && skip(&mut at, b' ') == 0) {
        return None;
    }
    // `### 1. User`
    if hashes > 0 {
        let digits = line[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 && line[at + digits..].starts_with(b". ") {
            at += digits + 2;
        }
    }
    let stars = skip(&mut at, b'*').max(skip(&mut at, b'_'));
    let start = at;
    let rest = &line[start..line.len().min(start + LONGEST)];
    let wide = "：".as_bytes();
    let colon = rest.iter().position(|byte| *byte == b':');
    let wide_colon = memchr::memmem::find(rest, wide);
    let closing = if stars > 0 { rest.iter().position(|byte| matches!(byte, b'*' | b'_')) } else { None };
    let time = memchr::memmem::find(rest, b" <");
    let end = [colon, wide_colon, closing, time].into_iter().flatten().min().unwrap_or(rest.trim_ascii_end().len());
    let name = rest[..end].trim_ascii_end();
    let mut after = &line[start + end..];
    let mut stopped = false;
    loop {
        after = match after {
            [b':', tail @ ..] if !stopped => {
                stopped = true;
                tail
            }
            [0xEF, 0xBC, 0x9A, tail @ ..] if !stopped => {
                stopped = true;
                tail
            }
            [b'*' | b'_', tail @ ..] if stars > 0 => tail,
            _ => break,
        };
    }
    let look = if hashes > 0 {
        b'#'
    } else if stars > 0 {
        b'*'
    } else {
        0
    };
    let alone = after.trim_ascii().is_empty() || after.trim_ascii_start().starts_with(b"<");
    let (role, strength, may_stand_alone) = speaker(std::str::from_utf8(name).ok()?)?;
    // Without a colon, a name must stand alone, and an ordinary word must be set off.
    let accepted = if stopped { stars == 0 || alone || after.starts_with(b" ") } else { alone && (look != 0 || may_stand_alone) };
    accepted.then(|| Label { name: start..start + name.len(), role, text: line.len() - after.len(), look, strength })
}

/// Who a name stands for, how much it says, and whether it says so without a colon.
fn speaker(name: &str) -> Option<(Role, Strength, bool)> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let small = name.to_lowercase();
    let table = [
        (PEOPLE, Role::Person, Strength::Strong),
        (WEAK_PEOPLE, Role::Person, Strength::Weak),
        (ASSISTANTS, Role::Assistant, Strength::Strong),
        (WEAK_ASSISTANTS, Role::Assistant, Strength::Weak),
        (SYSTEM, Role::System, Strength::Strong),
    ];
    for (names, role, strength) in table {
        if names.contains(&small.as_str()) {
            let said = small.contains(' ');
            return Some((role, strength, strength == Strength::Strong && (said || !ORDINARY.contains(&small.as_str()))));
        }
    }
    // A model's name with its version: `GPT-4o`, `Claude 3.5 Sonnet`.
    let brand_end = small.find([' ', '-', '.']).unwrap_or(small.len());
    let versioned = brand_end < small.len() && small.chars().any(|character| character.is_ascii_digit());
    (versioned && BRANDS.contains(&&small[..brand_end])).then_some((Role::Assistant, Strength::Strong, true))
}

const PEOPLE: &[&str] = &[
    "you", "you said", "user", "human", "me", "sie sagten", "sie haben gesagt", "du hast gesagt", "du", "nutzer", "benutzer", "vous avez dit", "vous", "tu as dit", "utilisateur",
    "has dicho", "dijiste", "usuario", "você disse", "você", "usuário", "hai detto", "utente", "jij zei", "вы сказали", "вы", "пользователь", "あなた", "あなた:", "ユーザー", "你说",
    "你說", "你", "用户", "用戶", "사용자", "나의 말",
];
const WEAK_PEOPLE: &[&str] = &["prompt", "question", "q", "frage", "pregunta", "问", "問", "ich", "i"];
const ASSISTANTS: &[&str] = &[
    "chatgpt", "chatgpt said", "assistant", "claude", "claude said", "claude responded", "gemini", "gemini said", "copilot", "copilot said", "grok", "deepseek", "le chat", "perplexity",
    "meta ai", "bard", "mistral", "ai", "ai assistant", "chatgpt sagte", "chatgpt hat gesagt", "chatgpt a dit", "chatgpt dijo", "chatgpt disse", "chatgpt ha detto", "chatgpt сказал",
    "chatgpt:", "assistent", "asistente", "assistente", "ассистент", "アシスタント", "助手", "豆包", "어시스턴트", "gpt", "bing", "pi", "llama", "qwen", "kimi",
];
const WEAK_ASSISTANTS: &[&str] = &["response", "answer", "a", "bot", "model", "output", "antwort", "respuesta", "答", "completion"];
const SYSTEM: &[&str] = &["system", "system prompt"];
/// Strong names that are also words one would set alone on a line.
const ORDINARY: &[&str] = &["you", "me", "du", "vous", "вы", "ai", "pi", "system", "llama"];
const BRANDS: &[&str] =
    &["gpt", "chatgpt", "claude", "gemini", "llama", "mistral", "deepseek", "grok", "qwen", "copilot", "kimi", "phi", "gemma", "o1", "o3", "o4"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, Role, &str)>) {
        let found = label(line.as_bytes());
        let found = found.as_ref().map(|label| (&line[label.name.clone()], label.role, &line[label.text..]));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn looks() {
        check("You said:", Some(("You said", Role::Person, "")));
        check("ChatGPT said:", Some(("ChatGPT said", Role::Assistant, "")));
        check("Human: hello: there", Some(("Human", Role::Person, " hello: there")));
        check("#### ChatGPT: <time datetime=\"x\">", Some(("ChatGPT", Role::Assistant, " <time datetime=\"x\">")));
        check("**User:** hi", Some(("User", Role::Person, " hi")));
        check("**User**: hi", Some(("User", Role::Person, " hi")));
        check("**Assistant**", Some(("Assistant", Role::Assistant, "")));
        check("### 1. User", Some(("User", Role::Person, "")));
        check("## GPT-4o", Some(("GPT-4o", Role::Assistant, "")));
        check("助手：你好", Some(("助手", Role::Assistant, "你好")));
        check("You", None);
        check("User", Some(("User", Role::Person, "")));
        check("User guide", None);
        check("> User: quoted", None);
        check("Claude was here", None);
    }
}
