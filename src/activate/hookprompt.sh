
# The prompt, in bash and zsh. Every time what could change the choice is looked at by the shell alone: directory, variables,
# and the pin files on the way up, with their first 4 KiB. Nothing else is believed: a file that is moved in place may be old.

# _gostead_now_files becomes each pin file that may count here, with what it holds.
_gostead_look() {
  local d=$PWD
  _gostead_seen=''
  while :; do
    if [[ -f $d/.go-version || -f $d/.goenv || -f $d/gostead.yaml || -f $d/mise.toml || -f $d/.tool-versions || -f $d/go.work || -f $d/go.mod ]]; then
      _gostead_dir "$d" || break
    fi
    [[ -n $d ]] || break
    d=${d%/*}
  done
  case ${GOWORK-} in /*) _gostead_read "$GOWORK" ;; esac
  _gostead_read "$_gostead_home/default"
}

# Reads the pin files of directory $1; 1 when what lies above it cannot count.
_gostead_dir() {
  local f found=''
  for f in gostead.yaml .go-version .goenv mise.toml .tool-versions; do
    if [[ -f $1/$f ]]; then _gostead_read "$1/$f" && found=1; fi
  done
  if [[ -f $1/.goenv ]]; then _gostead_read "$_gostead_home/goenv$1/.goenv"; fi
  for f in go.work go.mod; do
    if [[ -f $1/$f ]]; then _gostead_read "$1/$f"; fi
  done
  [[ -z $found ]]
}

# _gostead_vars becomes what the choice depends on besides files.
_gostead_key() {
  _gostead_vars="$PWD|${GOSTEAD_VERSION-}|${GOENV_VERSION-}|${GOTOOLCHAIN-}|${GOWORK-}|${GO111MODULE-}|${GOROOT-}|${GOSTEAD_CEILING-}"
}

# Whether all is as it was after the last change.
_gostead_same() {
  _gostead_key
  [[ $_gostead_vars == "$_gostead_for" ]] || return
  if [[ -n $_gostead_bin ]]; then
    [[ $PATH == "$_gostead_bin":* || $PATH == "$_gostead_bin" ]] && [[ -x $_gostead_bin/go ]] || return
    [[ -z $_gostead_link || $_gostead_link -ef $_gostead_bin ]] || return
    [[ -z $_gostead_want || ! -x $_gostead_want ]] || return
  fi
  _gostead_look
  [[ $_gostead_seen == "$_gostead_files" ]]
}

_gostead_follow_pins() {
  _gostead_same && return
  _gostead_look
  _gostead_files=$_gostead_seen
  _gostead_apply
  _gostead_key
  _gostead_for=$_gostead_vars
}
