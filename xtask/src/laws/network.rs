//! Nothing under crates/ knows a network or an async runtime, not even the one in the standard library.

use super::Tree;
use super::arrows::dependencies;

const RUNTIMES: &[&str] = &[
    "tokio",
    "async-std",
    "smol",
    "futures",
    "mio",
    "socket2",
    "hyper",
    "reqwest",
    "ureq",
    "curl",
    "isahc",
    "rustls",
    "native-tls",
    "openssl",
    "quinn",
    "tungstenite",
];
const SOCKETS: &[&str] = &["std::net::", "TcpStream", "TcpListener", "UdpSocket", "async fn "];

pub(super) fn breaches(tree: &Tree) -> Vec<String> {
    let product = |path: &str| path.starts_with("crates/") || path.starts_with("src-tauri/");
    let mut breaches = Vec::new();
    for (path, manifest) in tree.texts("Cargo.toml").filter(|(path, _)| product(path)) {
        breaches.extend(
            dependencies(manifest)
                .filter(|name| RUNTIMES.contains(name))
                .map(|name| format!("{path}: {name}")),
        );
    }
    for (path, text) in tree
        .product_code()
        .filter(|(path, _)| path.starts_with("crates/") && !path.starts_with("crates/sandbox/"))
    {
        let code = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (at, line) in code {
            // `Shutdown` names the end of a local socket too, as between us and the worker.
            let line = line.replace("std::net::Shutdown", "");
            if let Some(word) = SOCKETS.iter().find(|word| line.contains(**word)) {
                breaches.push(format!("{path}:{}: `{}`", at + 1, word.trim()));
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_and_a_runtime() {
        let found = breaches(&Tree::of(&[
            ("crates/audit/Cargo.toml", "[dependencies]\ntokio = \"1\"\n"),
            (
                "crates/audit/src/scan.rs",
                "// no TcpStream here\nlet s = TcpStream::connect(x);",
            ),
            ("tests/Cargo.toml", "[dependencies]\ntokio = \"1\"\n"),
        ]));
        assert_eq!(
            found,
            [
                "crates/audit/Cargo.toml: tokio",
                "crates/audit/src/scan.rs:2: `TcpStream`"
            ]
        );
    }
}
