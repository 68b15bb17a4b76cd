//! What the core says in English, written down for the window: the texts its catalogue takes over, and a sample of every
//! sentence it must say the same way.

use serde::Serialize;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use teltale_audit::catalogue::catalogue;
use teltale_audit::model::{ProblemKind, UnreadKind};
use teltale_audit::show::{Appearance, Link, NotRead, NumberId, Rest, Sentence, Target, Warning, Way, Why};
use teltale_formats::{Head, recognise};

/// A sample: what the window is handed, and what the core says of it.
#[derive(Serialize)]
struct Sample {
    of: &'static str,
    value: serde_json::Value,
    english: String,
}

fn sample(of: &'static str, value: impl Serialize + Display) -> Sample {
    let english = value.to_string();
    let mut value = serde_json::to_value(value).expect("views are JSON");
    // Whether members keep their order hangs on what else is built beside this.
    value.sort_all_objects();
    Sample { of, value, english }
}

fn link<T>(what: T) -> Link<T> {
    Link::new(what, Target::Number { number: NumberId(7) })
}

/// Every sentence, with one and with several of what it counts, and each of its turns.
fn sentences() -> Vec<Sentence> {
    let number = || link("+44 •••• ••••23".to_owned());
    let mut all = Vec::new();
    for (title, urged) in [("", false), ("Canal Walk", true)] {
        let chat = || link(title.to_owned());
        all.push(Sentence::HelplineTurnedMobile {
            chat: chat(),
            number: number(),
            urged,
        });
        for answers in [1, 2] {
            all.push(Sentence::Volunteered {
                chat: chat(),
                number: number(),
                answers,
                urged,
            });
        }
        all.push(Sentence::AlteredCopy {
            chat: chat(),
            number: number(),
            urged,
        });
        all.push(Sentence::Endorsed {
            chat: chat(),
            number: number(),
        });
        all.push(Sentence::SentToTool {
            chat: chat(),
            number: number(),
        });
        all.push(Sentence::ExposedWithoutTyping {
            number: number(),
            chat: chat(),
        });
        all.push(Sentence::OriginNotRecorded {
            chat: chat(),
            number: number(),
            urged,
        });
        for others in [1, 1234] {
            all.push(Sentence::MineShown {
                number: number(),
                chat: chat(),
                others,
            });
        }
    }
    for many in [1, 1234] {
        all.push(Sentence::AccountSilo {
            number: number(),
            places: link(many),
        });
        all.push(Sentence::HiddenContext {
            number: number(),
            places: link(many),
        });
        all.push(Sentence::GivenAway {
            number: number(),
            conversations: link(many),
        });
        for uncertain in [false, true] {
            all.push(Sentence::PassedOn {
                number: number(),
                conversations: link(many),
                uncertain,
            });
        }
        all.push(Sentence::NumbersAppear {
            numbers: link(many),
            times: link(many),
            whose: link(()),
        });
        all.push(Sentence::NothingSent {
            proof: link(()),
            read: link(many),
            changed: many - 1,
        });
        for given in [None, Some(link(1)), Some(link(1234))] {
            all.push(Sentence::AssistantsWrote {
                numbers: link(many),
                places: link(many),
                given: given.clone(),
            });
            all.push(Sentence::AssistantsSilent {
                conversations: link(many),
                given: given.clone(),
            });
            for urged in [0, 1, many] {
                all.push(Sentence::AssistantsVolunteered {
                    answers: link(many),
                    urged,
                    given: given.clone(),
                });
            }
        }
        for (failed, unread, passed_over) in [
            (0, 0, 0),
            (many, 0, 0),
            (0, many, 0),
            (0, 0, many),
            (many, many, many),
        ] {
            all.push(Sentence::NothingFound {
                records: many,
                files: many,
                ledger: link(()),
                failed,
                unread,
                passed_over,
            });
        }
    }
    for (outside, typed, unread) in [(0, 0, 0), (1, 1, 1), (1234, 1234, 1234)] {
        all.push(Sentence::OutsideAccount {
            source: link("chatgpt.zip".to_owned()),
            outside: link(outside),
            typed: link(typed),
            messages: outside + 1,
            tool_results: typed,
            context: unread,
            unread,
        });
    }
    let ways = [
        Appearance::ByYouToAssistant,
        Appearance::ByYou,
        Appearance::ByOthersInGroup,
        Appearance::ByOthers,
        Appearance::ByAssistant,
        Appearance::ToTool,
        Appearance::ByTool,
        Appearance::InContext,
        Appearance::InAccountRecord,
        Appearance::OnContactCard,
        Appearance::AsMember,
        Appearance::InNotice,
        Appearance::InDocument,
    ];
    for (numbers, ending, conversations, owner_known) in [
        (1, "23", 1, true),
        (1, "", 2, false),
        (2, "", 2, true),
        (1234, "", 1, false),
    ] {
        let way = |appearance| {
            link(Way {
                appearance,
                times: numbers,
                conversations,
                owner_known,
            })
        };
        for ways in [Vec::new(), ways.iter().copied().map(way).collect()] {
            all.push(Sentence::MineAppear {
                numbers: link(numbers),
                ending: ending.to_owned(),
                times: link(numbers),
                ways,
            });
        }
    }
    all
}

fn samples() -> Vec<Sample> {
    let mut all: Vec<Sample> = sentences()
        .into_iter()
        .map(|one| sample("sentence", one))
        .collect();
    all.extend(
        [
            NotRead::Unread {
                kind: UnreadKind::Audio,
            },
            NotRead::ToolData,
            NotRead::Start,
            NotRead::Attachments { count: 1 },
            NotRead::Attachments { count: 1234 },
        ]
        .map(|one| sample("notRead", one)),
    );
    for (places, at_least) in [(1, false), (1234, true)] {
        let kind = ProblemKind::CutOff;
        all.push(sample(
            "warning",
            Warning {
                kind,
                places,
                at_least,
            },
        ));
    }
    let what = || Why::said("no given password opens it");
    all.extend(
        [
            what(),
            what().with(Rest::Nothing),
            what().with(Rest::Before { records: 1 }),
            what().with(Rest::Before { records: 1234 }),
            what().with(Rest::AllBut {
                failed: 1,
                records: 1,
            }),
            what().with(Rest::AllBut {
                failed: 1234,
                records: 1234,
            }),
            Why::default().with(Rest::AllBut {
                failed: 2,
                records: 0,
            }),
            Why::default().with(Rest::SameAs {
                path: "a/b.txt".to_owned(),
            }),
        ]
        .map(|one| sample("why", one)),
    );
    all
}

/// Why the fixtures of all formats are recognised.
fn reasons() -> Vec<String> {
    let mut folders = vec![root().join("crates/formats/fixtures")];
    let mut reasons = Vec::new();
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).expect("a folder") {
            let path = item.expect("a listed file").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).expect("a fixture");
            let head = Head {
                name: path
                    .file_name()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default(),
                bytes: &bytes[..bytes.len().min(Head::SIZE)],
                whole: bytes.len() <= Head::SIZE,
            };
            reasons.extend(recognise(&head).map(|(_, reason)| reason.to_owned()));
        }
    }
    reasons
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn check(file: &str, value: &impl Serialize) {
    let path = root().join(file);
    let mut fresh = serde_json::to_string_pretty(value).expect("JSON");
    fresh.push('\n');
    if std::env::var_os("TELTALE_BLESS").is_some() {
        fs::write(&path, &fresh).expect("the file can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == fresh,
        "{file} is not what the core says; run: cargo xtask bless"
    );
}

#[test]
fn the_window_has_the_cores_own_english() {
    check("ui/src/words/core/core.json", &catalogue(reasons()));
}

#[test]
fn the_windows_tests_have_a_sample_of_every_sentence() {
    check("ui/tests/said.json", &samples());
}
