//! Words beside a candidate that say which other number it is.

use super::Rule;
use crate::words::{Surroundings, Word};

/// The rules as they are listed; [`words_reject`] decides.
pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "order-word",
        rejects: |_| false,
        examples: &[
            ("order 2025550143", "US"),
            ("invoice no. 2025550143", "US"),
            ("Bestellnummer 2025550143", "US"),
            ("invoice 2025-550-143", "US"),
        ],
    },
    Rule {
        name: "paper-word",
        rejects: |_| false,
        examples: &[("ISSN 6123-4567", "SG"), ("BSN 612345678", "NL")],
    },
    Rule {
        name: "identifier-word",
        rejects: |_| false,
        examples: &[
            ("tg user id 2025550143", "US"),
            ("Kundennummer: 2025550143", "US"),
        ],
    },
    Rule {
        name: "code-word",
        rejects: |_| false,
        examples: &[("your code is 61234567", "SG"), ("PIN 61234567", "SG")],
    },
    Rule {
        name: "money-word",
        rejects: |_| false,
        examples: &[("EUR 61234567", "SG"), ("2025550143 USD", "US")],
    },
    Rule {
        name: "amount-word",
        rejects: |_| false,
        examples: &[("2025550143 people", "US"), ("61234567 views", "SG")],
    },
    Rule {
        name: "date-word",
        rejects: |_| false,
        examples: &[("timestamp 2025550143", "US")],
    },
    Rule {
        name: "place-word",
        rejects: |_| false,
        examples: &[("pages 6123-4567", "SG"), ("flight 61234567", "SG")],
    },
];

/// What the words around a candidate do to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// Nothing speaks against it.
    Free,
    /// A word speaks against it, but its form speaks for it.
    Doubted,
    /// Removed by this rule.
    Rejected(&'static str),
}

/// Weighs the nearest word that speaks against a number. `bare` has no separators, `formed` has the groups of its plan.
pub(crate) fn words_reject(surroundings: &Surroundings, bare: bool, formed: bool) -> Verdict {
    let Some((word, distance)) = surroundings.counter else {
        return Verdict::Free;
    };
    let Some(rule) = word.rule() else {
        return Verdict::Free;
    };
    let reach = match word {
        Word::Paper | Word::Order | Word::Identifier | Word::Code => 3,
        Word::Money | Word::Date | Word::Place => 1,
        Word::Amount | Word::Phone | Word::Number => 0,
    };
    if bare && distance <= reach {
        return Verdict::Rejected(rule);
    }
    match word {
        Word::Paper | Word::Place if distance <= 1 => Verdict::Rejected(rule),
        _ if distance > 2 => Verdict::Free,
        _ if formed => Verdict::Doubted,
        _ => Verdict::Rejected(rule),
    }
}
