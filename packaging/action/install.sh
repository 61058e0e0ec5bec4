#!/usr/bin/env bash
# Installs a release of st-hasura into a folder of its own, checked by its checksum; builds it with
# cargo where there is no release to have, or none is asked for. A checksum that is not met is an end, not a reason to
# try something else.
#
# In:  what plan.sh says, as VERSION, OWN_VERSION, ARCHIVE, RELEASE, SOURCE, FOLDER.
# Out: fresh (false: it was there already); the folder is on the PATH of later steps.
set -euo pipefail
: "${VERSION:?}" "${OWN_VERSION:?}" "${SOURCE:?}" "${FOLDER:?}"

fail() {
  echo "::error title=st-hasura::$1"
  exit 2
}

# Whatever the cache holds has to say that it is what was asked for.
if [ "$("$FOLDER/st-hasura" --version 2>/dev/null || true)" = "st-hasura $VERSION" ]; then
  echo "st-hasura $VERSION is in the cache"
  echo fresh=false >>"$GITHUB_OUTPUT"
  echo "$FOLDER" >>"$GITHUB_PATH"
  exit 0
fi
mkdir -p "$FOLDER"
work=$(mktemp -d "$RUNNER_TEMP/st-hasura-install.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Into $work; false where it is not to be had.
fetch() { # NAME
  curl --proto '=https' --tlsv1.2 --silent --show-error --fail --location --retry 3 \
    --connect-timeout 20 --max-time 300 --output "$work/$1" "$RELEASE/$1"
}

sha256() { # FILE
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1"
  else
    shasum -a 256 "$1"
  fi | cut -d ' ' -f 1
}

unpack() {
  local wanted found program=st-hasura
  # `*` before a name says that the file was read as binary.
  wanted=$(awk -v name="$ARCHIVE" '{ sub(/^\*/, "", $2) } $2 == name { print $1 }' "$work/SHA256SUMS")
  [[ $wanted =~ ^[0-9a-f]{64}$ ]] || fail "the checksums of release $VERSION do not name $ARCHIVE"
  found=$(sha256 "$work/$ARCHIVE")
  [ "$found" = "$wanted" ] ||
    fail "$ARCHIVE is not what release $VERSION says it is: SHA-256 $found, expected $wanted"
  case $ARCHIVE in
    *.zip)
      program=st-hasura.exe
      unzip -q "$work/$ARCHIVE" -d "$work"
      ;;
    *) tar -xzf "$work/$ARCHIVE" -C "$work" ;;
  esac
  local inside=${ARCHIVE%.zip}
  mv "$work/${inside%.tar.gz}/$program" "$FOLDER/$program"
  echo "installed $ARCHIVE, SHA-256 $found"
}

build() {
  local why="no release $VERSION for this machine at $RELEASE" level=warning
  if [ -z "$RELEASE" ]; then
    why='a checkout is used, and no release' level=notice
  fi
  command -v cargo >/dev/null 2>&1 || fail "$why, and there is no cargo to build it with"
  echo "::$level title=st-hasura::$why; building from source, which takes minutes"
  local from=(--path "$GITHUB_ACTION_PATH")
  if [ "$VERSION" != "$OWN_VERSION" ]; then
    from=(--git "$SOURCE" --tag "v$VERSION" st-hasura)
  fi
  cargo install --locked --root "$work/built" "${from[@]}"
  mv "$work/built/bin/"* "$FOLDER/"
}

if [ -n "$ARCHIVE" ] && fetch SHA256SUMS && fetch "$ARCHIVE"; then
  unpack
else
  build
fi
echo fresh=true >>"$GITHUB_OUTPUT"
echo "$FOLDER" >>"$GITHUB_PATH"
