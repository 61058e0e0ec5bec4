"""Writes the Homebrew formula and the Scoop manifest of a release from its checksums.

    manifests.py VERSION REPOSITORY SHA256SUMS OUT

REPOSITORY is the URL of the project at GitHub. OUT gets st-hasura.rb and st-hasura.json. An
archive without a checksum is an error: a manifest is whole or not written.
"""

import json
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Homebrew's names of the machines, and the archive that each gets.
BREW = {
    ("macos", "arm"): "aarch64-apple-darwin",
    ("macos", "intel"): "x86_64-apple-darwin",
    ("linux", "arm"): "aarch64-unknown-linux-musl",
    ("linux", "intel"): "x86_64-unknown-linux-musl",
}
SCOOP = "x86_64-pc-windows-msvc"
# Homebrew wants fewer than 80 characters.
SHORT = "Set up, test and prove SuperTokens + Hasura authentication"


class Release:
    """What is known of a release: where its archives are, and their checksums."""

    def __init__(self, version: str, repository: str, sums: str) -> None:
        self.version = version
        self.repository = repository.rstrip("/")
        self.sums = {}
        for line in sums.splitlines():
            match = re.fullmatch(r"([0-9a-f]{64}) [ *](\S+)", line)
            if match is None:
                sys.exit(f"not a line of checksums: {line!r}")
            self.sums[match[2]] = match[1]

    def archive(self, target: str, suffix: str, version: str = "") -> str:
        version = version or self.version
        return f"st-hasura-{version}-{target}{suffix}"

    def url(self, archive: str, version: str = "") -> str:
        version = version or self.version
        return f"{self.repository}/releases/download/v{version}/{archive}"

    def sha256(self, archive: str) -> str:
        if archive not in self.sums:
            sys.exit(f"no checksum of {archive}")
        return self.sums[archive]


def formula(release: Release, about: dict) -> str:
    lines = [
        "class StHasura < Formula",
        f'  desc "{SHORT}"',
        f'  homepage "{release.repository}"',
        f'  version "{release.version}"',
        f'  license "{about["license"]}"',
    ]
    for system in ("macos", "linux"):
        lines += ["", f"  on_{system} do"]
        for processor in ("arm", "intel"):
            archive = release.archive(BREW[system, processor], ".tar.gz")
            lines += [
                f"    on_{processor} do",
                f'      url "{release.url(archive)}"',
                f'      sha256 "{release.sha256(archive)}"',
                "    end",
            ]
        lines += ["  end"]
    lines += [
        "",
        "  def install",
        '    bin.install "st-hasura"',
        '    man1.install Dir["man/*.1"]',
        '    bash_completion.install "completions/st-hasura.bash" => "st-hasura"',
        '    zsh_completion.install "completions/_st-hasura"',
        '    fish_completion.install "completions/st-hasura.fish"',
        "  end",
        "",
        "  test do",
        '    assert_match version.to_s, shell_output("#{bin}/st-hasura --version")',
        '    assert_match "verdict: sound", shell_output("#{bin}/st-hasura demo")',
        "  end",
        "end",
    ]
    return "\n".join(lines) + "\n"


def manifest(release: Release, about: dict) -> str:
    archive = release.archive(SCOOP, ".zip")
    # Scoop puts the version of an update where `$version` stands.
    later = release.archive(SCOOP, ".zip", "$version")
    data = {
        "version": release.version,
        "description": about["description"],
        "homepage": release.repository,
        "license": about["license"],
        "architecture": {
            "64bit": {
                "url": release.url(archive),
                "hash": release.sha256(archive),
                "extract_dir": archive.removesuffix(".zip"),
            }
        },
        "bin": "st-hasura.exe",
        "checkver": {"github": release.repository},
        "autoupdate": {
            "architecture": {
                "64bit": {
                    "url": release.url(later, "$version"),
                    "extract_dir": later.removesuffix(".zip"),
                }
            },
            "hash": {"url": "$baseurl/SHA256SUMS"},
        },
    }
    return json.dumps(data, indent=4) + "\n"


def main() -> None:
    version, repository, sums, out = sys.argv[1:]
    cargo = tomllib.loads((ROOT / "Cargo.toml").read_text())
    about = {
        "description": cargo["package"]["description"],
        "license": cargo["workspace"]["package"]["license"],
    }
    release = Release(version, repository, pathlib.Path(sums).read_text())
    texts = {"st-hasura.rb": formula(release, about), "st-hasura.json": manifest(release, about)}
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
