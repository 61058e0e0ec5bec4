//! What the catalogue says of a trouble.

/// An entry of the catalogue.
///
/// `means`, `because` and `cure` are lower-case fragments without a full stop, as error messages
/// are: they also stand behind `note:` and `help:`.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// Stable codes, the first of which names the entry. The further ones are the same trouble
    /// found out elsewhere, such as by this program before Hasura does.
    pub codes: &'static [&'static str],
    /// In a few words; empty for a rule, whose words are the linter's.
    pub title: &'static str,
    /// What servers, SDKs and libraries say when it happens; `…` stands for anything.
    pub says: &'static [&'static str],
    /// What has happened.
    pub means: &'static str,
    /// Usual causes in the order of their likelihood, each with how to tell it from the others.
    pub causes: &'static [(&'static str, &'static str)],
    /// What to do.
    pub cure: &'static str,
    /// Where it is written down: `hasura §2.2` is a chapter of docs/contracts, `owner/name#1` a
    /// thread on GitHub.
    pub sources: &'static [&'static str],
    /// Misbehaviours of the sandbox that show it.
    pub faults: &'static [&'static str],
    /// Tests that bring it about: file and function.
    pub tests: &'static [(&'static str, &'static str)],
}

impl Trouble {
    /// The code that names the entry.
    pub(crate) const fn code(&self) -> &'static str {
        // The macro lets no entry pass without one.
        self.codes[0]
    }
}

/// Makes the entries of a file.
macro_rules! troubles {
    ($($($code:literal)+ : $title:literal {
        $(says $($text:literal)+;)?
        means $means:literal;
        $(cause $because:literal => $tell:literal;)+
        cure $cure:literal;
        $(see $($source:literal)+;)?
        $(faults $($fault:literal)+;)?
        $(test $file:literal $name:literal;)*
    })*) => {
        /// The entries of this file.
        pub(super) const ALL: &[$crate::troubles::Trouble] = &[$($crate::troubles::Trouble {
            codes: &[$($code),+],
            title: $title,
            says: &[$($($text),+)?],
            means: $means,
            causes: &[$(($because, $tell)),+],
            cure: $cure,
            sources: &[$($($source),+)?],
            faults: &[$($($fault),+)?],
            tests: &[$(($file, $name)),*],
        }),*];
    };
}

pub(super) use troubles;
