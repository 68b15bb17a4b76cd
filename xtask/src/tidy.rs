//! `cargo xtask tidy`: asks every law of the house, in a second.

use crate::laws::{self, Tree};
use crate::{Command, Outcome, Trouble};

pub(crate) const COMMAND: Command = Command {
    name: "tidy",
    arguments: "",
    help: "ask the laws of the house only: arrows, doors, names, numbers",
    run: tidy,
};

fn tidy(_: &[String]) -> Outcome {
    let tree = Tree::read();
    let mut broken = 0;
    for law in laws::LAWS {
        let breaches = (law.breaches)(&tree);
        println!(
            "{} {}",
            if breaches.is_empty() { "holds " } else { "BROKEN" },
            law.says
        );
        for breach in &breaches {
            println!("         {breach}");
        }
        broken += usize::from(!breaches.is_empty());
    }
    for long in laws::names::long_files(&tree) {
        println!("note   {long}");
    }
    if broken == 0 {
        Ok(())
    } else {
        Err(Trouble::Failed(format!("{broken} laws are broken")))
    }
}
