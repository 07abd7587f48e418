# What go.mod and go.work ask for, and the order of versions: the part of the resolver (resolve.sh) that follows cmd/go.
# src/pin/minimum.ts and src/pin/gomod.ts say the same in TypeScript. The same rules hold: POSIX sh, no fork but where
# it is said, every name begins with _gs_ or gs_.

# The lines of a go.mod or go.work name minimums, as for cmd/go: the user's default runs when it satisfies them,
# else the version they name does; `toolchain default` always means the user's default. Without a default there is
# nothing to compare with, and what the lines name runs.
gs_minimum() {
  gs_readable "$1" "$2" && gs_lookup "$2" || return
  if [ "$_gs_toolchain" = default ]; then
    gs_default
    return
  fi
  if [ -n "$_gs_toolchain" ] && ! gs_named "$_gs_toolchain"; then
    _gs_kind=$1 _gs_file=$2 _gs_line=$_gs_toolchain_line _gs_bad=$_gs_toolchain
    return 1
  fi
  gs_default || return
  case $_gs_kind,$_gs_word in
    system,*) _gs_have=none ;;
    default,system) return ;;
    *) gs_concrete "$_gs_word" ;;
  esac
  _gs_named=${_gs_toolchain#go}
  if gs_less "$_gs_have" "${_gs_named%%-*}"; then
    _gs_word=$_gs_named _gs_have=${_gs_named%%-*} _gs_kind=$1 _gs_file=$2 _gs_line=$_gs_toolchain_line
  fi
  if gs_less "$_gs_have" "$_gs_go"; then
    _gs_word=$_gs_go _gs_kind=$1 _gs_file=$2 _gs_line=$_gs_go_line
  fi
}

gs_readable() {
  [ -r "$2" ] || { _gs_kind=$1 _gs_file=$2 _gs_line=1 _gs_bad='it cannot be read' && return 1; }
}

# Whether the pin _gs_word may be here: not below the go line of the go.work, else go.mod, that rules. What cannot be
# compared may: a word that is no version, a minor that is not installed (unless it is below the line's minor).
gs_not_below() {
  if [ -n "$_gs_work" ]; then gs_readable go.work "$_gs_work"; else gs_readable go.mod "$_gs_mod"; fi || return
  gs_lookup "${_gs_work:-$_gs_mod}" go
  case $_gs_go in '' | go* | *-*) return 0 ;; esac
  gs_key "$_gs_go" || return 0
  _gs_least=$_gs_major.${_gs_minor%%.*}
  gs_concrete "$_gs_word"
  gs_key "$_gs_have" || return 0
  case ${_gs_word%%@*},$_gs_have in
    [0-9]*.*.*,* | [0-9]*.*[a-z]*,* | *,[0-9]*.*.* | *,[0-9]*.*[a-z]*) _gs_least=$_gs_go ;;
    *,*.*) ;;
    *) return 0 ;;
  esac
  gs_less "$_gs_have" "$_gs_least" || return 0
  _gs_bad=$_gs_word _gs_over=${_gs_work:-$_gs_mod}:$_gs_go_line
  return 1
}

# Whether $1 names a toolchain: go1.22.6, or go1.22.6-custom.
gs_named() {
  case $1 in
    go[0-9]*) gs_word "$1" && gs_key "${_gs_word%%-*}" ;;
    *) return 1 ;;
  esac
}

# _gs_go and _gs_toolchain, each with its line: the first line of each kind, as cmd/go's GoModLookup reads them. With
# $2 the go line alone.
# The shell reads byte by byte (0.5 us each in dash): what 1.5 KiB do not settle is left to sed, which forks once.
gs_lookup() {
  _gs_go='' _gs_go_line='' _gs_toolchain='' _gs_toolchain_line=${2:+none} _gs_number=0 _gs_size=0
  # shellcheck disable=SC2094 # the second reader starts over, and nothing writes
  while read -r _gs_key _gs_text || [ -n "$_gs_key" ]; do
    _gs_number=$((_gs_number + 1)) _gs_size=$((_gs_size + ${#_gs_key} + ${#_gs_text} + 2))
    case $_gs_key in
      go | toolchain)
        gs_directive "$_gs_number" "$_gs_key" "$_gs_text"
        [ -z "$_gs_go_line" ] || [ -z "$_gs_toolchain_line" ] || return 0
        ;;
    esac
    if [ "$_gs_size" -gt 1536 ]; then
      # shellcheck disable=SC2094
      gs_lookup_rest "$1"
      return
    fi
  done <"$1"
}

gs_lookup_rest() {
  _gs_go='' _gs_go_line='' _gs_toolchain='' _gs_toolchain_line=''
  _gs_rest=$(LC_ALL=C sed -n -e '/^[[:space:]]*go[[:blank:]]/{=;p;}' -e '/^[[:space:]]*toolchain[[:blank:]]/{=;p;}' <"$1")
  while read -r _gs_number && read -r _gs_key _gs_text; do
    gs_directive "$_gs_number" "$_gs_key" "$_gs_text"
  done <<END
$_gs_rest
END
}

# Line $1 is `$2 $3`: kept when it is the first of its kind. A value of two words is kept whole: it is no version.
gs_directive() {
  case $2,$3 in
    go,?* | toolchain,?*) ;;
    *) return ;;
  esac
  _gs_text=${3%%//*}
  case $_gs_text in *[!0-9A-Za-z.\ -]*) gs_clean "${_gs_text%"${_gs_text##*[! 	]}"}" ;; esac
  gs_words "$_gs_text"
  case $2 in
    go) [ -n "$_gs_go_line" ] || { _gs_go=$_gs_words && _gs_go_line=$1; } ;;
    *) [ -n "$_gs_toolchain_line" ] || { _gs_toolchain=$_gs_words && _gs_toolchain_line=$1; } ;;
  esac
}

# Whether version $1 comes before $2, as internal/gover.Compare orders them; what is no version comes first.
gs_less() {
  gs_key "$1"
  _gs_other=$_gs_key
  gs_key "$2"
  # shellcheck disable=SC2086 # two times five numbers
  set -- $_gs_other $_gs_key
  while [ $# -gt 5 ]; do
    if [ "$1" -ne "$6" ]; then
      [ "$1" -lt "$6" ]
      return
    fi
    shift
  done
  return 1
}

# _gs_key becomes five numbers that order version $1: major, minor, patch, stage, number of the stage; -1 is absent.
# From Go 1.21 on 1.21 < 1.21rc1 < 1.21.0, before that 1.20 is 1.20.0. 1 for what is no version (src/model/version.ts).
gs_key() {
  _gs_key='-1 -1 -1 -1 -1'
  case $1 in
    *.*) _gs_major=${1%%.*} _gs_minor=${1#*.} ;;
    *) _gs_major=$1 _gs_minor=0.0 ;;
  esac
  _gs_patch=-1 _gs_stage=0 _gs_nth=0
  case $_gs_minor in
    *.*)
      _gs_patch=${_gs_minor#*.} _gs_minor=${_gs_minor%%.*}
      gs_number "$_gs_patch" || return
      ;;
    *alpha*) _gs_stage=1 _gs_nth=${_gs_minor#*alpha} _gs_minor=${_gs_minor%%alpha*} ;;
    *beta*) _gs_stage=2 _gs_nth=${_gs_minor#*beta} _gs_minor=${_gs_minor%%beta*} ;;
    *rc*) _gs_stage=3 _gs_nth=${_gs_minor#*rc} _gs_minor=${_gs_minor%%rc*} ;;
    *) gs_number "$_gs_minor" && [ "$_gs_minor" -lt 21 ] && _gs_patch=0 ;;
  esac
  case $_gs_stage,$_gs_nth in [123],0*) return 1 ;; esac
  case $_gs_major in 0 | ?????*) return 1 ;; esac
  gs_number "$_gs_major" && gs_number "$_gs_minor" && gs_number "$_gs_nth" || return
  _gs_key="$_gs_major $_gs_minor $_gs_patch $_gs_stage $_gs_nth"
}

gs_number() {
  case $1 in
    '' | *[!0-9]* | 0?* | ???????*) return 1 ;;
  esac
}
