#!/usr/bin/env bash
# Runs st-hasura and ends as it ends. What the later steps need is said even when it fails.
#
# In:  FOLDER, INPUT_COMMAND, INPUT_ARGS, INPUT_WORKING_DIRECTORY, INPUT_SARIF, INPUT_JUNIT,
#      INPUT_HTML, INPUT_SUMMARY; secrets as st-hasura itself reads them.
# Out: verdict, exit-code, sarif (to be uploaded), reports (files to be kept, one a line).
set -euo pipefail

ended() { # VERDICT CODE
  printf '%s\n' "verdict=$1" "exit-code=$2" >>"$GITHUB_OUTPUT"
}

fail() {
  echo "::error title=st-hasura::$1"
  ended failed 2
  exit 2
}

line() { # NAME VALUE: one line, so that it cannot become an output of its own
  case $2 in *[[:cntrl:]]*) fail "the input $1 must be one line" ;; esac
}

INPUT_WORKING_DIRECTORY=${INPUT_WORKING_DIRECTORY:-.}
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

# Blanks and quotes, and nothing else of a shell: no variable, pattern or command comes to life.
# packaging/gitlab/st-hasura.yml, which others include by itself, does the same.
rest=$INPUT_ARGS word='' begun='' quote=''
while [ -n "$rest" ]; do
  char=${rest%"${rest#?}"}
  rest=${rest#?}
  if [ -n "$quote" ]; then
    if [ "$char" = "$quote" ]; then quote=''; else word=$word$char; fi
    continue
  fi
  case $char in
    [[:space:]])
      [ -z "$begun" ] || args+=("$word")
      word='' begun=''
      ;;
    \' | \") quote=$char begun=yes ;;
    *) word=$word$char begun=yes ;;
  esac
done
[ -z "$quote" ] || fail "the input args cannot be read: a quote ($quote) is not closed"
[ -z "$begun" ] || args+=("$word")

[ -d "$INPUT_WORKING_DIRECTORY" ] ||
  fail "the input working-directory names no directory: $INPUT_WORKING_DIRECTORY"
work=$(mktemp -d "$RUNNER_TEMP/st-hasura-run.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd -- "$INPUT_WORKING_DIRECTORY" ||
  fail "the input working-directory cannot be entered: $INPUT_WORKING_DIRECTORY"
: >"$work/started"
code=0
"$FOLDER/st-hasura" "$command" "${args[@]}" | tee "$work/said" || code=${PIPESTATUS[0]}

# The first line is `verify-hasura: leak, …`; help and a command line that is refused have none.
verdict=$(sed -n '1s/^[a-z-]*: \([a-z-]*\),.*/\1/p' "$work/said")
if [ -z "$verdict" ] && [ "$code" != 0 ]; then
  verdict=failed
  echo "::error title=st-hasura::$command came to no verdict and ended with exit code $code; the log says why"
fi
ended "$verdict" "$code"

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
