#!/usr/bin/env bash
# Runs st-hasura and ends as it ends. What the later steps need is said even when it fails.
#
# In:  FOLDER, INPUT_COMMAND, INPUT_ARGS, INPUT_WORKING_DIRECTORY, INPUT_SARIF, INPUT_JUNIT,
#      INPUT_HTML, INPUT_SUMMARY; secrets as st-hasura itself reads them.
# Out: verdict, exit-code, sarif (to be uploaded), reports (files to be kept, one a line).
set -euo pipefail

fail() {
  echo "::error title=st-hasura::$1"
  exit 2
}

line() { # NAME VALUE: one line, so that it cannot become an output of its own
  case $2 in *[[:cntrl:]]*) fail "the input $1 must be one line" ;; esac
}

line working-directory "$INPUT_WORKING_DIRECTORY"
line sarif "$INPUT_SARIF"
line junit "$INPUT_JUNIT"
line html "$INPUT_HTML"

# With this format the findings are annotations in the log, and the summary is written too.
args=(--output github)
case $INPUT_COMMAND in
  verify-hasura | smoke | doctor) command=$INPUT_COMMAND ;;
  offline) command=verify-hasura ;;
  *) fail "the input command must be verify-hasura, smoke, doctor or offline" ;;
esac
case $INPUT_SUMMARY in
  true) ;;
  false) unset GITHUB_STEP_SUMMARY ;;
  *) fail "the input summary must be true or false" ;;
esac
[ -z "$INPUT_SARIF" ] || args+=(--report "sarif=$INPUT_SARIF")
[ -z "$INPUT_JUNIT" ] || args+=(--report "junit=$INPUT_JUNIT")
[ -z "$INPUT_HTML" ] || args+=(--report "html=$INPUT_HTML")
# Last: a folder with metadata may follow it in the arguments.
[ "$INPUT_COMMAND" != offline ] || args+=(--offline)

# xargs knows quotes and nothing else of a shell: no variable, pattern or command comes to life.
work=$(mktemp -d "$RUNNER_TEMP/st-hasura-run.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [[ $INPUT_ARGS == *[![:space:]]* ]]; then
  printf '%s\n' "$INPUT_ARGS" | xargs printf '%s\0' >"$work/args" 2>"$work/why" ||
    fail "the input args cannot be read: $(head -n 1 "$work/why")"
  while IFS= read -r -d '' arg; do
    args+=("$arg")
  done <"$work/args"
fi

cd -- "$INPUT_WORKING_DIRECTORY"
: >"$work/started"
code=0
"$FOLDER/st-hasura" "$command" "${args[@]}" | tee "$work/said" || code=${PIPESTATUS[0]}

# The first line is `verify-hasura: leak, …`; a command line that is refused says nothing there.
verdict=$(sed -n '1s/^[a-z-]*: \([a-z-]*\),.*/\1/p' "$work/said")
{
  echo "verdict=${verdict:-failed}"
  echo "exit-code=$code"
} >>"$GITHUB_OUTPUT"

# Later steps start at the workspace's root.
seen() { # FILE: where it is from there, if this run has written it
  [ -n "$1" ] && [ -s "$1" ] && ! [ "$work/started" -nt "$1" ] || return 0
  case $1 in
    /* | [A-Za-z]:*) echo "$1" ;;
    *) echo "$INPUT_WORKING_DIRECTORY/$1" ;;
  esac
}
sarif=$(seen "$INPUT_SARIF")
{
  echo "sarif=$sarif"
  echo 'reports<<END-OF-REPORTS'
  [ -z "$sarif" ] || echo "$sarif"
  seen "$INPUT_JUNIT"
  seen "$INPUT_HTML"
  echo END-OF-REPORTS
} >>"$GITHUB_OUTPUT"
exit "$code"
