# Shared by the benchmark scripts. Sourced, not run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
tools=${ST_HASURA_BENCH_TOOLS:-$target/bench-tools}
out=$root/benches/out
work=$(mktemp -d)
sandbox_pid=

cleanup() {
  if [ -n "$sandbox_pid" ]; then
    kill "$sandbox_pid" 2>/dev/null || true
    wait "$sandbox_pid" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap cleanup EXIT
mkdir -p "$tools" "$out"

say() { printf '%s\n' "$*" >&2; }

# A Debian package that brings a command, unless the command is there.
need_apt() { # command package
  command -v "$1" >/dev/null 2>&1 && return
  say "installing $2"
  apt-get install -y -qq "$2" >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq "$2" >/dev/null; }
}

# A crate's program at an exact version, into the tools folder.
need_crate() { # crate version program
  [ -x "$tools/bin/$3" ] && return
  say "building $1 $2 (once)"
  CARGO_TARGET_DIR="$tools/build" cargo install --quiet --locked --root "$tools" --version "$2" "$1"
}

# Builds what would be published, and says where it is.
publish() { # target folder, further arguments
  local folder=$1
  shift
  (cd "$root" && CARGO_TARGET_DIR="$folder" cargo build --release --quiet --config .cargo/release.toml "$@")
  printf '%s\n' "$folder/release/st-hasura"
}

# ST_HASURA_BENCH_BINARY measures a binary that was built before, such as a released one.
build_release() {
  if [ -n "${ST_HASURA_BENCH_BINARY:-}" ]; then
    st=$ST_HASURA_BENCH_BINARY
    return
  fi
  say "building the release binary"
  st=$(publish "$target")
}

start_sandbox() { # arguments of the sandbox
  : >"$work/env"
  "$st" sandbox "$@" >"$work/env" 2>"$work/sandbox.log" &
  sandbox_pid=$!
  for _ in $(seq 100); do
    grep -q HASURA_GRAPHQL_ADMIN_SECRET "$work/env" && break
    sleep 0.1
  done
  # shellcheck disable=SC1091
  . "$work/env"
}

median_ms() { # hyperfine JSON, index of the command
  jq -r ".results[$2].median * 1000 | . * 100 | round / 100" "$1"
}

ratio() { # a b
  jq -nr --argjson a "$1" --argjson b "$2" '$a / $b * 100 | round / 100'
}
