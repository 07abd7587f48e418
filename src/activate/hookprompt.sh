
# The prompt, in bash and zsh. Each time the shell alone looks at what could change the choice: directory, variables, and
# the pin files on the way up, with what they hold (a file that is moved in place may be old: its date says nothing).
# Whether a file came or went says the date of its directory, against a stamp that this shell writes before it looks
# at them all; a directory that is not strictly older, and every 16th prompt, has them all looked at again.
_gostead_stamp=$_gostead_home/stamps/$$ _gostead_count=0 _gostead_top=''
_gostead_found=()

# Whether no directory from here to _gostead_top changed since the stamp.
_gostead_calm() {
  local d=$PWD
  _gostead_count=$((_gostead_count + 1))
  [[ $_gostead_count -lt 16 && -n ${_gostead_found-} ]] || return
  while [[ ${d:-/} -ot $_gostead_stamp ]]; do
    [[ $d != "$_gostead_top" ]] || return 0
    d=${d%/*}
  done
  return 1
}

# Looks for the files anew.
_gostead_look() {
  local d=$PWD
  _gostead_count=0 _gostead_found=()
  [[ -d $_gostead_home/stamps ]] && { printf x >|"$_gostead_stamp"; } 2>/dev/null
  while :; do
    if [[ -f $d/.go-version || -f $d/.goenv || -f $d/gostead.yaml || -f $d/mise.toml || -f $d/.mise.toml || -f $d/.tool-versions || -f $d/go.work || -f $d/go.mod ]]; then
      _gostead_dir "$d"
    fi
    _gostead_top=$d
    # To the root even above a pin: a go line up there may forbid it.
    [[ -n $d ]] || break
    d=${d%/*}
  done
  case ${GOWORK-} in /*) _gostead_found+=("$GOWORK") ;; esac
  _gostead_found+=("$_gostead_home/default")
}

_gostead_dir() {
  local f
  for f in gostead.yaml .go-version .goenv mise.toml .mise.toml .tool-versions go.work go.mod; do
    if [[ -f $1/$f ]]; then _gostead_found+=("$1/$f"); fi
  done
  # What `gostead allow` keeps of it.
  if [[ -f $1/.goenv ]]; then _gostead_found+=("$_gostead_home/goenv$1/.goenv"); fi
}

# _gostead_seen becomes what the files hold.
_gostead_reread() {
  local f
  _gostead_seen=''
  for f in "${_gostead_found[@]}"; do _gostead_read "$f"; done
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
  _gostead_calm || _gostead_look
  _gostead_reread
  [[ $_gostead_seen == "$_gostead_files" ]]
}

_gostead_follow_pins() {
  _gostead_same && return
  _gostead_look
  _gostead_reread
  _gostead_files=$_gostead_seen
  _gostead_apply
  _gostead_key
  _gostead_for=$_gostead_vars
}
