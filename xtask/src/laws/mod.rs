//! The laws of the house, each a function from the tree of files to its breaches.
//!
//! A law reads text, not meaning: it is there to catch the first slip, in a second, with a sentence that says what
//! to do. Each stands in a file of its own, with a test that breaks it.

pub(crate) mod arrows;
mod decisions;
mod files;
mod formats;
pub(crate) mod graph;
pub(crate) mod names;
mod network;
mod numbers;
mod openings;
mod paths;
mod sql;
mod tree;
mod window;

pub(crate) use tree::Tree;

/// A law and what it says.
pub(crate) struct Law {
    pub says: &'static str,
    pub breaches: fn(&Tree) -> Vec<String>,
}

/// Every law.
pub(crate) const LAWS: &[Law] = &[
    Law {
        says: "every arrow between rooms points down",
        breaches: arrows::breaches,
    },
    Law {
        says: "only archive opens a user's file",
        breaches: files::breaches,
    },
    Law {
        says: "only index writes SQL",
        breaches: sql::breaches,
    },
    Law {
        says: "only src-tauri knows the window's engine, only ui/src/lib/api.ts talks to it",
        breaches: window::breaches,
    },
    Law {
        says: "nothing under crates/ knows a network or an async runtime",
        breaches: network::breaches,
    },
    Law {
        says: "fixtures, tests and documents hold only reserved numbers",
        breaches: numbers::breaches,
    },
    Law {
        says: "every file says in its first line what it is for, and leaves nothing for later",
        breaches: openings::breaches,
    },
    Law {
        says: "a file's name says what is in it",
        breaches: names::breaches,
    },
    Law {
        says: "no path of anybody's machine",
        breaches: paths::breaches,
    },
    Law {
        says: "every format has a page, every page a format",
        breaches: formats::breaches,
    },
    Law {
        says: "a decision has a number of its own, its context and the decision",
        breaches: decisions::breaches,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_hold() {
        let tree = Tree::read();
        let broken: Vec<String> = LAWS
            .iter()
            .flat_map(|law| {
                (law.breaches)(&tree)
                    .into_iter()
                    .map(move |breach| format!("{}: {breach}", law.says))
            })
            .collect();
        assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
    }
}
