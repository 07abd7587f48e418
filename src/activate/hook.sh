# gostead's hand in this shell: what puts a Go first on PATH, and takes it back byte for byte.
# POSIX sh, so that dash, busybox, bash 3.2 and zsh all run it; it stands at the head of what
# `gostead activate sh|bash|zsh`, `gostead use` and `gostead deactivate` print. Every name begins with _gostead.
# Safe under `set -eu` and noclobber; it may be evaluated again and again.
#
# Entries of PATH that are ours: $_gostead_home/links/WORD/bin, and $_gostead_home/shims/. (spelled so, to differ from
# the shims that a start file puts there). Variables that are ours: _gostead_names, each with what it was and what we made of it.

_gostead_home='@GOSTEAD_HOME@'
_gostead_nl='
'
: "${_gostead_names=}" "${_gostead_bin=}" "${_gostead_follow=}" "${_gostead_told=}"

# _gostead_path becomes PATH without our entries; empty entries stay what they are.
_gostead_clear() {
  _gostead_from=${PATH-}: _gostead_path=''
  case $_gostead_from in
    *"$_gostead_home"/*) ;;
    *) _gostead_path=${PATH-} && return 0 ;;
  esac
  while [ -n "$_gostead_from" ]; do
    _gostead_entry=${_gostead_from%%:*} _gostead_from=${_gostead_from#*:}
    case $_gostead_entry in
      "$_gostead_home"/links/*/bin | "$_gostead_home/shims/.") ;;
      *) _gostead_path=$_gostead_path:$_gostead_entry ;;
    esac
  done
  _gostead_path=${_gostead_path#:}
}

# Exports $1=$2, or with one argument unsets $1, until _gostead_leave.
_gostead_set() {
  case " $_gostead_names" in
    *" $1 "*) ;;
    *)
      eval "_gostead_had_$1=\${$1+x} _gostead_was_$1=\${$1-}"
      _gostead_names="$1 $_gostead_names"
      ;;
  esac
  if [ $# -eq 2 ]; then
    eval "_gostead_now_$1=x\$2"
    export "$1=$2"
  else
    eval "_gostead_now_$1="
    unset "$1"
  fi
}

# Puts PATH and the variables back; one that somebody changed since keeps what it has now.
_gostead_leave() {
  while [ -n "$_gostead_names" ]; do
    _gostead_name=${_gostead_names%% *} _gostead_names=${_gostead_names#* }
    _gostead_is='' _gostead_now=''
    eval "_gostead_is=\${$_gostead_name+x}\${$_gostead_name-} _gostead_now=\$_gostead_now_$_gostead_name"
    if [ "$_gostead_is" = "$_gostead_now" ]; then
      eval "_gostead_was=\$_gostead_had_$_gostead_name\$_gostead_was_$_gostead_name"
      if [ -n "$_gostead_was" ]; then export "$_gostead_name=${_gostead_was#x}"; else unset "$_gostead_name"; fi
    fi
    unset "_gostead_had_$_gostead_name" "_gostead_was_$_gostead_name" "_gostead_now_$_gostead_name"
  done
  _gostead_bin=''
  _gostead_clear
  [ "$_gostead_path" = "${PATH-}" ] || PATH=$_gostead_path
}

# Puts directory $1 first on PATH, where go finds itself: without a GOROOT that another go left behind.
_gostead_enter() {
  _gostead_bin=$1
  _gostead_clear
  PATH=$1${_gostead_path:+:$_gostead_path}
  export PATH
  if [ -n "${GOROOT-}" ]; then
    [ "$GOROOT" = "${_gostead_goroot-}" ] || printf '%s\n' "gostead: unset GOROOT, which named another Go: $GOROOT" >&2
    _gostead_goroot=$GOROOT
    _gostead_set GOROOT
  fi
  [ -n "${GOTOOLCHAIN-}" ] || _gostead_set GOTOOLCHAIN local
}

# Does what `gostead --hook` said: lines `bin DIRECTORY` (first), `link DIRECTORY`, `want PROGRAM`, `set NAME=VALUE`, `say TEXT`.
_gostead_take() {
  _gostead_text=$1$_gostead_nl _gostead_link='' _gostead_want='' _gostead_said=''
  while [ -n "$_gostead_text" ]; do
    _gostead_line=${_gostead_text%%"$_gostead_nl"*} _gostead_text=${_gostead_text#*"$_gostead_nl"}
    case $_gostead_line in
      'bin /'*) _gostead_enter "${_gostead_line#bin }" ;;
      'link /'*) _gostead_link=${_gostead_line#link } ;;
      'want /'*) _gostead_want=${_gostead_line#want } ;;
      'set '[A-Z]*=*)
        _gostead_line=${_gostead_line#set } _gostead_name=${_gostead_line%%=*}
        case $_gostead_name in *[!A-Z0-9_]*) ;; *) _gostead_set "$_gostead_name" "${_gostead_line#*=}" ;; esac
        ;;
      'say '*) _gostead_said=$_gostead_said${_gostead_line#say }$_gostead_nl ;;
    esac
  done
  case $_gostead_said in
    '' | "$_gostead_told") ;;
    *) printf '%s' "$_gostead_said" >&2 ;;
  esac
  _gostead_told=$_gostead_said
}

# Asks which Go counts here now, and makes it so. Where the launcher cannot answer, the shims speak instead.
_gostead_apply() {
  _gostead_leave
  if [ "$_gostead_follow" = shims ] && [ -z "${GOSTEAD_VERSION-}" ]; then
    _gostead_take "bin $_gostead_home/shims/."
  else
    _gostead_text=$(GOSTEAD_HOME=$_gostead_home "$_gostead_home/bin/gostead" --hook "${1-hook}") ||
      _gostead_text="bin $_gostead_home/shims/."
    _gostead_take "$_gostead_text"
  fi
  hash -r 2>/dev/null || :
}

# This shell uses version $1, whatever its directory asks for; without one, what the directory asks for.
_gostead_use() {
  if [ -z "${_gostead_used-}" ]; then
    _gostead_used=${GOSTEAD_VERSION+x}${GOSTEAD_VERSION-}
    _gostead_used=${_gostead_used:-unset}
  fi
  if [ $# -eq 0 ]; then unset GOSTEAD_VERSION; else export GOSTEAD_VERSION="$1"; fi
  _gostead_apply use
}

# Leaves this shell as gostead found it.
_gostead_off() {
  _gostead_leave
  case ${_gostead_used-} in
    '') ;;
    unset) unset GOSTEAD_VERSION ;;
    *) export GOSTEAD_VERSION="${_gostead_used#x}" ;;
  esac
  hash -r 2>/dev/null || :
  # What the prompt of this shell runs, where it has one.
  if command -v _gostead_unhook >/dev/null 2>&1; then _gostead_unhook; fi
  unset _gostead_used _gostead_follow _gostead_told _gostead_names _gostead_bin _gostead_link _gostead_want _gostead_said
  unset _gostead_text _gostead_line _gostead_name _gostead_is _gostead_now _gostead_was _gostead_from _gostead_entry _gostead_path
  unset _gostead_code _gostead_goroot _gostead_home _gostead_nl
  unset -f _gostead_clear _gostead_set _gostead_leave _gostead_enter _gostead_take _gostead_apply _gostead_use _gostead_off
  unset -f _gostead_unhook gostead 2>/dev/null || :
}
