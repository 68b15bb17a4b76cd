//! What a column holds, told by its name in the languages that exports use.

use crate::field::Field;
use teltale_model::ReadAs;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// When it was sent.
    Time,
    /// Who wrote.
    Author,
    /// To whom.
    Recipient,
    /// What was written.
    Text,
    /// In which conversation.
    Conversation,
    /// A person's name.
    Name,
    /// A phone number.
    Phone,
    /// Anything else.
    Other,
}

const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Time,
        &[
            "date", "time", "timestamp", "datetime", "date time", "created at", "createdat", "sent at", "sent", "senttime", "sent time", "datum", "uhrzeit",
            "zeit", "zeitpunkt", "fecha", "hora", "data", "heure", "date et heure", "dato", "tijd", "дата", "время", "tarih", "日期", "时间", "時間", "日時", "날짜",
            "create time", "createtime", "strtime",
        ],
    ),
    (
        Column::Author,
        &[
            "from", "sender", "author", "user", "username", "sender name", "sendername", "from name", "von", "absender", "verfasser", "autor", "remitente", "de",
            "auteur", "expéditeur", "expediteur", "mittente", "autore", "afzender", "отправитель", "от", "gönderen", "发件人", "发送者", "寄件者", "送信者", "보낸 사람",
            "role", "speaker", "nickname",
        ],
    ),
    (
        Column::Recipient,
        &[
            "to", "recipient", "recipients", "receiver", "an", "empfänger", "para", "destinatario", "destinatário", "à", "destinataire", "aan", "ontvanger", "кому",
            "получатель", "alıcı", "收件人", "受信者", "받는 사람",
        ],
    ),
    (
        Column::Text,
        &[
            "message", "messages", "text", "body", "content", "contents", "message body", "messagebody", "message text", "messagecontent", "msg", "nachricht", "nachrichtentext",
            "inhalt", "mensaje", "mensagem", "texto", "contenido", "conteúdo", "texte", "contenu", "messaggio", "testo", "bericht", "tekst", "сообщение", "текст", "mesaj", "消息",
            "内容", "內容", "訊息", "メッセージ", "본문", "메시지", "prompt", "response", "strcontent",
        ],
    ),
    (
        Column::Conversation,
        &[
            "conversation", "conversation title", "conversation id", "chat", "chat name", "chatname", "thread", "thread id", "channel", "room", "unterhaltung", "conversación", "conversa",
            "gesprek", "чат", "会话", "聊天",
        ],
    ),
    (
        Column::Name,
        &[
            "name", "full name", "first name", "last name", "given name", "family name", "middle name", "display name", "contact", "contact name", "vorname", "nachname", "nombre",
            "apellido", "apellidos", "nom", "prénom", "prenom", "nome", "cognome", "sobrenome", "naam", "voornaam", "achternaam", "имя", "фамилия", "ad", "soyad", "姓名", "名前", "이름",
        ],
    ),
];

/// Names of phone columns that [`Field`] does not know.
const PHONES: &[&str] = &[
    "number", "phone", "rufnummer", "telefonnummer", "handynummer", "mobilnummer", "mobil", "teléfono", "móvil", "celular", "número", "numero", "téléphone", "telephone", "portable",
    "numéro", "telefone", "telemóvel", "cellulare", "telefono", "telefoon", "mobiel", "nummer", "номер", "телефон", "мобильный", "telefon", "numara", "电话", "手机", "手机号", "電話", "電話番号",
    "手機", "전화번호", "휴대폰", "address",
];

impl Column {
    /// By the column's name.
    pub(super) fn of(name: &str) -> Self {
        let name = name.trim().trim_start_matches('\u{FEFF}').to_lowercase();
        let spaced = name.replace(['_', '-'], " ");
        let known = NAMES.iter().find(|(_, names)| names.contains(&spaced.as_str()) || names.contains(&name.as_str()));
        if let Some((column, _)) = known {
            return *column;
        }
        if PHONES.contains(&spaced.as_str()) || Field::of(&name, "+12025550123") == Field::Phone {
            return Self::Phone;
        }
        Self::Other
    }
}

/// How a cell of a column is searched.
pub(super) fn read_as(column: Column, name: &str, value: &str) -> ReadAs {
    match column {
        Column::Phone => {
            let several = value.contains(":::") || value.contains([';', ',', '\n', '|']);
            let letters = value.chars().filter(|character| character.is_alphabetic()).count();
            let digits = value.chars().filter(|character| character.is_numeric()).count();
            if several || letters > 4 || digits < 3 { ReadAs::Text } else { ReadAs::Number }
        }
        Column::Other => match Field::of(name, value) {
            // A name of one kind, a value of another: the value is searched.
            Field::Phone => ReadAs::Number,
            Field::Id => ReadAs::Opaque,
            Field::Words => ReadAs::Text,
        },
        Column::Time => ReadAs::Opaque,
        Column::Author | Column::Recipient => match Field::of("phone", value) {
            Field::Phone if value.chars().filter(char::is_ascii_digit).count() >= 7 => ReadAs::Number,
            Field::Phone | Field::Id | Field::Words => ReadAs::Text,
        },
        Column::Text | Column::Conversation | Column::Name => ReadAs::Text,
    }
}
