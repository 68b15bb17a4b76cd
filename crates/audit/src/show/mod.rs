//! What screens and JSON show: plain views, masked unless said otherwise, with every stranger's
//! character made visible. What stands here goes up to the doors unchanged.
//!
//! The TypeScript twins in `ui/src/lib/bindings/` are written by the test at the end of this file.

mod case;
mod changes;
mod conversation;
mod english;
mod exposure;
mod finding;
mod ids;
mod json;
mod line;
mod mask;
mod mention;
mod not_read;
mod number;
mod overview;
mod owner;
mod page;
mod progress;
mod search;
mod sentence;
mod source;
mod visible;
mod when;
mod why;

pub use case::{CaseRow, ForgetReceipt, LockKind, Settings, Theme};
pub use changes::{
    ChangeCounts, ChangeKind, ChangedMessage, Changes, ConversationChange, ExportOrder, NewFile, ScanRow,
};
pub use conversation::{
    AttachmentView, AuthorView, ConversationPage, ConversationRow, MessageView, PartView, Segment, UnreadView,
};
pub use exposure::{Exposure, NumberServices};
pub use finding::{
    EvidenceRole, EvidenceView, FindingFacet, FindingFilter, FindingId, FindingList, FindingPage, FindingRow,
    RuleExample, RuleView, Triage,
};
pub use ids::{ConversationId, EntryId, MentionId, MessageId, NumberId, SourceId};
pub(crate) use json::json_name;
pub use json::write_json;
pub use line::{Digits, MatchLine, MentionLine};
pub use mask::{mask_match, mask_number};
pub use mention::{LocatorView, MentionFilter, MentionRow, MentionView, Verified};
pub use not_read::NotRead;
pub use number::{
    AppearanceCount, CandidateView, ConversationCount, MonthCount, NumberFilter, NumberOrder, NumberPage,
    NumberRow, PlaceCount, Revealed, RoleCount, ServiceCount,
};
pub use overview::{Appearance, Card, CardId, Coverage, Overview, Target};
pub use owner::{
    ContactRow, CountriesInPlay, CountryChoice, CountryQuestion, Evidence, EvidenceReason, NamedAs, Owner,
    OwnersPage, Suggestion,
};
pub use page::{Page, PageRequest};
pub use progress::{FileProgress, FileState, PasswordQuestion, ScanPhase, ScanProgress, SurveyRow};
pub use search::{FoundMessage, SearchKind, SearchResult};
pub use sentence::{Link, Sentence, Way};
pub use source::{EntryRow, EntryState, LedgerRow, ProblemRow, SkipCount, SourceRow, Warning};
pub use visible::{visible, visible_line};
pub use when::When;
pub(crate) use when::rfc3339;
pub use why::{Rest, Why};
