# `gostead --hook TOOL`: what a shell's hook, direnv or `use` must do in this directory, for _gostead_take (hook.sh) to read:
# one line each, `bin` first. Nothing but builtins until a project's version really changes, which is recorded aside.
gs_hook() {
  if ! gs_choose '' "${PWD-}"; then
    gs_show "$_gs_bad"
    gs_instead "no Go version: $_gs_shown" 'write a version such as 1.24 or 1.24.6 there'
  elif [ "$_gs_word" = system ]; then
    :
  elif gs_locate; then
    printf '%s\n' "bin $_gs_bin"
    [ "$_gs_bin" = "$_gs_home/links/$_gs_word/bin" ] || printf '%s\n' "link $_gs_home/links/$_gs_word/bin"
  else
    gs_instead "go$_gs_word is not installed" "gostead install $_gs_word"
    printf '%s\n' "want $_gs_home/links/$_gs_word/bin/go"
  fi
  gs_lines "$_gs_said"
}

# The shims come first, which say the same to whoever calls go: never another go in silence.
gs_instead() {
  gs_reason
  printf '%s\n' "bin $_gs_home/shims/." "say gostead: $1" "say gostead: asked for by $_gs_reason" "say gostead: fix: $2"
}

gs_lines() {
  _gs_rest=$1
  while [ -n "$_gs_rest" ]; do
    _gs_text=${_gs_rest%%"$_gs_nl"*} _gs_rest=${_gs_rest#*"$_gs_nl"}
    [ -z "$_gs_text" ] || printf '%s\n' "say $_gs_text"
  done
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
