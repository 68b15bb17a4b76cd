//! Codes of the model's words in the database. A code never changes its meaning; a new word gets the next one. The
//! matches are exhaustive, so a new word does not compile until it has a code here.

use crate::{Decision, LogEvent, Ownership, RecordType, Said, SourceKind};
use crate::{Error, Result};
use teltale_model::{
    Branch, Certainty, Class, ConversationKind, Encoding, Escape, LineType, Media, Origin, OriginFlag, Place,
    ProblemKind, ReadAs, Reason, RecordKind, Role, SkipReason, UnreadKind, Zone,
};

/// A word with a code.
pub(crate) trait Code: Sized + Copy {
    /// The code.
    fn code(self) -> i64;

    /// The word of a code.
    fn of_code(code: i64) -> Option<Self>;

    /// The word of a code that was read from the database.
    fn read(code: i64) -> Result<Self> {
        Self::of_code(code).ok_or(Error::Damaged)
    }
}

macro_rules! codes {
    ($($word:ident { $($code:literal $variant:ident)* })*) => {$(
        impl Code for $word {
            fn code(self) -> i64 {
                match self { $(Self::$variant => $code,)* }
            }
            fn of_code(code: i64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

codes! {
    RecordType { 0 Message 1 Account 2 Conversation 3 Participant 4 Contact }
    Ownership { 0 Mine 1 Contact 2 GroupMember 3 PublicService 4 Unknown }
    Said { 0 ByUser 1 FromEvidence }
    Decision { 0 Keep 1 SetAside }
    SourceKind { 0 File 1 Folder 2 Archive }
    LogEvent {
        0 Created 1 Unlocked 2 UnlockFailed 3 Revealed 4 Copied 5 Exported 6 Forgotten 7 SettingChanged
        8 SlotChanged 9 SandboxOverridden
    }
    ConversationKind { 0 Direct 1 Group 2 Channel 3 Assistant 4 CallLog 5 Document 6 Unknown }
    Role { 0 Person 1 Assistant 2 Tool 3 System 4 Account }
    Branch { 0 Shown 1 OffPath }
    ReadAs { 0 Text 1 Number 2 Digits 3 Opaque }
    Media { 0 Image 1 Audio 2 Video 3 Contact 4 Document }
    UnreadKind {
        0 Image 1 Audio 2 Video 3 Document 4 ContactCard 5 ToolResult 6 DeletedMessage 7 ViewOnce
        8 UnknownBlock 9 Media
    }
    RecordKind { 0 Message 1 Conversation 2 Contact 3 Account 4 Document 5 Call 6 Passage 7 Row 8 File }
    SkipReason {
        0 Empty 1 Repeats 2 Media 3 Binary 4 Encrypted 5 AboveLimit 6 Shadowed 7 NotAFile 8 OwnFile 9 Secret
        10 ByUser 11 Unchanged 12 Database
    }
    Encoding {
        0 Utf8 1 Utf16Le 2 Utf16Be 3 Windows1252 4 Windows1250 5 Windows1251 6 Windows1253 7 Windows1254
        8 Windows1255 9 Windows1256 10 Windows1257 11 Windows1258 12 Windows874 13 Iso8859_2 14 Iso8859_5
        15 Iso8859_7 16 Koi8R 17 Koi8U 18 Gb18030 19 Big5 20 ShiftJis 21 EucJp 22 Iso2022Jp 23 EucKr
    }
    Escape {
        0 None 1 Json 2 JsonTwice 3 JsonMojibake 4 Xml 5 CrLf 6 Csv 7 VCard 8 VCardQuotedPrintable 9 Base64
        10 MailHeader
    }
    Reason {
        0 Plus 1 AccessCode 2 Valid 3 Possible 4 Reserved 5 Grouping 6 Separated 7 BareDigits 8 PhoneWord
        9 Link 10 MessengerId 11 AtMention 12 PhoneField 13 SenderId 14 RegionOpen 15 RegionAssumed
        16 NoTrunkPrefix 17 SpelledOut 18 Vanity 19 Disguised 20 Joined 21 PartlyMasked 22 Extension
        23 Transcribed 24 SeenElsewhere 25 CounterWord
    }
    Certainty { 0 Maybe 1 Likely 2 Sure }
    Class { 0 Ordinary 1 Fiction 2 Placeholder 3 Test 4 Service 5 Short }
    Origin {
        0 TypedByYou 1 TypedByAnother 2 Attached 3 ToolResult 4 ConnectorResult 5 ServiceContext
        6 ChatRecord 7 Repeated 8 AlteredCopy 9 AccountNumber 10 Volunteered 11 Placeholder 12 NotRecorded
    }
    OriginFlag {
        0 AskedFor 1 Endorsed 2 UrgesContact 3 SpeaksAsOwner 4 HelplineTurnedMobile 5 SentToTool
        6 HiddenContext 7 SlotFiller 8 SaidAfterwards 9 OtherBranch 10 OtherConversation 11 OrderUncertain
    }
    LineType {
        0 Mobile 1 Fixed 2 CannotTell 3 TollFree 4 Premium 5 SharedCost 6 Uan 7 Voip 8 Personal 9 Pager
        10 Voicemail
    }
    Place {
        0 Body 1 Author 2 Recipient 3 AtMention 4 Title 5 Summary 6 FileName 7 ContactCard 8 AccountField
        9 Link 10 ToolCall 11 ToolResult 12 AttachmentText 13 CustomInstructions 14 ProjectPrompt
        15 ProjectDocument 16 Memory 17 SystemPrompt 18 Reasoning 19 Artifact 20 Transcript 21 SystemNotice
        22 Quote 23 EarlierVersion 24 Call 25 OtherField
    }
    ProblemKind {
        0 CutOff 1 Malformed 2 BadEncoding 3 RecordTooLarge 4 TooDeep 5 MissingField 6 BadDate
        7 AmbiguousDate 8 MissingFile 9 DuplicateId 10 BrokenTree 11 Checksum
    }
    Zone { 0 Utc 1 Unknown }
}

/// Words as one bit each.
pub(crate) fn bits<T: Code>(words: &[T]) -> i64 {
    words.iter().fold(0, |bits, word| bits | 1 << word.code())
}

/// The words of bits, in the order of their codes.
pub(crate) fn words<T: Code>(bits: i64) -> Vec<T> {
    (0..63)
        .filter(|bit| bits & 1 << bit != 0)
        .filter_map(T::of_code)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back_to_their_words() {
        fn check<T: Code + PartialEq + std::fmt::Debug>() {
            let words: Vec<T> = (0..64).map_while(T::of_code).collect();
            assert!(!words.is_empty());
            for (code, word) in words.iter().enumerate() {
                assert_eq!(word.code(), code as i64);
            }
            assert_eq!(T::of_code(words.len() as i64), None, "codes have no gaps");
        }
        check::<Place>();
        check::<Reason>();
        check::<RecordKind>();
        check::<SkipReason>();
        check::<ProblemKind>();
        check::<ConversationKind>();
        check::<Origin>();
        check::<OriginFlag>();
        assert_eq!(
            words::<Reason>(bits(&[Reason::Valid, Reason::Plus])),
            [Reason::Plus, Reason::Valid]
        );
    }
}
