# Which Go runs here, and why: the resolver that shim.sh and launcher.sh share.
# It is put into both, with pinfile.sh and gomod.sh, when they are written (shims.ts); src/pin says the same in
# TypeScript, and test/data/pins holds the two equal. POSIX sh plus the test operators -O and -ef, which dash, bash and
# busybox have. Nothing forks until something is wrong, foreign or long; each place that does says so.
# Every name starts with _gs_ or gs_, because a variable that the caller exported would reach `go`.
#
# gs_choose ARGUMENT DIRECTORY (reads GOSTEAD_VERSION, GOENV_VERSION, GOTOOLCHAIN, GOWORK, GO111MODULE, GOSTEAD_CEILING)
#   0: _gs_word (a name below links/, or `system`), _gs_kind, and _gs_file and _gs_line where a file said it
#   1: _gs_bad is what stands there instead of a version, with the same _gs_kind, _gs_file and _gs_line; or it is a
#      version below _gs_go, the go line of the module, and _gs_over is that line's FILE:LINE
# _gs_said holds what must be said even so, one line each.

gs_choose() {
  _gs_said='' _gs_file='' _gs_line='' _gs_bad='' _gs_over='' _gs_cr=''
  gs_from argument "$1" && return
  gs_from GOSTEAD_VERSION "${GOSTEAD_VERSION-}" && return
  gs_from GOENV_VERSION "${GOENV_VERSION-}" && return
  case ${GOTOOLCHAIN-} in go[0-9]*) gs_from GOTOOLCHAIN "${GOTOOLCHAIN%%+*}" && return ;; esac
  [ -z "$_gs_bad" ] || return
  case $2 in /*) gs_walk "$2" ;; *) gs_walk_nothing ;; esac
  if [ -n "$_gs_pin" ]; then
    [ -z "$_gs_bad" ] || return
    [ -z "$_gs_work$_gs_mod" ] || gs_not_below
  elif [ -n "$_gs_work" ]; then
    gs_minimum go.work "$_gs_work"
  elif [ -n "$_gs_mod" ]; then
    gs_minimum go.mod "$_gs_mod"
  else
    gs_default
  fi
}

# What is wrong when gs_choose says 1, and what mends it, as a person reads them: _gs_what, _gs_mend.
gs_wrong() {
  gs_show "$_gs_bad"
  _gs_what="no Go version: $_gs_shown" _gs_mend='write a version such as 1.24 or 1.24.6 there'
  [ -n "$_gs_over" ] || return 0
  _gs_what=$_gs_shown
  gs_show "$_gs_over"
  _gs_what="go$_gs_what is too old: $_gs_shown says \"go $_gs_go\"" _gs_mend="write $_gs_go or newer there, or lower the go line"
}

# A word that was given and not read from a file. 1 and an empty _gs_bad: nothing was given.
gs_from() {
  [ -z "$_gs_bad" ] && [ -n "$2" ] || return
  _gs_kind=$1
  gs_word "$2" || { _gs_bad=$2 && return 1; }
}

# The version word in $1: what may become a file name, without its `go` or `v` (CVE-2022-35861).
gs_word() {
  case $1 in
    go[0-9]*) _gs_word=${1#go} ;;
    v[0-9]*) _gs_word=${1#v} ;;
    *) _gs_word=$1 ;;
  esac
  _gs_word=${_gs_word%@default}
  case $_gs_word in
    '' | [!0-9A-Za-z]* | *[!0-9A-Za-z.@_+-]* | *..*) return 1 ;;
  esac
  [ ${#_gs_word} -le 64 ]
}

gs_walk_nothing() {
  _gs_pin='' _gs_work='' _gs_mod=''
}

# One walk from $1 to the root, or to below a directory that GOSTEAD_CEILING names, finds the nearest go.work and
# go.mod and the nearest pin file that says something of Go: then _gs_pin is set, and _gs_word or _gs_bad is known.
gs_walk() {
  gs_walk_nothing
  _gs_seek_pin=1 _gs_seek_work=1 _gs_seek_mod=1
  case ${GO111MODULE-} in off) _gs_seek_work='' _gs_seek_mod='' ;; esac
  case ${GOWORK-} in
    '' | auto) ;;
    *) _gs_seek_work='' ;;
  esac
  case ${GO111MODULE-},${GOWORK-} in off,*) ;; *,/*) [ -f "$GOWORK" ] && _gs_work=$GOWORK ;; esac
  _gs_dir=${1%/}
  while :; do
    [ -z "$_gs_seek_pin" ] || gs_pins_here || return 0
    if [ "$_gs_seek_work" ] && [ -f "$_gs_dir/go.work" ] && gs_trusted "$_gs_dir" go.work; then
      _gs_work=$_gs_dir/go.work _gs_seek_work=''
    fi
    if [ "$_gs_seek_mod" ] && [ -f "$_gs_dir/go.mod" ] && gs_trusted "$_gs_dir" go.mod; then
      _gs_seek_mod=''
      # Go takes no module root in the directory for temporary files itself (golang/go#26708).
      [ "$_gs_dir" = "${TMPDIR:-/tmp}" ] || _gs_mod=$_gs_dir/go.mod
    fi
    [ -n "$_gs_dir" ] || return 0
    _gs_dir=${_gs_dir%/*}
    [ -z "${GOSTEAD_CEILING-}" ] || case :$GOSTEAD_CEILING: in *":${_gs_dir:-/}:"* | *":$_gs_dir/:"*) return 0 ;; esac
  done
}

# Asks the pin files of _gs_dir in their order. 1 when the one that speaks says no version: nothing else counts then.
gs_pins_here() {
  { [ -e "$_gs_dir/gostead.yaml" ] && gs_pin gostead.yaml; } ||
    { [ -e "$_gs_dir/.go-version" ] && gs_pin .go-version; } ||
    { [ -e "$_gs_dir/.goenv" ] && gs_pin .goenv; } ||
    { [ -e "$_gs_dir/.mise.toml" ] && gs_pin .mise.toml; } ||
    { [ -e "$_gs_dir/mise.toml" ] && gs_pin mise.toml; } ||
    { [ -e "$_gs_dir/.tool-versions" ] && gs_pin .tool-versions; } || return 0
  [ -z "$_gs_bad" ]
}

# Whether the pin file $1 of _gs_dir says something of Go: a version, or _gs_bad.
gs_pin() {
  _gs_path=$_gs_dir/$1
  if [ ! -f "$_gs_path" ]; then
    # ~/.goenv is goenv's own directory, and no surprise.
    if [ "$1" != .goenv ] || [ ! -d "$_gs_path" ]; then gs_ignore "$_gs_path" 'it is no regular file'; fi
    return 1
  fi
  gs_trusted "$_gs_dir" "$1" || return
  if [ ! -r "$_gs_path" ]; then
    _gs_bad='it cannot be read' _gs_line=1
  elif [ "$1" = .go-version ]; then
    gs_read_word "$_gs_path"
  else
    gs_read_pin "$1" "$_gs_path" || return
  fi
  _gs_pin=1 _gs_seek_pin='' _gs_kind=$1 _gs_file=$_gs_path
}

gs_ignore() {
  gs_show "$1"
  _gs_said="${_gs_said}gostead: ignored $_gs_shown: $2
"
}

# Whether file $2 of directory $1 may speak: both belong to the caller, or to root and not everyone may write
# there (security S9). Costs a process only where one of them is not the caller's. So a directory of the caller's
# own with mode 0777 is not seen here; whoever writes there can choose among proven versions and nothing else.
gs_trusted() {
  [ -O "$1/" ] && [ -O "$1/$2" ] && return
  gs_owned "$1/" && gs_owned "$1/$2" && return
  gs_ignore "$1/$2" "$_gs_why"
  return 1
}

# Whether $1 belongs to the caller or root and is not for everyone to write; else _gs_why. Forks.
gs_owned() {
  _gs_own=''
  [ -O "$1" ] && _gs_own=1
  _gs_why='neither you nor root owns it and its directory'
  # shellcheck disable=SC2046 # split into mode, links and owner; globbing is off
  set -- $(ls -ldnL -- "$1" 2>/dev/null)
  [ "$_gs_own" ] || [ "${3-}" = 0 ] || return
  case ${1-} in ????????w*) _gs_why='everyone may write to it or its directory' && return 1 ;; esac
}

# The version in a .go-version file: the first word of the first line that is neither empty nor a comment,
# within 1 KiB. A second such line is told. A carriage return and a byte order mark are tolerated, at the price of a fork.
gs_read_word() {
  _gs_line='' _gs_number=0 _gs_size=0
  while IFS= read -r _gs_text || [ -n "$_gs_text" ]; do
    _gs_number=$((_gs_number + 1)) _gs_size=$((_gs_size + ${#_gs_text} + 1))
    [ "$_gs_size" -le 1024 ] || break
    gs_words "$_gs_text"
    case $_gs_first in
      '' | '#'*) continue ;;
      *[!0-9A-Za-z.@_+-]*)
        gs_clean "$_gs_text"
        gs_words "$_gs_text"
        case $_gs_first in '' | '#'*) continue ;; esac
        ;;
    esac
    if [ -n "$_gs_line" ]; then
      gs_ignore "$1:$_gs_number" 'the first version of the file counts'
      return
    fi
    _gs_line=$_gs_number
    gs_word "$_gs_first" && continue
    _gs_bad=$_gs_first
    return 1
  done <"$1"
  [ -z "$_gs_line" ] || return 0
  _gs_bad='no version' _gs_line=1
  return 1
}

# _gs_text becomes $1 without a leading byte order mark and a trailing carriage return. Forks once.
gs_clean() {
  if [ -z "$_gs_cr" ]; then
    _gs_cr=$(printf '\r')
    _gs_bom=$(printf '\357\273\277')
  fi
  _gs_text=${1#"$_gs_bom"}
  _gs_text=${_gs_text%"$_gs_cr"}
}

# The user's default, else the system's go.
gs_default() {
  _gs_kind=default _gs_file=$_gs_home/default _gs_line=1 _gs_text=''
  if [ -f "$_gs_file" ]; then
    [ -r "$_gs_file" ] || { _gs_bad='it cannot be read' && return 1; }
    IFS= read -r _gs_text <"$_gs_file"
  fi
  if [ -z "$_gs_text" ]; then
    _gs_kind=system _gs_word=system _gs_file='' _gs_line=''
    return
  fi
  gs_words "$_gs_text"
  gs_word "$_gs_first" || { _gs_bad=$_gs_text && return 1; }
}

gs_words() {
  # shellcheck disable=SC2086 # split into words; globbing is off
  set -- $1
  _gs_first=${1-} _gs_words=$*
}

# _gs_have becomes the exact version that word $1 stands for: what `1.22` holds says its VERSION file.
gs_concrete() {
  _gs_have=${1%%@*}
  case $_gs_have in
    [0-9]*.*.* | [0-9]*.*[a-z]*) ;;
    *)
      if [ -f "$_gs_home/links/$1/VERSION" ] && IFS= read -r _gs_text <"$_gs_home/links/$1/VERSION"; then
        _gs_have=${_gs_text#go}
      fi
      ;;
  esac
  _gs_have=${_gs_have%%-*}
}

# The directory where `go -C DIR` or `go build -C DIR` works, else the current one. With -C it forks.
gs_start() {
  _gs_start=${PWD-}
  case ${1-} in
    -*) ;;
    mod | work) shift $(($# > 2 ? 2 : $#)) ;;
    *) shift $(($# > 1 ? 1 : $#)) ;;
  esac
  case ${1-} in
    -C | --C) _gs_to=${2-} ;;
    -C=* | --C=*) _gs_to=${1#*=} ;;
    *) return 0 ;;
  esac
  case $_gs_to in /*) ;; *) _gs_to=./$_gs_to ;; esac
  _gs_to=$(cd -P -- "$_gs_to" 2>/dev/null && pwd -P) && _gs_start=$_gs_to
}

# _gs_bin becomes the bin directory behind _gs_word, 1 when nothing is there. `1.22` becomes the exact version
# that it stands for now: a build keeps one toolchain even when the link moves on.
gs_locate() {
  _gs_bin=$_gs_home/links/$_gs_word/bin
  [ -x "$_gs_bin/go" ] || return
  gs_concrete "$_gs_word"
  case $_gs_word in
    *@*) ;;
    *) [ "$_gs_have" = "$_gs_word" ] || [ ! -x "$_gs_home/links/$_gs_have/bin/go" ] || _gs_bin=$_gs_home/links/$_gs_have/bin ;;
  esac
}

# Why gs_locate found nothing: _gs_what, and _gs_mend mends it.
gs_lack() {
  case $_gs_word in
    *@*) _gs_what="label $_gs_word is not there" _gs_mend="gostead label add $_gs_word" ;;
    *)
      _gs_what="go$_gs_word is not installed" _gs_mend="gostead install $_gs_word"
      [ ! -d "$_gs_home/links/$_gs_word/" ] || _gs_what="go$_gs_word has lost its bin/go" _gs_mend="gostead verify --repair $_gs_word"
      ;;
  esac
}

# _gs_tool becomes the first $1 on PATH that gostead does not manage, and _gs_path the PATH without gostead's shims
# and toolchains, so that the children of that `go` find it too and two homes never call each other in turns.
gs_system() {
  _gs_tool='' _gs_path='' _gs_rest=${PATH-}:
  while [ -n "$_gs_rest" ]; do
    _gs_dir=${_gs_rest%%:*} _gs_rest=${_gs_rest#*:}
    case $_gs_dir in "$_gs_home/shims" | "$_gs_home"/links/*) continue ;; esac
    _gs_path=$_gs_path${_gs_path:+:}$_gs_dir
    case $_gs_tool,$_gs_dir in ,/*) ;; *) continue ;; esac
    # shellcheck disable=SC3013 # dash, bash and busybox have -ef
    if [ -f "$_gs_dir/$1" ] && [ -x "$_gs_dir/$1" ] && ! [ "$_gs_dir/$1" -ef "$_gs_home/shims/$1" ]; then
      _gs_tool=$_gs_dir/$1
    fi
  done
  [ -n "$_gs_tool" ]
}

# Where the choice came from, for people.
gs_reason() {
  case $_gs_kind in
    argument) _gs_reason="the argument +$_gs_word" ;;
    GO*) _gs_reason=$_gs_kind ;;
    default) _gs_reason='your default' ;;
    system) _gs_reason='nothing here asks for another' ;;
    *) gs_show "$_gs_file" && _gs_reason=$_gs_shown:$_gs_line ;;
  esac
}

# _gs_shown becomes $1 as it may be shown: at most 1 KiB, and nothing but printable ASCII when it holds anything
# else, which could move the cursor or reorder what a person reads (security S19). Then it forks.
gs_show() {
  _gs_shown=$1
  case $1 in *[!\ -~]*) _gs_shown=$(printf '%s' "$1" | LC_ALL=C tr -c ' -~' '?') ;; esac
  [ "${#_gs_shown}" -le 1024 ] || _gs_shown=$(printf '%.1024s' "$_gs_shown")
}

# The home that GOSTEAD_HOME names replaces the one fixed at install only when it is absolute and belongs to the
# caller or to root (security S8).
gs_home() {
  case ${GOSTEAD_HOME-} in
    '' | "$_gs_home") return ;;
    /*:*) ;;
    /*)
      [ -d "$GOSTEAD_HOME" ] && { [ -O "$GOSTEAD_HOME" ] || gs_owned "$GOSTEAD_HOME/"; } && _gs_home=$GOSTEAD_HOME && return
      ;;
  esac
  gs_show "$GOSTEAD_HOME"
  printf '%s\n' "gostead: ignored GOSTEAD_HOME=$_gs_shown: not an absolute path of yours or root's" >&2
}
