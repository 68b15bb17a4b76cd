//! What a walk lists and what opening refuses, on a real tree.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use teltale_archive::{Refusal, Root, Walked, identity, walk};

/// What a walk gives, and what opening each file gives, as lines.
fn listed(root: &Path) -> String {
    let mut lines = String::new();
    walk(root, &mut |walked| {
        match walked {
            Walked::File { path, size } => {
                let opened = match Root::new(root).and_then(|root| root.open(&path)) {
                    Ok(file) => format!("{} bytes", identity(&file).unwrap().size),
                    Err(why) => why.to_string(),
                };
                writeln!(
                    lines,
                    "{}: {size} bytes listed, {opened}",
                    path.as_os_str().as_bytes().escape_ascii()
                )
                .unwrap();
            }
            Walked::Refused { path, why } => {
                writeln!(lines, "{}: {why}", path.as_os_str().as_bytes().escape_ascii()).unwrap();
            }
        }
        ControlFlow::Continue(())
    });
    lines
}

#[test]
fn a_tree_of_traps() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("b.txt"), "bb").unwrap();
    fs::write(root.join("a.txt"), "a").unwrap();
    fs::write(root.join(std::ffi::OsStr::from_bytes(b"not-utf8-\xff")), "").unwrap();
    fs::create_dir(root.join("sub")).unwrap();
    fs::write(root.join("sub/c.txt"), "ccc").unwrap();
    symlink("..", root.join("sub/loop")).unwrap();
    symlink("/etc/passwd", root.join("link")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        root.join("pipe"),
        rustix::fs::FileType::Fifo,
        0o600.into(),
        0,
    )
    .unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.join("socket")).unwrap();
    fs::create_dir(root.join("case")).unwrap();
    fs::write(root.join("case/teltale-case"), "").unwrap();
    fs::write(root.join("case/case.db"), "own").unwrap();
    assert_eq!(
        listed(root),
        "a.txt: 1 bytes listed, 1 bytes\n\
         b.txt: 2 bytes listed, 2 bytes\n\
         case: not read: it belongs to a case of Teltale's own\n\
         link: not read: it is a symbolic link, which is not followed\n\
         not-utf8-\\xff: 0 bytes listed, 0 bytes\n\
         pipe: not read: it is a pipe\n\
         socket: not read: it is a socket\n\
         sub/c.txt: 3 bytes listed, 3 bytes\n\
         sub/loop: not read: it is a symbolic link, which is not followed\n"
    );
    assert_eq!(listed(&root.join("a.txt")), ": 1 bytes listed, 1 bytes\n");
    assert_eq!(
        listed(&root.join("case/case.db")),
        ": not read: it belongs to a case of Teltale's own\n"
    );
    assert_eq!(
        listed(&root.join("missing")),
        ": cannot be read: entity not found\n"
    );
}

#[test]
fn opening_refuses_what_is_no_file_or_outside() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("outside.txt"), "outside").unwrap();
    let inside = folder.path().join("inside");
    fs::create_dir_all(inside.join("sub")).unwrap();
    fs::write(inside.join("a.txt"), "a").unwrap();
    symlink("../outside.txt", inside.join("link")).unwrap();
    symlink("..", inside.join("up")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        inside.join("pipe"),
        rustix::fs::FileType::Fifo,
        0o600.into(),
        0,
    )
    .unwrap();
    let root = Root::new(&inside).unwrap();
    assert!(root.open(Path::new("a.txt")).is_ok());
    let refusals = [
        "link",
        "up/outside.txt",
        "pipe",
        "sub",
        "../outside.txt",
        "/etc/hostname",
        "missing",
    ]
    .map(|path| (path, root.open(Path::new(path)).unwrap_err().to_string()));
    assert_eq!(
        refusals.map(|(path, why)| format!("{path}: {why}")),
        [
            "link: not read: it is a symbolic link, which is not followed",
            "up/outside.txt: not read: it is a symbolic link, which is not followed",
            "pipe: not read: it is a pipe",
            "sub: not read: it is a folder",
            "../outside.txt: cannot be read: cross-device link or rename",
            "/etc/hostname: cannot be read: cross-device link or rename",
            "missing: cannot be read: entity not found",
        ]
    );
}

#[test]
fn a_folder_without_permission_is_told_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("closed")).unwrap();
    fs::write(folder.path().join("closed/a.txt"), "a").unwrap();
    fs::write(folder.path().join("open.txt"), "b").unwrap();
    fs::set_permissions(folder.path().join("closed"), fs::Permissions::from_mode(0o000)).unwrap();
    let lines = listed(folder.path());
    fs::set_permissions(folder.path().join("closed"), fs::Permissions::from_mode(0o700)).unwrap();
    // Whoever may read everything is told nothing.
    let closed = if rustix::process::geteuid().is_root() {
        "closed/a.txt: 1 bytes listed, 1 bytes\n"
    } else {
        "closed: cannot be read: permission denied\n"
    };
    assert_eq!(lines, format!("{closed}open.txt: 1 bytes listed, 1 bytes\n"));
}

#[test]
fn a_change_shows_in_the_identity() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "one").unwrap();
    let file = Root::new(&path).unwrap().open(Path::new("")).unwrap();
    let before = identity(&file).unwrap();
    assert_eq!(identity(&file).unwrap(), before);
    fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap()
        .set_len(1)
        .unwrap();
    assert_ne!(identity(&file).unwrap(), before);
}

#[test]
fn a_walk_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b", "c"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let mut count = 0;
    walk(folder.path(), &mut |_| {
        count += 1;
        if count == 2 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(count, 2);
    assert_eq!(
        Root::new(&folder.path().join("none")).unwrap_err(),
        Refusal::Unreadable(std::io::ErrorKind::NotFound)
    );
}
