#!/usr/bin/env bash
# Says which release the action installs, from where and to where. Fetches nothing.
#
# In:  INPUT_VERSION, and what every runner sets; ST_HASURA_RELEASES for a mirror of the releases.
# Out: version, own-version, archive (empty: none is built for this machine), release (empty: none
#      is asked for), source, folder, key.
set -euo pipefail

fail() {
  echo "::error title=st-hasura::$1"
  exit 2
}

# The sources of this action are those of the release it belongs to.
own=$(sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml")

version=${INPUT_VERSION:-$own}
version=${version#v}
# It becomes a part of URLs and paths.
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] ||
  fail "version must be one such as 0.1.0"

# Releases are where the action is. The runner puts it to …/_actions/OWNER/REPOSITORY/REF; the
# variables that should say so do not, in a composite action (actions/runner#2473). An action
# that is not below _actions is a part of the repository it runs in.
place=${GITHUB_ACTION_PATH//\\//}
if [[ $place =~ /_actions/([^/]+)/([^/]+)/ ]]; then
  checkout=false
  repository=${BASH_REMATCH[1]}/${BASH_REMATCH[2]}
else
  checkout=true
  repository=$GITHUB_REPOSITORY
fi
source=$GITHUB_SERVER_URL/$repository
releases=${ST_HASURA_RELEASES:-$source/releases/download}
release=$releases/v$version
# Who uses a checkout wants what is in it, which may be newer than the release of that version.
if [ "$checkout$INPUT_VERSION${ST_HASURA_RELEASES:-}" = true ]; then
  release=
fi

# The Linux build is static and runs whatever C library is there.
case $RUNNER_OS-$RUNNER_ARCH in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) target='' ;;
esac
archive=
case ${release:+$target} in
  '') ;;
  *windows*) archive=st-hasura-$version-$target.zip ;;
  *) archive=st-hasura-$version-$target.tar.gz ;;
esac

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi
}

# Of one version there are many sources, so what may be built of these is kept by what they are.
kept=$version
if [ "$version" = "$own" ]; then
  cd "$GITHUB_ACTION_PATH"
  sources=(.cargo Cargo.lock Cargo.toml sandbox schemas src)
  kept=$version-$(find "${sources[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256 | cut -c 1-16)
fi

{
  echo "version=$version"
  echo "own-version=$own"
  echo "archive=$archive"
  echo "release=$release"
  echo "source=$source"
  echo "folder=$RUNNER_TEMP/st-hasura/$kept/bin"
  echo "key=st-hasura-$kept-$RUNNER_OS-$RUNNER_ARCH"
} >>"$GITHUB_OUTPUT"
