//! In what way a number appears, told from the facts of a mention; and the same as filters of the case.
//!
//! Law: every combination of facts has exactly one appearance, and lies in a box of that appearance alone.

use crate::show::Appearance;
use teltale_index::{RecordType, Setting};
use teltale_model::{ConversationKind, Place, Role};

/// What is known of a mention's setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    pub record_type: RecordType,
    pub place: Place,
    pub role: Role,
    /// Of the conversation; unknown where the record belongs to none.
    pub kind: ConversationKind,
    pub by_owner: bool,
}

const MEMBER: &[Place] = &[Place::Author, Place::Recipient];
const TO_TOOL: &[Place] = &[Place::ToolCall];
const BY_TOOL: &[Place] = &[Place::ToolResult];
const CONTEXT: &[Place] = &[
    Place::CustomInstructions,
    Place::ProjectPrompt,
    Place::ProjectDocument,
    Place::Memory,
    Place::SystemPrompt,
];
const NOTICE: &[Place] = &[Place::SystemNotice, Place::Call];
const ACCOUNT: &[Place] = &[Place::AccountField];
/// Places whose meaning depends on who speaks.
const SPOKEN: &[Place] = &[
    Place::Body,
    Place::AtMention,
    Place::Title,
    Place::Summary,
    Place::FileName,
    Place::ContactCard,
    Place::Link,
    Place::AttachmentText,
    Place::Reasoning,
    Place::Artifact,
    Place::Transcript,
    Place::Quote,
    Place::EarlierVersion,
    Place::OtherField,
];
/// Records that stand in a conversation and have places of every kind.
const IN_CONVERSATION: &[RecordType] = &[RecordType::Message, RecordType::Conversation];
/// Kinds of conversations in which nobody is an assistant's user.
const BETWEEN_PEOPLE: &[ConversationKind] = &[
    ConversationKind::Direct,
    ConversationKind::Group,
    ConversationKind::Channel,
    ConversationKind::CallLog,
    ConversationKind::Unknown,
];
const NOT_ASSISTANT: &[ConversationKind] = &[
    ConversationKind::Direct,
    ConversationKind::Group,
    ConversationKind::Channel,
    ConversationKind::CallLog,
    ConversationKind::Document,
    ConversationKind::Unknown,
];

/// The appearance of a mention with these facts.
pub(crate) fn appearance(facts: Facts) -> Appearance {
    match facts.record_type {
        RecordType::Account => return Appearance::InAccountRecord,
        RecordType::Contact => return Appearance::OnContactCard,
        RecordType::Participant => return Appearance::AsMember,
        RecordType::Message | RecordType::Conversation => {}
    }
    for (places, appearance) in [
        (MEMBER, Appearance::AsMember),
        (TO_TOOL, Appearance::ToTool),
        (BY_TOOL, Appearance::ByTool),
        (CONTEXT, Appearance::InContext),
        (NOTICE, Appearance::InNotice),
        (ACCOUNT, Appearance::InAccountRecord),
    ] {
        if places.contains(&facts.place) {
            return appearance;
        }
    }
    let assistant = facts.kind == ConversationKind::Assistant;
    let document = facts.kind == ConversationKind::Document;
    match facts.role {
        Role::Tool => Appearance::ByTool,
        Role::System if assistant => Appearance::InContext,
        Role::System => Appearance::InNotice,
        Role::Account => Appearance::InAccountRecord,
        Role::Assistant => Appearance::ByAssistant,
        Role::Person if document => Appearance::InDocument,
        // The title of a chat with an assistant was made by it; that of a chat between people names its members.
        Role::Person if facts.record_type == RecordType::Conversation && assistant => Appearance::ByAssistant,
        Role::Person if facts.record_type == RecordType::Conversation => Appearance::AsMember,
        Role::Person if assistant => Appearance::ByYouToAssistant,
        Role::Person if facts.by_owner => Appearance::ByYou,
        Role::Person if matches!(facts.kind, ConversationKind::Group | ConversationKind::Channel) => {
            Appearance::ByOthersInGroup
        }
        Role::Person => Appearance::ByOthers,
    }
}

/// The settings whose mentions have this appearance: boxes that do not overlap.
pub(crate) fn settings(appearance: Appearance) -> Vec<Setting> {
    let of_type = |record_type| Setting {
        record_types: vec![record_type],
        ..Setting::default()
    };
    let at = |places: &[Place]| Setting {
        record_types: IN_CONVERSATION.to_vec(),
        places: places.to_vec(),
        ..Setting::default()
    };
    let spoken = |role, kinds: &[ConversationKind]| Setting {
        roles: vec![role],
        kinds: kinds.to_vec(),
        ..at(SPOKEN)
    };
    let said = |kinds: &[ConversationKind], by_owner| Setting {
        record_types: vec![RecordType::Message],
        by_owner,
        ..spoken(Role::Person, kinds)
    };
    let titled = |kinds: &[ConversationKind]| Setting {
        record_types: vec![RecordType::Conversation],
        ..spoken(Role::Person, kinds)
    };
    match appearance {
        Appearance::InAccountRecord => {
            vec![
                of_type(RecordType::Account),
                at(ACCOUNT),
                spoken(Role::Account, &[]),
            ]
        }
        Appearance::OnContactCard => vec![of_type(RecordType::Contact)],
        Appearance::AsMember => vec![
            of_type(RecordType::Participant),
            at(MEMBER),
            titled(BETWEEN_PEOPLE),
        ],
        Appearance::ToTool => vec![at(TO_TOOL)],
        Appearance::ByTool => vec![at(BY_TOOL), spoken(Role::Tool, &[])],
        Appearance::InContext => vec![at(CONTEXT), spoken(Role::System, &[ConversationKind::Assistant])],
        Appearance::InNotice => vec![at(NOTICE), spoken(Role::System, NOT_ASSISTANT)],
        Appearance::ByAssistant => {
            vec![
                spoken(Role::Assistant, &[]),
                titled(&[ConversationKind::Assistant]),
            ]
        }
        Appearance::InDocument => vec![spoken(Role::Person, &[ConversationKind::Document])],
        Appearance::ByYouToAssistant => vec![said(&[ConversationKind::Assistant], None)],
        Appearance::ByYou => vec![said(BETWEEN_PEOPLE, Some(true))],
        Appearance::ByOthersInGroup => {
            vec![said(
                &[ConversationKind::Group, ConversationKind::Channel],
                Some(false),
            )]
        }
        Appearance::ByOthers => vec![said(
            &[
                ConversationKind::Direct,
                ConversationKind::CallLog,
                ConversationKind::Unknown,
            ],
            Some(false),
        )],
    }
}

impl Appearance {
    /// Every appearance, in the order of the catalogue.
    pub const ALL: [Self; 13] = [
        Self::ByYouToAssistant,
        Self::ByYou,
        Self::ByOthersInGroup,
        Self::ByOthers,
        Self::ByAssistant,
        Self::ToTool,
        Self::ByTool,
        Self::InContext,
        Self::InAccountRecord,
        Self::OnContactCard,
        Self::AsMember,
        Self::InNotice,
        Self::InDocument,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(setting: &Setting, facts: Facts) -> bool {
        fn passes<T: PartialEq>(list: &[T], value: T) -> bool {
            list.is_empty() || list.contains(&value)
        }
        passes(&setting.places, facts.place)
            && passes(&setting.roles, facts.role)
            && passes(&setting.kinds, facts.kind)
            && passes(&setting.record_types, facts.record_type)
            && setting.by_owner.is_none_or(|by_owner| by_owner == facts.by_owner)
    }

    #[test]
    fn every_combination_lies_in_one_box_of_its_own_appearance() {
        let places: Vec<Place> = [MEMBER, TO_TOOL, BY_TOOL, CONTEXT, NOTICE, ACCOUNT, SPOKEN]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let mut kinds = NOT_ASSISTANT.to_vec();
        kinds.push(ConversationKind::Assistant);
        let roles = [
            Role::Person,
            Role::Assistant,
            Role::Tool,
            Role::System,
            Role::Account,
        ];
        let types = [
            RecordType::Message,
            RecordType::Account,
            RecordType::Conversation,
            RecordType::Participant,
            RecordType::Contact,
        ];
        for &place in &places {
            for &kind in &kinds {
                for role in roles {
                    for record_type in types {
                        for by_owner in [false, true] {
                            let facts = Facts {
                                record_type,
                                place,
                                role,
                                kind,
                                by_owner,
                            };
                            let boxes: Vec<Appearance> = Appearance::ALL
                                .into_iter()
                                .flat_map(|one| settings(one).into_iter().map(move |setting| (one, setting)))
                                .filter(|(_, setting)| holds(setting, facts))
                                .map(|(one, _)| one)
                                .collect();
                            assert_eq!(boxes, [appearance(facts)], "{facts:?}");
                        }
                    }
                }
            }
        }
    }
}
