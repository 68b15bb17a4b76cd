//! `generate KIND SIZE PATH`: writes a large made-up export to measure with.
#![allow(clippy::print_stderr)]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use teltale_tests::made;

const USAGE: &str = "generate KIND SIZE PATH
  chatgpt  MB     one line of JSON, as ChatGPT exports it
  whatsapp MB     a chat, as an Android phone exports it
  table    MB     the same kind of messages as CSV
  names    COUNT  a folder of very many small files
  mixed    COUNT  a folder with a bit of everything, two megabytes each";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, size, path] = arguments.as_slice() else {
        return usage();
    };
    let Ok(size) = size.parse::<u64>() else {
        return usage();
    };
    let path = Path::new(path);
    let written = match kind.as_str() {
        "chatgpt" => file(path, |to| made::chatgpt(to, size * 1_000_000)),
        "whatsapp" => file(path, |to| made::whatsapp(to, size * 1_000_000)),
        "table" => file(path, |to| made::table(to, size * 1_000_000)),
        "names" => made::names(path, size),
        "mixed" => made::mixed(path, size),
        _ => return usage(),
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write \"{}\": {error}", path.display());
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

fn file(path: &Path, make: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(1 << 20, File::create(path)?);
    make(&mut to)?;
    to.flush()
}
