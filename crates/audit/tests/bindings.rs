//! The TypeScript twins in `ui/src/lib/bindings/` are what the views say today.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use teltale_audit::show::*;
use ts_rs::{Config, TS};

fn export(to: &Path) {
    let config = Config::new().with_large_int("number").with_out_dir(to);
    macro_rules! roots {
        ($($view:ty),* $(,)?) => {$( <$view>::export_all(&config).expect("the folder can be written"); )*};
    }
    roots!(
        CaseRow,
        Changes,
        ChangeKind,
        Page<ChangedMessage>,
        CountriesInPlay,
        Exposure,
        ForgetReceipt,
        Settings,
        ConversationPage,
        ConversationRow,
        MentionView,
        MentionFilter,
        MentionRow,
        Verified,
        NumberFilter,
        NumberOrder,
        NumberPage,
        NumberRow,
        Revealed,
        Overview,
        OwnersPage,
        PageRequest,
        Page<NumberRow>,
        ScanProgress,
        SearchResult,
        EntryRow,
        SourceRow,
        FindingList,
        FindingFilter,
        FindingPage,
        Triage,
    );
    let names = files(to)
        .into_keys()
        .map(|name| name.trim_end_matches(".ts").to_owned());
    let barrel: String = names
        .map(|name| format!("export type {{ {name} }} from \"./{name}\";\n"))
        .collect();
    fs::write(to.join("index.ts"), barrel).expect("the folder can be written");
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let Ok(listing) = fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    listing
        .map(|file| file.expect("a listed file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ts"))
        .map(|path| {
            let name = path
                .file_name()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("text"))
        })
        .collect()
}

#[test]
fn typescript_twins_are_not_stale() {
    let fresh = tempfile::tempdir().expect("a temporary folder");
    export(fresh.path());
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/bindings");
    if std::env::var_os("TELTALE_BLESS").is_some() {
        let _ = fs::remove_dir_all(&committed);
        fs::create_dir_all(&committed).expect("the folder can be made");
        for (name, text) in files(fresh.path()) {
            fs::write(committed.join(name), text).expect("the folder can be written");
        }
    }
    let (fresh, committed) = (files(fresh.path()), files(&committed));
    let stale: Vec<_> = fresh
        .keys()
        .chain(committed.keys())
        .filter(|name| fresh.get(*name) != committed.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "{stale:?} differ from the Rust views; run: cargo xtask bless"
    );
}
