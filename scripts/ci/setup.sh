#!/bin/sh
# A proven Go for one CI job: what action.yml runs. POSIX sh, no words on the command line. It reads
#   GOSTEAD_CI_VERSION       a version word; else
#   GOSTEAD_CI_VERSION_FILE  a file that pins one, by its own rules; else what the working directory asks for; else stable
#   GOSTEAD_CI_HOME          where gostead lives; else below RUNNER_TOOL_CACHE, else the user's own place
# Where GITHUB_PATH, GITHUB_ENV and GITHUB_OUTPUT are (GitHub, Gitea, Forgejo), later steps get PATH and GOTOOLCHAIN, and
# the step its outputs. Elsewhere the lines that a shell evaluates are printed: lines=$(sh scripts/ci/setup.sh); eval "$lines"
# A version that cannot be had or proven ends the job: exit 2, 3 or 4 as gostead's own (docs/reference/README.md).
set -euf
unset CDPATH

fail() {
  printf '%s\n' "gostead: error: $1" "gostead: fix: $2" >&2
  exit 2
}

here=$(cd -P -- "$(dirname -- "$0")/../.." && pwd)
home=${GOSTEAD_CI_HOME:-}
[ -n "$home" ] || home=${RUNNER_TOOL_CACHE:+$RUNNER_TOOL_CACHE/gostead}
[ -n "$home" ] || home=${GOSTEAD_HOME:-${HOME:?}/.local/share/gostead}
GOSTEAD_HOME=$home
export GOSTEAD_HOME
# What a runner's image says of its own Go does not count here.
unset GOROOT GOSTEAD_VERSION GOENV_VERSION

# The word becomes a word of a command line and a line of a file that the runner reads: nothing else may stand in it.
word=${GOSTEAD_CI_VERSION:-}
case $word in *[!0-9A-Za-z.@_+~^\<\>=,\ *-]* | -*) fail "go-version names no version" 'write it as 1.24, 1.24.6 or stable' ;; esac

# A copy alone in a directory: so the file speaks, and not one that would come before it.
pinned=$PWD
file=${GOSTEAD_CI_VERSION_FILE:-}
if [ -z "$word" ] && [ -n "$file" ]; then
  [ -f "$file" ] || fail "go-version-file is not there: $file" 'name a file of the checkout, such as go.mod'
  pinned=$(mktemp -d)
  trap 'rm -rf -- "$pinned"' EXIT
  cp -- "$file" "$pinned/${file##*/}"
fi

# The launcher of another checkout may be older than this one: the bundle says which it is.
version=$(sed -n 's/^  "version": "\([^"]*\)",$/\1/p' "$here/package.json")
if [ "$("$home/bin/gostead" --version 2>/dev/null)" != "gostead $version" ]; then
  sh "$here/install.sh" --no-modify-path --no-go --prefix "$home" >&2
fi
if [ -n "$word" ]; then
  set -- "$word"
else
  set --
fi
# Twice: what a person reads in the job's log, then what this script reads.
(cd "$pinned" && "$home/bin/gostead" install --no-progress "$@") >&2
installed=$(cd "$pinned" && "$home/bin/gostead" install --json "$@")
go=$(printf '%s\n' "$installed" | sed -n 's/.*"version":"\([0-9A-Za-z.]*\)".*/\1/p' | tail -n 1)
root=$("$home/bin/gostead" where "$go")

# Its programs first, gostead's own, then what `go install` builds: as setup-go lays PATH out.
programs=$(PATH=$root/bin:$PATH GOTOOLCHAIN=local "$root/bin/go" env GOBIN GOPATH)
gobin=${programs%%
*}
gopath=${programs#*
}
[ -n "$gobin" ] || gobin=${gopath%%:*}/bin
PATH=$root/bin:$home/bin:$gobin:$PATH
GOTOOLCHAIN=local
export PATH GOTOOLCHAIN
# The path and what stands behind it, and what it says of itself: one look tells which Go the job has.
printf '%s\n' "$(command -v go) -> $(cd -P -- "$root/bin" && pwd)/go" "$(go version)" >&2

# Known faults of this Go, and the end of its line: said where people look, and no reason to end a job.
faults() {
  "$home/bin/gostead" doctor toolchain --only go-vulnerable,go-out-of-support --format "$1" || :
}

if [ -n "${GITHUB_PATH:-}" ] && [ -n "${GITHUB_ENV:-}" ]; then
  faults github
  # The line written last comes first.
  printf '%s\n' "$gobin" "$home/bin" "$root/bin" >>"$GITHUB_PATH"
  printf '%s\n' 'GOTOOLCHAIN=local' "GOSTEAD_HOME=$home" >>"$GITHUB_ENV"
  [ -z "${GITHUB_OUTPUT:-}" ] || printf '%s\n' "go-version=$go" "go-path=$root/bin/go" >>"$GITHUB_OUTPUT"
  [ ! -f "$here/scripts/ci/go-matcher.json" ] || printf '%s\n' "::add-matcher::$here/scripts/ci/go-matcher.json"
else
  faults text >&2
  quoted=$(printf '%s\n' "$PATH" | sed "s/'/'\\\\''/g")
  printf '%s\n' "export PATH='$quoted'" 'export GOTOOLCHAIN=local' 'unset GOROOT'
fi
