# `gostead --hook TOOL`: what a shell's hook, direnv or `use` must do in this directory, for _gostead_take (hook.sh) to read:
# one line each, `bin` first. Nothing but builtins until a project's version really changes, which is recorded aside.
gs_hook() {
  if ! gs_choose '' "${PWD-}"; then
    gs_wrong
    gs_instead "$_gs_what" "$_gs_mend"
  elif [ "$_gs_word" = system ]; then
    :
  elif ! gs_locate; then
    gs_absent
  else
    case $_gs_word in
      *@*) gs_label "$_gs_word" || { gs_instead "label $_gs_word is damaged" "gostead label remove --force $_gs_word, then add it again" && return; } ;;
    esac
    printf '%s\n' "bin $_gs_bin"
    [ "$_gs_bin" = "$_gs_home/links/$_gs_word/bin" ] || printf '%s\n' "link $_gs_home/links/$_gs_word/bin"
    case $_gs_word in *@*) gs_label_lines "$_gs_home/labels/$_gs_word/env" ;; esac
    gs_switched "$1"
  fi
  gs_lines "$_gs_said"
  gs_goenv
}

# The shims come first, which say the same to whoever calls go: never another go in silence.
gs_instead() {
  gs_reason
  printf '%s\n' "bin $_gs_home/shims/." "say gostead: $1" "say gostead: asked for by $_gs_reason" "say gostead: fix: $2"
}

gs_absent() {
  gs_lack
  gs_instead "$_gs_what" "$_gs_mend"
  printf '%s\n' "want $_gs_home/links/$_gs_word/bin/go"
}

gs_lines() {
  _gs_rest=$1
  while [ -n "$_gs_rest" ]; do
    _gs_text=${_gs_rest%%"$_gs_nl"*} _gs_rest=${_gs_rest#*"$_gs_nl"}
    [ -z "$_gs_text" ] || printf '%s\n' "say $_gs_text"
  done
}

# Of the lines of a label's env file $1 those that gs_label made count.
gs_label_lines() {
  while IFS= read -r _gs_text; do
    _gs_key=${_gs_text%%=*}
    case $_gs_key in '' | *[!A-Z0-9_]*) continue ;; esac
    _gs_value=''
    eval "_gs_value=\${$_gs_key-}"
    [ "$_gs_key=$_gs_value" != "$_gs_text" ] || printf '%s\n' "set $_gs_text"
  done <"$1"
}

# A project whose version is another than the last one that ran there: told to the audit log, by a process of its own that
# nobody waits for. What ran last stands in switches/<project>/.gostead-switch (src/cli/switched.ts).
gs_switched() {
  case $_gs_kind,$_gs_file in GO* | argument,* | default,* | system,* | *,) return 0 ;; esac
  _gs_project=${_gs_file%/*} _gs_text=''
  _gs_last=$_gs_home/switches$_gs_project/.gostead-switch
  # shellcheck disable=SC2162 # a version has no backslash
  if [ -f "$_gs_last" ]; then read _gs_text <"$_gs_last" || :; fi
  [ "$_gs_text" != "$_gs_have" ] && [ -w "$_gs_home" ] && [ -x "$_gs_node" ] || return 0
  "$0" --switch "$_gs_have" "${_gs_project:-/}" "$1" "$PPID" </dev/null >/dev/null 2>&1 &
}

# The variables of the nearest .goenv, as `gostead allow` kept them: goenv/<its real directory>/.goenv holds a first line,
# NAME=VALUE lines, a line `--` and the content that was allowed (src/config/goenvkept.ts). Another content counts for nothing.
gs_goenv() {
  _gs_dir=${PWD-}
  case $_gs_dir in /*) _gs_dir=${_gs_dir%/} ;; *) return 0 ;; esac
  until [ -f "$_gs_dir/.goenv" ]; do
    [ -n "$_gs_dir" ] || return 0
    _gs_dir=${_gs_dir%/*}
  done
  gs_trusted "$_gs_dir" .goenv && cd -P -- "$_gs_dir/" 2>/dev/null || return 0
  _gs_kept=$_gs_home/goenv${PWD%/}/.goenv
  if [ -f "$_gs_kept" ] && gs_kept 3<"$_gs_kept" 4<"$PWD/.goenv"; then
    gs_goenv_lines
  elif gs_more <"$PWD/.goenv"; then
    gs_show "$PWD/.goenv"
    printf '%s\n' "say gostead: $_gs_shown sets nothing until you allow it: gostead allow $_gs_shown"
  fi
}

# _gs_vars becomes the lines kept in 3; whether what follows them is what 4 holds.
gs_kept() {
  _gs_vars=''
  IFS= read -r _gs_text <&3 && [ "$_gs_text" = 'gostead goenv 1' ] || return
  while IFS= read -r _gs_text <&3 && [ "$_gs_text" != -- ]; do _gs_vars=$_gs_vars$_gs_text$_gs_nl; done
  while :; do
    _gs_end=0 _gs_other=0
    IFS= read -r _gs_text <&3 || _gs_end=1
    IFS= read -r _gs_line <&4 || _gs_other=1
    [ "$_gs_end$_gs_text" = "$_gs_other$_gs_line" ] || return
    [ "$_gs_end" = 0 ] || return 0
  done
}

# Whether stdin sets more than the version, which counts by itself.
gs_more() {
  while read -r _gs_text || [ -n "$_gs_text" ]; do
    case $_gs_text in
      '' | '#'* | GO_VERSION=* | 'export GO_VERSION='*) ;;
      *=*) return 0 ;;
    esac
  done
  return 1
}

# The build tags join those that GOFLAGS has already.
gs_goenv_lines() {
  _gs_flags=${GOFLAGS-} _gs_rest=$_gs_vars _gs_tags=''
  while [ -n "$_gs_rest" ]; do
    _gs_text=${_gs_rest%%"$_gs_nl"*} _gs_rest=${_gs_rest#*"$_gs_nl"}
    case $_gs_text in
      GOFLAGS=*) _gs_flags=${_gs_text#GOFLAGS=} && printf '%s\n' "set $_gs_text" ;;
      GO_BUILD_TAGS=*) _gs_tags=${_gs_text#GO_BUILD_TAGS=} ;;
      *) printf '%s\n' "set $_gs_text" ;;
    esac
  done
  [ -n "$_gs_tags" ] || return 0
  case " $_gs_flags" in
    *' -tags='*)
      _gs_text=" $_gs_flags" _gs_rest=${_gs_flags#*-tags=}
      _gs_text=${_gs_text%%" -tags="*}
      case $_gs_rest in *' '*) _gs_tail=" ${_gs_rest#* }" ;; *) _gs_tail='' ;; esac
      _gs_text="$_gs_text -tags=${_gs_rest%% *},$_gs_tags$_gs_tail"
      printf '%s\n' "set GOFLAGS=${_gs_text# }"
      ;;
    *) printf '%s\n' "set GOFLAGS=$_gs_flags${_gs_flags:+ }-tags=$_gs_tags" ;;
  esac
}

# Removes the stamps (hookprompt.sh) of shells that have ended.
gs_sweep() {
  _gs_ended=''
  set +f
  for _gs_text in "$_gs_home/stamps"/[0-9]*; do
    [ ! -f "$_gs_text" ] || kill -0 "${_gs_text##*/}" 2>/dev/null || _gs_ended="$_gs_ended ${_gs_text##*/}"
  done
  set -f
  # shellcheck disable=SC2086 # numbers
  [ -z "$_gs_ended" ] || (cd -P "$_gs_home/stamps" && rm -f -- $_gs_ended) || :
}

_gs_nl='
'
