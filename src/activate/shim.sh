#!/bin/sh
# gostead's `go` and `gofmt`: finds the Go that this directory asks for and becomes it (design §6).
# Written by `gostead activate --write-shims` from src/activate/shim.sh; changes here are lost.
# Safe in any environment (security S8): options and functions that a shell imports, IFS and CDPATH are reset first;
# under sh `set` and `unset` are special built-ins, which no imported function can replace.
set +aeux -f
unset -f [ cd ls printf pwd read sed tr 2>/dev/null
unset CDPATH
IFS=' 	
'
_gs_home='@GOSTEAD_HOME@'

# @RESOLVE@

# @LABEL@

# Says which version is missing or wrong, who asked for it and what mends it; nothing is ever installed from here
# (security S9). 127 as shells say it for a command that is not there, 2 for a pin that is none.
gs_fail() {
  gs_reason
  printf '%s\n' "gostead: $1" "gostead: asked for by $_gs_reason" "gostead: fix: $2" >&2
  exit "$3"
}

# Go before 1.18 stamps no revision, and refuses every command where GOFLAGS says -buildvcs: there it counts without it.
gs_buildvcs() {
  case $_gs_have in 1.[0-9] | 1.[0-9][!0-9]* | 1.1[0-7] | 1.1[0-7][!0-9]*) ;; *) return ;; esac
  _gs_rest="$GOFLAGS " _gs_text=''
  while [ -n "$_gs_rest" ]; do
    case ${_gs_rest%% *} in
      -buildvcs | -buildvcs=* | --buildvcs | --buildvcs=*) ;;
      *) _gs_text="$_gs_text${_gs_rest%% *} " ;;
    esac
    _gs_rest=${_gs_rest#* }
  done
  [ "$_gs_text" != "$GOFLAGS " ] || return 0
  GOFLAGS=${_gs_text% }
  export GOFLAGS
  printf '%s\n' "gostead: go$_gs_have knows no -buildvcs: GOFLAGS counts without it" >&2
}

gs_home
case ${0##*/} in gofmt) _gs_name=gofmt ;; *) _gs_name=go ;; esac
_gs_argument=''
case ${1-} in
  +?*)
    _gs_argument=${1#+}
    shift
    ;;
esac
case "${1-} ${2-} ${3-}" in *-C*) gs_start "$@" ;; *) _gs_start=${PWD-} ;; esac

if ! gs_choose "$_gs_argument" "$_gs_start"; then
  gs_wrong
  gs_fail "$_gs_what" "$_gs_mend" 2
fi
[ -z "$_gs_said" ] || printf '%s' "$_gs_said" >&2

if [ "$_gs_word" = system ]; then
  gs_system "$_gs_name" || gs_fail "no $_gs_name on PATH but gostead's own" 'gostead install stable' 127
  PATH=$_gs_path
else
  if ! gs_locate; then
    gs_lack
    gs_fail "$_gs_what" "$_gs_mend" 127
  fi
  case $_gs_word in
    *@*) gs_label "$_gs_word" || gs_fail "label $_gs_word is damaged" "gostead label remove --force $_gs_word, then add it again" 2 ;;
  esac
  case ${GOFLAGS-} in *-buildvcs*) gs_buildvcs ;; esac
  _gs_tool=$_gs_bin/$_gs_name
  # A toolchain that an outer call put first makes room: Go 1.25 runs plain `go` for some of its tools, and that
  # must be this one.
  case ${PATH-} in "$_gs_home"/links/*/bin:*) PATH=${PATH#*:} ;; esac
  PATH=$_gs_bin${PATH:+:$PATH}
fi
export PATH
unset GOROOT
case ${GOTOOLCHAIN-} in
  '' | go[0-9]*)
    GOTOOLCHAIN=local
    export GOTOOLCHAIN
    ;;
esac
exec "$_gs_tool" "$@"
