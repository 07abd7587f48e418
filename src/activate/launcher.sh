#!/bin/sh
# gostead's launcher: answers `--version`, `which` and `current` itself, starts Node for everything else.
# Written by `gostead activate --write-shims` from src/activate/launcher.sh; changes here are lost.
# Security S8: Node never sees the variables that would make it, or its OpenSSL, run other code. They are handed over as
# GOSTEAD_KEEP_<NAME>, and gostead gives them back to the programs that it starts (src/host/kept.ts).
set +aeux -f
unset -f [ cd ls printf pwd read sed tr 2>/dev/null
unset CDPATH
IFS=' 	
'
_gs_home='@GOSTEAD_HOME@'
_gs_node='@GOSTEAD_NODE@'

# @RESOLVE@

# @LABEL@

# @HOOK@

# The answer to `current` or `which` when the shell knows it; 1 when Node must speak.
gs_answer() {
  gs_choose '' "${PWD-}" && gs_seen "$_gs_file" || return
  case $1,$_gs_word in
    current,system) gs_system go && gs_seen "$_gs_tool" && _gs_answer="system ($_gs_tool)" || return ;;
    current,*)
      gs_locate && gs_reason || return
      _gs_word=${_gs_bin%/bin}
      _gs_answer="${_gs_word##*/} ($_gs_reason)"
      ;;
    *,system) gs_system "$2" && _gs_answer=$_gs_tool || return ;;
    *) gs_locate && [ -x "$_gs_bin/$2" ] && cd -P "$_gs_bin" && _gs_answer=$PWD/$2 || return ;;
  esac
  [ -z "$_gs_said" ] || printf '%s' "$_gs_said" >&2
  printf '%s\n' "$_gs_answer"
}

# Whether path $1 can be printed as it is; what can not is left to Node, which escapes it (security S19).
gs_seen() {
  case $1 in *[!\ -~]*) return 1 ;; esac
}

# $1 is what `export -p` prints. A value that looks like a line of its own adds a name at most, and only one made of
# letters, digits and _.
gs_quarantine() {
  IFS='
'
  for _gs_line in $1; do
    gs_exported "$_gs_line"
    case $_gs_name in GOSTEAD_KEEP_*) unset "$_gs_name" ;; esac
  done
  for _gs_line in $1; do
    gs_exported "$_gs_line"
    case $_gs_name in
      NODE_EXTRA_CA_CERTS) ;;
      NODE_* | OPENSSL_CONF | OPENSSL_MODULES | OPENSSL_ENGINES)
        eval "[ -n \"\${$_gs_name+1}\" ]" || continue
        eval "GOSTEAD_KEEP_$_gs_name=\$$_gs_name"
        export "GOSTEAD_KEEP_$_gs_name"
        unset "$_gs_name"
        ;;
    esac
  done
}

# _gs_name becomes the name in a line such as `export NODE_OPTIONS='...'`.
gs_exported() {
  _gs_name=${1#export }
  _gs_name=${_gs_name#declare -x }
  _gs_name=${_gs_name%%=*}
  case $_gs_name in *[!A-Za-z0-9_]*) _gs_name='' ;; esac
}

gs_home
case $#,${1-},${2-} in
  1,--version,) printf '%s\n' 'gostead @GOSTEAD_VERSION@' && exit ;;
  1,current,) gs_answer current && exit ;;
  1,which,) gs_answer which go && exit ;;
  2,which,go | 2,which,gofmt) gs_answer which "$2" && exit ;;
  2,--hook,*) gs_hook "$2" && exit ;;
  2,activate,sh | 2,activate,bash | 2,activate,zsh | 2,activate,fish)
    [ -f "$_gs_home/hooks/gostead.$2" ] && gs_sweep && exec cat "$_gs_home/hooks/gostead.$2"
    ;;
esac

if [ ! -x "$_gs_node" ]; then
  gs_show "$_gs_node"
  printf '%s\n' "gostead: no Node at $_gs_shown" 'gostead: fix: run install.sh again' >&2
  exit 3
fi
gs_quarantine "$(export -p)"
# Node raises its soft limit of open files as it starts: only here it can still be seen.
# shellcheck disable=SC3045 # dash, bash and busybox have -S; elsewhere it stays empty
GOSTEAD_SOFT_NOFILE=$(ulimit -Sn 2>/dev/null)
export GOSTEAD_SOFT_NOFILE
GOSTEAD_HOME=$_gs_home
export GOSTEAD_HOME
# A small young generation: the peak of an install is to stay below 256 MiB.
exec "$_gs_node" --disable-proto=throw --disable-warning=ExperimentalWarning --max-semi-space-size=4 "$_gs_home/lib/gostead/main.js" "$@"
