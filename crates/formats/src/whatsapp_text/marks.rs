//! What the app writes inside a body in place of, or beside, somebody's words: attached, left out, deleted,
//! edited, notices, calls. They never decide structure, only what a body means.

use super::header::{mark, space};
use std::ops::Range;
use std::sync::LazyLock;
use teltale_model::{Media, UnreadKind};

/// What a body holds besides words.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Marks {
    /// Where the words are; may be empty.
    pub(super) words: Range<usize>,
    /// An attached file: where its name is, and what it is.
    pub(super) file: Option<(Range<usize>, Media)>,
    /// Something that the export leaves out, and where that is said.
    pub(super) unread: Option<(UnreadKind, Range<usize>)>,
    /// Its author edited it.
    pub(super) edited: bool,
    /// The app speaks, not the sender.
    pub(super) notice: bool,
    /// It records a call.
    pub(super) call: bool,
    /// It holds a byte that a mark or a mention may begin or end with; most bodies hold none.
    pub(super) signs: bool,
}

const LEFT_TO_RIGHT: &[u8] = "\u{200E}".as_bytes();

/// Reads the marks of a body. `after_sender` is false for a body without a sender, which is a notice whatever it says.
pub(super) fn marks(body: &[u8], after_sender: bool) -> Marks {
    let lead = lead(body);
    let marked = lead >= 3 && body[..lead].windows(3).any(|bytes| bytes == LEFT_TO_RIGHT);
    let end = body.len() - trailing(&body[lead..]);
    let mut found = Marks {
        words: lead..end,
        signs: memchr::memchr3(b')', b'@', LEFT_TO_RIGHT[0], body).is_some(),
        ..Marks::default()
    };
    if !after_sender {
        found.notice = true;
        return found;
    }
    if lead == end || &body[lead..end] == b"null" {
        found.unread = Some((UnreadKind::ViewOnce, lead..end));
        found.words = end..end;
        return found;
    }
    if body[end - 1] == b'>' {
        angle(body, &mut found);
    }
    if found.signs && found.file.is_none() && found.unread.is_none() {
        attached_android(body, &mut found);
    }
    if found.file.is_none() && found.unread.is_none() {
        left_out(body, marked, &mut found);
    }
    let words = &body[found.words.clone()];
    if words.len() <= LONGEST_PHRASE && !words.is_empty() && is_deleted(words) {
        found.unread = Some((UnreadKind::DeletedMessage, found.words.clone()));
    }
    if marked && !words.is_empty() && found.file.is_none() && found.unread.is_none() {
        let first_line = words.split(|byte| *byte == b'\n').next().unwrap_or(words);
        let text = String::from_utf8_lossy(first_line).to_lowercase();
        found.call = first_line.len() <= 80 && CALLS.iter().any(|phrase| text.contains(phrase));
        found.notice = !found.call && NOTICES.iter().any(|phrase| text.contains(phrase));
    }
    found
}

/// Bytes of marks, spaces and line ends at the start.
#[inline]
pub(super) fn lead(body: &[u8]) -> usize {
    match body {
        [b'!'..=b'~', ..] => return 0,
        [b' ', b'!'..=b'~', ..] => return 1,
        _ => {}
    }
    let mut at = 0;
    loop {
        let line_end = usize::from(matches!(body.get(at), Some(b'\n' | b'\r')));
        let step = mark(&body[at..]).max(space(&body[at..])).max(line_end);
        if step == 0 {
            return at;
        }
        at += step;
    }
}

/// Bytes of marks, spaces and line ends at the end.
#[inline]
pub(super) fn trailing(body: &[u8]) -> usize {
    match body {
        [.., b'!'..=b'~'] => return 0,
        [.., b'!'..=b'~', b'\n'] => return 1,
        _ => {}
    }
    let mut end = body.len();
    loop {
        let rest = &body[..end];
        let step = match rest {
            [.., b' ' | b'\t' | b'\n' | b'\r'] => 1,
            [.., 0xC2, 0xA0] => 2,
            [.., a, b, c] if mark(&[*a, *b, *c]) == 3 || space(&[*a, *b, *c]) == 3 => 3,
            _ => return body.len() - end,
        };
        end -= step;
    }
}

/// `<Media omitted>`, `<attached: name>`, `text <This message was edited>`: a body that ends with `>`.
fn angle(body: &[u8], found: &mut Marks) {
    let words = found.words.clone();
    let Some(open) = memchr::memrchr(b'<', &body[words.clone()]).map(|at| words.start + at) else {
        return;
    };
    let inner = open + 1..words.end - 1;
    if body[inner.clone()].contains(&b'\n') {
        return;
    }
    let before = words.start..open - trailing(&body[words.start..open]);
    let marked = body[..open].ends_with(LEFT_TO_RIGHT);
    if let Some(colon) = memchr::memchr(b':', &body[inner.clone()]).map(|at| inner.start + at) {
        let name = colon + 1 + lead(&body[colon + 1..inner.end])..inner.end;
        let verb = &body[inner.start..colon];
        let verb_is_word =
            verb.len() <= 40 && !verb.iter().any(|byte| byte.is_ascii_digit() || *byte == b'/');
        if verb_is_word
            && (marked || before.is_empty() || before.start == words.start)
            && has_extension(&body[name.clone()])
        {
            found.file = Some((name.clone(), media_of(&body[name])));
            found.words = before;
        }
        return;
    }
    let text = String::from_utf8_lossy(&body[inner]).to_lowercase();
    let text = text.trim_matches(|character: char| matches!(character, '.' | ' ' | '\u{200E}' | '\u{200F}'));
    if LEFT_OUT.iter().any(|phrase| text.contains(phrase)) {
        found.unread = Some((kind_of(text), open..words.end));
        found.words = before;
    } else if EDITED.contains(&text) || (marked && !before.is_empty()) {
        found.edited = true;
        found.words = before;
    }
}

/// `IMG-20240101-WA0001.jpg (file attached)` with the caption on the next line.
fn attached_android(body: &[u8], found: &mut Marks) {
    let words = found.words.clone();
    let line_end = memchr::memchr(b'\n', &body[words.clone()]).map_or(words.end, |at| words.start + at);
    let line = words.start..line_end - trailing(&body[words.start..line_end]);
    if body[line.clone()].last() != Some(&b')') {
        return;
    }
    let Some(open) = memchr::memmem::rfind(&body[line.clone()], b" (").map(|at| line.start + at) else {
        return;
    };
    let name = line.start..open;
    let said = String::from_utf8_lossy(&body[open + 2..line.end - 1]).to_lowercase();
    if has_extension(&body[name.clone()])
        && (is_app_name(&body[name.clone()]) || ATTACHED.contains(&said.as_str()))
    {
        found.file = Some((name.clone(), media_of(&body[name])));
        let caption = line_end + lead_lines(&body[line_end..words.end]);
        found.words = caption.min(words.end)..words.end;
    }
}

fn lead_lines(rest: &[u8]) -> usize {
    rest.iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'))
        .count()
}

/// `‎image omitted`, alone or after a caption.
fn left_out(body: &[u8], marked: bool, found: &mut Marks) {
    let words = found.words.clone();
    let text = &body[words.clone()];
    let inner_mark = if found.signs {
        memchr::memrchr_iter(LEFT_TO_RIGHT[0], text).find(|at| text[*at..].starts_with(LEFT_TO_RIGHT))
    } else {
        None
    };
    let (start, set_off) = match inner_mark {
        Some(at) => (words.start + at + 3, true),
        None => (words.start, marked),
    };
    let tail = &body[start..words.end];
    if tail.is_empty() || tail.len() > LONGEST_PHRASE {
        return;
    }
    let phrase_alone =
        || ends_like_a_phrase(tail) && LEFT_OUT_ENDS.iter().any(|end| ends_with_caseless(tail, end));
    if !(set_off || phrase_alone()) {
        return;
    }
    if tail.contains(&b'\n') {
        return;
    }
    let said = String::from_utf8_lossy(tail).to_lowercase();
    let left_out = LEFT_OUT.iter().any(|phrase| said.contains(phrase));
    let words_count = said.split_whitespace().count();
    if left_out && words_count <= 5 && (set_off || KINDS.iter().any(|(kind, _)| said.starts_with(kind))) {
        found.unread = Some((kind_of(&said), start..words.end));
        found.words = match inner_mark {
            Some(at) => {
                let before = words.start + at;
                words.start..before - trailing(&body[words.start..before])
            }
            None => words.end..words.end,
        };
    }
}

fn ends_with_caseless(text: &[u8], end: &str) -> bool {
    text.len() >= end.len() && text[text.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// A name with a short extension and no line end.
fn has_extension(name: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', name) else {
        return false;
    };
    let extension = &name[dot + 1..];
    (2..=5).contains(&extension.len())
        && extension.iter().all(u8::is_ascii_alphanumeric)
        && !name.contains(&b'\n')
}

/// True for names that the app itself gives, whose digits are a date and a counter: `IMG-20240101-WA0001.jpg`,
/// `00000003-PHOTO-2022-12-31-14-17-51.jpg`.
pub(super) fn is_app_name(name: &[u8]) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let capitals = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let kind = capitals(name);
    if kind >= 3 && name.get(kind) == Some(&b'-') {
        let rest = &name[kind + 1..];
        return digits(rest) == 8 && rest[8..].starts_with(b"-WA");
    }
    if digits(name) == 8 && name.get(8) == Some(&b'-') {
        let rest = &name[9..];
        let kind = capitals(rest);
        return kind >= 3 && rest.get(kind) == Some(&b'-') && digits(&rest[kind + 1..]) == 4;
    }
    false
}

fn media_of(name: &[u8]) -> Media {
    crate::media::of(&String::from_utf8_lossy(name), None)
}

fn kind_of(said: &str) -> UnreadKind {
    KINDS
        .iter()
        .find(|(word, _)| said.contains(word))
        .map_or(UnreadKind::Image, |(_, kind)| *kind)
}

/// No phrase of the tables below is longer.
const LONGEST_PHRASE: usize = 96;

fn is_deleted(words: &[u8]) -> bool {
    let words =
        words.strip_suffix(b".").or_else(|| words.strip_suffix("。".as_bytes())).unwrap_or(words);
    ends_like_a_phrase(words) && DELETED.iter().any(|phrase| phrase.as_bytes().eq_ignore_ascii_case(words))
}

/// What a thing left out is called; the first that occurs decides. Words for pictures last, as the usual case.
const KINDS: &[(&str, UnreadKind)] = &[
    ("contact", UnreadKind::ContactCard),
    ("kontakt", UnreadKind::ContactCard),
    ("contacto", UnreadKind::ContactCard),
    ("contato", UnreadKind::ContactCard),
    ("contatto", UnreadKind::ContactCard),
    ("контакт", UnreadKind::ContactCard),
    ("kişi kartı", UnreadKind::ContactCard),
    ("yhteystieto", UnreadKind::ContactCard),
    ("联系人", UnreadKind::ContactCard),
    ("聯絡人", UnreadKind::ContactCard),
    ("連絡先", UnreadKind::ContactCard),
    ("연락처", UnreadKind::ContactCard),
    ("جهة", UnreadKind::ContactCard),
    ("video", UnreadKind::Video),
    ("vídeo", UnreadKind::Video),
    ("vidéo", UnreadKind::Video),
    ("видео", UnreadKind::Video),
    ("视频", UnreadKind::Video),
    ("影片", UnreadKind::Video),
    ("動画", UnreadKind::Video),
    ("동영상", UnreadKind::Video),
    ("فيديو", UnreadKind::Video),
    ("audio", UnreadKind::Audio),
    ("áudio", UnreadKind::Audio),
    ("аудио", UnreadKind::Audio),
    ("ses ", UnreadKind::Audio),
    ("ääni", UnreadKind::Audio),
    ("ljud", UnreadKind::Audio),
    ("lyd", UnreadKind::Audio),
    ("音频", UnreadKind::Audio),
    ("音訊", UnreadKind::Audio),
    ("音声", UnreadKind::Audio),
    ("오디오", UnreadKind::Audio),
    ("الصوت", UnreadKind::Audio),
    ("document", UnreadKind::Document),
    ("dokument", UnreadKind::Document),
    ("documento", UnreadKind::Document),
    ("документ", UnreadKind::Document),
    ("belge", UnreadKind::Document),
    ("文档", UnreadKind::Document),
    ("文件", UnreadKind::Document),
    ("ドキュメント", UnreadKind::Document),
    ("문서", UnreadKind::Document),
    ("المستند", UnreadKind::Document),
    ("image", UnreadKind::Image),
    ("bild", UnreadKind::Image),
    ("imagen", UnreadKind::Image),
    ("imagem", UnreadKind::Image),
    ("immagine", UnreadKind::Image),
    ("afbeelding", UnreadKind::Image),
    ("изображение", UnreadKind::Image),
    ("görüntü", UnreadKind::Image),
    ("kuva", UnreadKind::Image),
    ("billede", UnreadKind::Image),
    ("bilde", UnreadKind::Image),
    ("sticker", UnreadKind::Image),
    ("figurinha", UnreadKind::Image),
    ("стикер", UnreadKind::Image),
    ("gif", UnreadKind::Image),
    ("media", UnreadKind::Image),
];

/// Words that say something was left out, lower case.
const LEFT_OUT: &[&str] = &[
    "omitted",
    "weggelassen",
    "ausgelassen",
    "ausgeschlossen",
    "omitid",
    "omesso",
    "omessa",
    "omessi",
    "esclus",
    "absent",
    "omis",
    "retiré",
    "ocultad",
    "ocult",
    "não revelado",
    "weggelaten",
    "отсутствует",
    "пропущен",
    "без медиафайлов",
    "dahil edilmedi",
    "pominięt",
    "tidak disertakan",
    "utelämna",
    "udeladt",
    "utelatt",
    "jätetty pois",
    "jätettiin pois",
    "vynech",
    "kihagy",
    "已忽略",
    "省略",
    "略過",
    "含まれていません",
    "생략",
    "제외",
    "تم استبعاد",
    "לא נכלל",
    "без медіафайлів",
    "пропущено",
    "मीडिया के बिना",
    "मीडिया छोड़ा",
    "không được bao gồm",
];

/// How the same phrases end where nothing sets them off from words.
const LEFT_OUT_ENDS: &[&str] = &[
    "omitted",
    "weggelassen",
    "ausgelassen",
    "omitida",
    "omitido",
    "omesso",
    "omessa",
    "esclusa",
    "absente",
    "absent",
    "omis",
    "omise",
    "ocultada",
    "ocultado",
    "weggelaten",
    "отсутствует",
    "пропущено",
    "dahil edilmedi",
    "已忽略",
    "略過",
    "省略されました",
    "생략됨",
];

/// How all phrases end that may stand alone, so that nearly every message is ruled out by its own last bytes.
static PHRASE_ENDS: LazyLock<Box<[u64; ENDS / 64]>> = LazyLock::new(|| {
    let mut ends = Box::new([0; ENDS / 64]);
    for phrase in LEFT_OUT_ENDS.iter().chain(DELETED) {
        let end = last_four(phrase.as_bytes());
        ends[end / 64] |= 1 << (end % 64);
    }
    ends
});

/// Bits of the set of ends: some two hundred phrases are rarely met by chance.
const ENDS: usize = 1 << 14;

/// The last four bytes, or fewer, as one of [`ENDS`] numbers, the same in either case of ASCII's letters.
#[inline]
fn last_four(text: &[u8]) -> usize {
    let last = match text.last_chunk() {
        Some(last) => u32::from_le_bytes(*last),
        None => text.iter().fold(0, |last, byte| last << 8 | u32::from(*byte)),
    };
    // Multiplied, all bits of the four bytes reach the highest ones.
    ((last | 0x2020_2020).wrapping_mul(0x9E37_79B1) >> 18) as usize
}

#[inline]
fn ends_like_a_phrase(text: &[u8]) -> bool {
    let end = last_four(text);
    PHRASE_ENDS[end / 64] & 1 << (end % 64) != 0
}

const ATTACHED: &[&str] = &[
    "file attached",
    "datei angehängt",
    "archivo adjunto",
    "fichier joint",
    "arquivo anexado",
    "ficheiro anexado",
    "file allegato",
    "bestand bijgevoegd",
    "файл добавлен",
    "файл прикреплён",
    "dosya ekli",
    "plik załączony",
    "załączono plik",
    "file terlampir",
    "الملف مرفق",
    "ملف مرفق",
    "फ़ाइल संलग्न है",
    "文件附件",
    "附件檔案",
    "ファイル添付",
    "添付ファイル",
    "파일 첨부됨",
    "bifogad fil",
    "fil bifogad",
    "liitetiedosto",
    "tiedosto liitetty",
    "fil vedhæftet",
    "fil vedlagt",
    "קובץ מצורף",
    "soubor byl přiložen",
    "soubor přiložen",
    "fișier atașat",
    "fájl csatolva",
    "файл додано",
    "tệp đính kèm",
    "αρχείο συνημμένο",
];

const EDITED: &[&str] = &[
    "this message was edited",
    "diese nachricht wurde bearbeitet",
    "se editó este mensaje",
    "este mensaje fue editado",
    "ce message a été modifié",
    "mensagem editada",
    "esta mensagem foi editada",
    "questo messaggio è stato modificato",
    "dit bericht is bewerkt",
    "данное сообщение изменено",
    "сообщение изменено",
    "bu mesaj düzenlendi",
    "edytowano tę wiadomość",
    "pesan ini telah diedit",
    "تم تعديل هذه الرسالة",
    "यह संदेश संपादित किया गया था",
    "此消息已编辑",
    "此訊息已編輯",
    "このメッセージは編集されました",
    "수정된 메시지입니다",
    "det här meddelandet redigerades",
    "tätä viestiä muokattiin",
    "denne besked blev redigeret",
    "denne meldingen ble redigert",
];

const DELETED: &[&str] = &[
    "this message was deleted",
    "you deleted this message",
    "message deleted",
    "diese nachricht wurde gelöscht",
    "du hast diese nachricht gelöscht",
    "se eliminó este mensaje",
    "eliminaste este mensaje",
    "este mensaje fue eliminado",
    "ce message a été supprimé",
    "vous avez supprimé ce message",
    "tu as supprimé ce message",
    "mensagem apagada",
    "esta mensagem foi apagada",
    "essa mensagem foi apagada",
    "você apagou esta mensagem",
    "apagaste esta mensagem",
    "questo messaggio è stato eliminato",
    "hai eliminato questo messaggio",
    "dit bericht is verwijderd",
    "dit bericht werd verwijderd",
    "je hebt dit bericht verwijderd",
    "u hebt dit bericht verwijderd",
    "данное сообщение удалено",
    "вы удалили данное сообщение",
    "сообщение удалено",
    "bu mesaj silindi",
    "bu mesajı sildiniz",
    "ta wiadomość została usunięta",
    "usunięto tę wiadomość",
    "wiadomość usunięta",
    "pesan ini telah dihapus",
    "anda telah menghapus pesan ini",
    "تم حذف هذه الرسالة",
    "حذفت هذه الرسالة",
    "यह संदेश मिटाया गया",
    "आपने यह संदेश मिटाया",
    "此消息已删除",
    "你已删除此消息",
    "您已删除此消息",
    "這則訊息已刪除",
    "此訊息已刪除",
    "您刪除了這則訊息",
    "你已刪除這則訊息",
    "このメッセージは削除されました",
    "このメッセージを削除しました",
    "メッセージを削除しました",
    "삭제된 메시지입니다",
    "이 메시지는 삭제되었습니다",
    "이 메시지를 삭제했습니다",
    "det här meddelandet raderades",
    "du raderade det här meddelandet",
    "tämä viesti poistettiin",
    "poistit tämän viestin",
    "denne besked blev slettet",
    "du slettede denne besked",
    "denne meldingen ble slettet",
    "du slettet denne meldingen",
    "הודעה זו נמחקה",
    "מחקת הודעה זו",
    "це повідомлення видалено",
    "ви видалили це повідомлення",
    "tato zpráva byla smazána",
    "acest mesaj a fost șters",
    "ezt az üzenetet törölték",
];

/// Calls, as iOS writes them with the caller as sender.
const CALLS: &[&str] = &[
    "voice call",
    "video call",
    "group call",
    "sprachanruf",
    "videoanruf",
    "llamada",
    "videollamada",
    "appel vocal",
    "appel vidéo",
    "chamada",
    "chiamata",
    "videochiamata",
    "spraakoproep",
    "video-oproep",
    "аудиозвонок",
    "видеозвонок",
    "sesli arama",
    "görüntülü arama",
    "połączenie",
    "panggilan",
    "语音通话",
    "视频通话",
    "語音通話",
    "視訊通話",
    "音声通話",
    "ビデオ通話",
    "음성통화",
    "영상통화",
    "مكالمة",
    "röstsamtal",
    "videosamtal",
    "äänipuhelu",
    "videopuhelu",
];

/// Notices, as iOS writes them with the actor or the group as sender.
const NOTICES: &[&str] = &[
    "end-to-end encrypted",
    "changed their phone number",
    "changed to +",
    "created group",
    "created this group",
    " added ",
    "you added",
    "joined using",
    " left",
    "you left",
    " removed ",
    "changed the subject",
    "changed the group",
    "changed this group",
    "security code",
    "is a contact",
    "disappearing",
    "message timer",
    "pinned a message",
    "now an admin",
    "secure service from meta",
    "business account",
    "blocked this contact",
    "unblocked this contact",
    "ende-zu-ende",
    "gruppe",
    "hinzugefügt",
    "gewechselt",
    "sicherheitsnummer",
    "verlassen",
    "beigetreten",
    "extremo a extremo",
    "creó el grupo",
    "añadió",
    "cambió",
    "salió",
    "se unió",
    "código de seguridad",
    "bout en bout",
    "a créé",
    "a ajouté",
    "a changé",
    "a quitté",
    "a rejoint",
    "code de sécurité",
    "ponta a ponta",
    "criou o grupo",
    "adicionou",
    "mudou",
    "saiu",
    "entrou",
    "crittografati end-to-end",
    "ha creato il gruppo",
    "ha aggiunto",
    "ha cambiato",
    "ha abbandonato",
    "end-to-end versleuteld",
    "heeft de groep",
    "toegevoegd",
    "gewijzigd",
    "сквозным шифрованием",
    "создал",
    "добавил",
    "изменил",
    "вышел",
    "покинул",
    "uçtan uca",
    "grubu oluşturdu",
    "ekledi",
    "değiştirdi",
    "ayrıldı",
    "szyfrowane",
    "端到端加密",
    "端對端加密",
    "エンドツーエンド",
    "종단간 암호화",
    "مشفرة",
];
