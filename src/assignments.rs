//! Where assignments stand in a text of `NAME=value` lines: `.env` files, and what a shell sources.
//!
//! What a value says is for its reader to tell; here is only where it begins.

/// One line with an assignment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assignment<'t> {
    pub(crate) name: &'t str,
    /// Written with `export`: for a shell.
    pub(crate) exported: bool,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// Where the value starts in the text, behind the `=`.
    pub(crate) start: usize,
}

/// All of them. A line inside a quoted value may look like one, too.
pub(crate) fn assignments(text: &str) -> impl Iterator<Item = Assignment<'_>> {
    let mut offset = 0;
    text.split_inclusive('\n')
        .enumerate()
        .filter_map(move |(index, line)| {
            let begin = offset;
            offset += line.len();
            let (left, _) = line.split_once('=')?;
            let bare = left.trim();
            let exported = bare.strip_prefix("export ").map(str::trim_start);
            Some(Assignment {
                name: exported.unwrap_or(bare),
                exported: exported.is_some(),
                line: index + 1,
                start: begin + left.len() + 1,
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_where_it_stands() {
        let text = "# a=b\nA=1\r\n\nnothing\n export  B = 2\n";
        let found: Vec<_> = assignments(text)
            .map(|one| (one.name, one.exported, one.line, &text[one.start..]))
            .collect();
        assert_eq!(
            found,
            [
                ("# a", false, 1, "b\nA=1\r\n\nnothing\n export  B = 2\n"),
                ("A", false, 2, "1\r\n\nnothing\n export  B = 2\n"),
                ("B", true, 5, " 2\n"),
            ]
        );
    }
}
