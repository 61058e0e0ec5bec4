//! Answers in a dotenv file.

/// Puts values where the template has `NAME=`; its comments stay.
///
/// The values are ports, URLs and plain names, which need no quotes in any dialect of these
/// files; callers see to that.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let lines = template.lines().map(|line| {
        let name = line.split_once('=').map(|(name, _)| name);
        match values.iter().find(|(wanted, _)| Some(*wanted) == name) {
            Some((name, value)) => format!("{name}={value}\n"),
            None => format!("{line}\n"),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_replace_values_and_nothing_else() {
        let template = "# PORT=1 is an example\nPORT=1\nPORT_2=\n\nURL=a=b\n";
        let filled = fill(
            template,
            &[("PORT", "4001".into()), ("URL", "http://x.test".into())],
        );
        assert_eq!(
            filled,
            "# PORT=1 is an example\nPORT=4001\nPORT_2=\n\nURL=http://x.test\n"
        );
    }
}
