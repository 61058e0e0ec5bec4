#!/bin/sh
# Installs what the real auth APIs beside this script need:
#
#     install.sh [node24] [node9] [python] [go] [checks] [actionlint]    (all when none is named)
#
# Everything goes to one cache folder, so that the source tree stays clean. The servers are what
# `st-hasura scaffold auth-api` writes; the tests put these packages beside them: see README.md.
#
# Exit code 3: a module is not to be had, which is no fault of this machine.
# Runs again at no cost: a part is skipped while the versions it was made from are unchanged.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
templates=$root/src/setup/scaffold/templates
cache=${ST_HASURA_SDK_CACHE:-${CARGO_TARGET_DIR:-$root/target}/real-sdk}

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

need() { # TOOL WHAT-FOR
    command -v "$1" >/dev/null 2>&1 || fail "$1 is not installed; it is needed for $2"
}

# Test processes may start at the same moment and share the cache; the first one installs
# and the others wait. mkdir is the one lock that every system has.
lock() {
    waited=0
    until mkdir "$cache/lock" 2>/dev/null; do
        owner=$(cat "$cache/lock/pid" 2>/dev/null || true)
        if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
            # Its owner was killed and could not remove it.
            rm -rf "$cache/lock"
            continue
        fi
        waited=$((waited + 1))
        [ "$waited" -le 600 ] || fail "another installation holds $cache/lock for ten minutes"
        sleep 1
    done
    trap 'rm -rf "$cache/lock"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    echo $$ >"$cache/lock/pid"
}

# A stamp is the text of all that decides the result, not a hash of it: cmp is everywhere,
# the tools that make hashes have another name on each system.
up_to_date() { # NAME, stamp text on stdin
    cat >"$cache/$1.wanted"
    if cmp -s "$cache/$1.wanted" "$cache/$1.stamp"; then rm "$cache/$1.wanted"; else return 1; fi
}

done_with() { # NAME
    mv "$cache/$1.wanted" "$cache/$1.stamp"
    echo "$1: installed in $cache/$1"
}

install_node() { # NAME TEMPLATE
    files=$templates/$2
    need node "the $1 server"
    need npm "the $1 server"
    node -e 'process.exit(parseInt(process.versions.node, 10) < 20 ? 1 : 0)' ||
        fail "node $(node --version) is too old for the $1 server; 20 or newer is needed"
    if { node --version && cat "$files/package.json" "$files/package-lock.json"; } | up_to_date "$1"; then
        echo "$1: up to date in $cache/$1"
        return
    fi
    rm -rf "${cache:?}/$1" "$cache/$1.stamp"
    mkdir -p "$cache/$1"
    cp "$files/package.json" "$files/package-lock.json" "$cache/$1/"
    # No package in the lock files needs its install scripts, and none gets to run any.
    (cd "$cache/$1" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error) ||
        fail "npm ci failed for the $1 server"
    done_with "$1"
}

install_python() { # NAME REQUIREMENTS
    need python3 "$1"
    if { python3 --version && cat "$2"; } | up_to_date "$1"; then
        echo "$1: up to date in $cache/$1"
        return
    fi
    rm -rf "${cache:?}/$1" "$cache/$1.stamp"
    python3 -m venv "$cache/$1" ||
        fail "python3 cannot make virtual environments; its venv module (package python3-venv on Debian) is needed for $1"
    "$cache/$1/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2" ||
        fail "pip install failed for $1"
    done_with "$1"
}

# Go counts its runs where its user has configurations; a test that only asks leaves nothing there.
go_version() {
    env -u XDG_CONFIG_HOME HOME="$cache" go version
}

install_go() {
    need go "the go server"
    if { go_version && cat "$templates/go/go.mod" "$templates/go/go.sum"; } | up_to_date go; then
        echo "go: up to date in $cache/go"
        return
    fi
    rm -rf "$cache/go" "$cache/go.stamp"
    mkdir -p "$cache/go/src"
    cp "$templates/go"/*.go "$templates/go/go.mod" "$templates/go/go.sum" "$cache/go/src/"
    # The module cache is read-only unless it is told otherwise, and could not be removed.
    export GOMODCACHE="$cache/go/mod" GOCACHE="$cache/go/build" GOFLAGS=-modcacherw
    if ! (cd "$cache/go/src" && go mod download); then
        echo "install.sh: the modules of the go server are not to be had here" >&2
        exit 3
    fi
    # What is built here need not be built again by every test.
    (cd "$cache/go/src" && go build -trimpath -o /dev/null .) || fail "the go server does not build"
    done_with go
}

install_actionlint() {
    need go "actionlint"
    module=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
    if { go_version && echo "$module"; } | up_to_date actionlint; then
        echo "actionlint: up to date in $cache/actionlint"
        return
    fi
    rm -rf "$cache/actionlint" "$cache/actionlint.stamp"
    mkdir -p "$cache/actionlint"
    export GOBIN="$cache/actionlint" GOMODCACHE="$cache/actionlint/mod" GOFLAGS=-modcacherw
    if ! go install "$module"; then
        echo "install.sh: actionlint is not to be had here" >&2
        exit 3
    fi
    rm -rf "$cache/actionlint/mod"
    done_with actionlint
}

[ $# -gt 0 ] || set -- node24 node9 python go checks actionlint
for name in "$@"; do
    case $name in
        node24 | node9 | python | go | checks | actionlint) ;;
        *) fail "unknown server: $name (node24, node9, python, go, checks, actionlint)" ;;
    esac
done

mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
lock
for name in "$@"; do
    case $name in
        python) install_python python "$templates/python/requirements.txt" ;;
        checks) install_python checks "$here/checks.txt" ;;
        go) install_go ;;
        actionlint) install_actionlint ;;
        node9) install_node node9 tutorial ;;
        node24) install_node node24 node ;;
    esac
done
