#![allow(clippy::print_stdout, missing_docs)]
use teltale_model::Region;
fn main() {
    if let Some(file) = std::env::args().nth(1) {
        let text = std::fs::read_to_string(file).unwrap();
        let finder = teltale_phone::Finder::new();
        let us: Vec<Region> = Region::new("US").into_iter().collect();
        for _ in 0..3 {
            let start = std::time::Instant::now();
            let mut out = Vec::new();
            let mut n = 0;
            for line in text.lines() {
                out.clear();
                finder.find(line, &us, &mut out);
                n += out.len();
            }
            println!(
                "{n} {:.0} MB/s",
                text.len() as f64 / 1e6 / start.elapsed().as_secs_f64()
            );
        }
        return;
    }
    let finder = teltale_phone::Finder::new();
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let Some((regions, text)) = line.split_once('|') else {
            continue;
        };
        let text = text.replace("\\n", "\n");
        let regions: Vec<Region> = regions.split(',').filter_map(Region::new).collect();
        let mut out = Vec::new();
        finder.find(&text, &regions, &mut out);
        println!("{regions:?} {text:?}");
        for m in &out {
            println!(
                "    {:?} {:?} {:?} {:?} {:?} {:?} cand={}",
                &text[m.start as usize..m.end as usize],
                m.number.as_ref().map(|n| n.as_str()),
                m.certainty,
                m.class,
                m.line_type,
                m.reasons,
                m.candidates
                    .iter()
                    .map(|c| format!("{}:{}", c.region, c.number.as_str()))
                    .collect::<Vec<_>>()
                    .join(" ")
            );
        }
        for r in finder.rejections(&text, &regions) {
            println!("    - {:?} {}", &text[r.start as usize..r.end as usize], r.rule);
        }
    }
}
