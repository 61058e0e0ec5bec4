//! The HTML report in a real browser.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::reports::RUNS;
use crate::support::chromium;

/// Runs it to its end, within bounds.
fn run(mut command: Command) -> (String, String) {
    let out = tempfile::NamedTempFile::new().unwrap();
    let err = tempfile::NamedTempFile::new().unwrap();
    let mut child = command
        .stdout(out.reopen().unwrap())
        .stderr(err.reopen().unwrap())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(90) {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the browser did not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let read = |file: &tempfile::NamedTempFile| {
        String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned()
    };
    (read(&out), read(&err))
}

#[test]
fn a_browser_shows_the_page_and_fetches_nothing() {
    let Some(program) = chromium::program("HTML in a browser") else {
        return;
    };
    let profile = tempfile::tempdir().unwrap();
    let open = |file: &Path| {
        let mut command = chromium::command(&program, profile.path());
        command
            .arg("--dump-dom")
            .arg(format!("file://{}", file.display()));
        run(command)
    };
    for wanted in ["sound", "leak", "unproven"] {
        let (_, reports) = RUNS.iter().find(|(name, _)| *name == wanted).unwrap();
        let (dom, log) = open(&reports.world.work().join("report.html"));
        assert!(!log.contains("CONSOLE"), "{wanted} {log}");
        assert!(
            dom.contains(&format!("<h1>{wanted}</h1>")),
            "{wanted} {dom}"
        );
        assert_eq!(
            dom.contains("id=\"P05:notes:list:user\""),
            wanted == "leak",
            "{dom}"
        );
        if wanted == "leak" {
            for part in [
                "<main>",
                "scope=\"row\"",
                "LEAK",
                "$TOKEN",
                "id=\"remedies\"",
            ] {
                assert!(dom.contains(part), "{part} {dom}");
            }
        }
    }
    // The control: a page that did try to run or fetch something would be heard of.
    let (_, reports) = &RUNS[0];
    let page = reports.text("html").replace(
        "<main>",
        "<main><script>document.title='ran'</script><img src=\"http://127.0.0.1:9/x\">",
    );
    let (dom, log) = open(&reports.world.file("hostile.html", page));
    assert!(
        log.contains("CONSOLE") && log.contains("Content Security Policy"),
        "{log}"
    );
    assert!(!dom.contains("<title>ran</title>"), "{dom}");
}

/// Relative luminance, WCAG 2.2.
fn luminance(hex: &str) -> f64 {
    let hex = hex.trim_start_matches('#');
    let wide: String = if hex.len() == 3 {
        hex.chars().flat_map(|c| [c, c]).collect()
    } else {
        hex.to_owned()
    };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

#[test]
fn every_pair_of_colours_has_contrast_enough() {
    let style = include_str!("../../src/output/formats/html/page.css");
    let palettes: Vec<&str> = style.split(":root {").skip(1).collect();
    assert_eq!(palettes.len(), 2, "light and dark");
    for palette in palettes {
        let palette = palette.split('}').next().unwrap();
        let colour = |name: &str| {
            let at = palette.split(&format!("--{name}: ")).nth(1).unwrap();
            luminance(at.split(';').next().unwrap())
        };
        for (front, back) in [
            ("text", "back"),
            ("text", "panel"),
            ("text", "good-back"),
            ("text", "bad-back"),
            ("text", "warn-back"),
            ("dim", "back"),
            ("dim", "panel"),
            ("good", "good-back"),
            ("bad", "bad-back"),
            ("warn", "warn-back"),
        ] {
            let (a, b) = (colour(front), colour(back));
            let ratio = (a.max(b) + 0.05) / (a.min(b) + 0.05);
            assert!(ratio >= 4.5, "{front} on {back}: {ratio:.2}{palette}");
        }
    }
}
