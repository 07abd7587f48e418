# The pin files but .go-version, line by line: the part of the resolver (resolve.sh) that src/pin/goenvfile.ts,
# misetoml.ts, toolversions.ts and gosteadyaml.ts say in TypeScript; what a line may hold stands there. The same rules
# hold: POSIX sh, no fork but where it is said, every name begins with _gs_ or gs_.

# The file $2 of kind $1: 0 when a line says a version, then _gs_word, or no version, then _gs_bad; with _gs_line.
# 1 when it says nothing of Go. Read up to 64 KiB.
gs_read_pin() {
  _gs_line=0 _gs_size=0 _gs_section=top _gs_until='' _gs_begun=''
  while IFS= read -r _gs_text || [ -n "$_gs_text" ]; do
    _gs_line=$((_gs_line + 1)) _gs_size=$((_gs_size + ${#_gs_text} + 1))
    [ "$_gs_size" -le 65536 ] || { _gs_bad='more than 64 KiB' && return; }
    case $_gs_text in *[!\ -~\	]*) gs_clean "$_gs_text" ;; esac
    case $_gs_text in '<<<<<<<'*) _gs_bad=$_gs_text && return ;; esac
    case $1,$_gs_text in
      .goenv,*GO_VERSION*) gs_goenv_line || continue ;;
      .tool-versions,*go*) gs_tool_line || continue ;;
      *mise.toml,*) gs_mise_line || continue ;;
      gostead.yaml,*) gs_yaml_line || continue ;;
      *) continue ;;
    esac
    [ -n "$_gs_bad" ] || gs_word "$_gs_version" || _gs_bad=${_gs_version:-no version}
    return 0
  done <"$2"
  [ -n "$_gs_until" ] && _gs_bad="no $_gs_until at the end"
}

gs_goenv_line() {
  gs_trim "$_gs_text"
  _gs_rest=$_gs_trim
  case $_gs_trim in export[\ \	]*) gs_skip "${_gs_rest#export}" ;; esac
  case $_gs_rest in
    GO_VERSION=[\ \	]*) _gs_bad=$_gs_trim ;;
    GO_VERSION=*) gs_lone "${_gs_rest#*=}" ;;
    GO_VERSION[\ \	]*)
      gs_skip "${_gs_rest#GO_VERSION}"
      case $_gs_rest in =*) _gs_bad=$_gs_trim ;; *) return 1 ;; esac
      ;;
    *) return 1 ;;
  esac
}

gs_tool_line() {
  gs_words "${_gs_text%%#*}"
  case $_gs_first in go | golang) ;; *) return 1 ;; esac
  _gs_rest=${_gs_words#"$_gs_first"}
  _gs_rest=${_gs_rest# }
  _gs_rest=${_gs_rest%% *}
  _gs_version=${_gs_rest#prefix:}
}

gs_mise_line() {
  if [ -n "$_gs_until" ]; then
    case $_gs_text in *"$_gs_until"*) _gs_until='' ;; esac
    return 1
  fi
  gs_trim "$_gs_text"
  case $_gs_trim in
    '' | '#'*) return 1 ;;
    *'"""'* | *"'''"*) gs_mise_open ;;
  esac
  case $_gs_trim in
    \[*) gs_mise_header ;;
    *) [ "$_gs_section" != other ] && gs_mise_entry ;;
  esac
}

# _gs_until becomes the quotes of a string that begins in this line and does not end in it.
gs_mise_open() {
  _gs_quotes='"""' _gs_before=${_gs_trim%%\"\"\"*} _gs_rest=${_gs_trim%%"'''"*}
  [ ${#_gs_before} -lt ${#_gs_rest} ] || _gs_quotes="'''" _gs_before=$_gs_rest
  case $_gs_before in *#*) return ;; esac
  case ${_gs_trim#"$_gs_before$_gs_quotes"} in *"$_gs_quotes"*) ;; *) _gs_until=$_gs_quotes ;; esac
}

gs_mise_header() {
  _gs_section=other
  case $_gs_trim in
    '[tools]'*)
      gs_skip "${_gs_trim#?tools?}"
      case $_gs_rest in '' | '#'*) _gs_section=tools && return 1 ;; esac
      ;;
  esac
  gs_plain "$_gs_trim"
  case $_gs_plain in
    '[tools]'* | '[tools.go]'* | '[tools.go.'* | '[tools.golang]'* | '[tools.golang.'* | '[tools.core:go]'* | \
      '[tools.core:go.'* | '[tools.core:golang]'* | '[tools.core:golang.'*) _gs_bad=$_gs_trim ;;
    *) return 1 ;;
  esac
}

gs_mise_entry() {
  gs_plain "${_gs_trim%%=*}"
  case $_gs_section,$_gs_plain in
    top,tools | top,tools.*) _gs_bad=$_gs_trim && return ;;
    top,*) return 1 ;;
    tools,go | tools,go.* | tools,golang | tools,golang.*) ;;
    tools,core:go | tools,core:go.* | tools,core:golang | tools,core:golang.*) ;;
    *) return 1 ;;
  esac
  _gs_rest=${_gs_trim#go}
  gs_skip "${_gs_rest#lang}"
  case $_gs_rest in
    =*) gs_skip "${_gs_rest#=}" && gs_mise_value "$_gs_rest" ;;
    *) _gs_bad=$_gs_trim ;;
  esac
}

# "1.25", { version = "1.25", … } or ["1.25", …]
gs_mise_value() {
  case $1 in
    '{'*)
      gs_skip "${1#?}"
      case $_gs_rest in version*) gs_skip "${_gs_rest#version}" ;; *) _gs_rest='' ;; esac
      case $_gs_rest in =*) gs_skip "${_gs_rest#=}" ;; *) _gs_rest='' ;; esac
      ;;
    \[*) gs_skip "${1#?}" ;;
    *) _gs_rest=$1 ;;
  esac
  case $_gs_rest in
    [\"\']*) gs_quoted "$_gs_rest" && gs_mise_ends "$1" && _gs_version=${_gs_version#prefix:} && return ;;
  esac
  _gs_bad=${1:-no version}
}

# Whether _gs_rest may follow the version in the value $1.
gs_mise_ends() {
  case $1 in
    '{'*) case $_gs_rest in [,\}]*) return ;; esac ;;
    \[*) case $_gs_rest in [],]*) return ;; esac ;;
    *) case $_gs_rest in '' | '#'*) return ;; esac ;;
  esac
  return 1
}

gs_yaml_line() {
  gs_trim "$_gs_text"
  case $_gs_trim in '' | '#'*) return 1 ;; esac
  case $_gs_text in
    %*) return 1 ;;
    ---* | ...*)
      gs_skip "${_gs_text#???}"
      case $_gs_rest in '' | '#'*) return 1 ;; esac
      ;;
    [\ \	]*) [ -z "$_gs_begun" ] || return ;;
    go:) gs_lone '' && return ;;
    go:[\ \	]*)
      gs_trim "${_gs_text#go:}"
      gs_lone "$_gs_trim"
      return
      ;;
    go[\ \	:]* | '"go"'* | "'go'"*) ;;
    \"*) case ${_gs_text%%:*} in *\\*) ;; *) _gs_begun=1 && return 1 ;; esac ;;
    []0-9A-Za-z_\'\}-]*) _gs_begun=1 && return 1 ;;
  esac
  _gs_bad=$_gs_trim
}

# _gs_version becomes the value $1, when nothing but a comment follows it; else _gs_bad.
gs_lone() {
  if gs_quoted "$1"; then
    case $_gs_rest in '' | '#'*) return ;; esac
  fi
  _gs_bad=$1
}

# _gs_version becomes what $1 begins with, in quotes or up to a blank, and _gs_rest what follows. 1 for an open quote.
gs_quoted() {
  case $1 in
    \"*\"*) _gs_rest=${1#?} && _gs_version=${_gs_rest%%\"*} && _gs_rest=${_gs_rest#*\"} ;;
    \'*\'*) _gs_rest=${1#?} && _gs_version=${_gs_rest%%\'*} && _gs_rest=${_gs_rest#*\'} ;;
    \"* | \'*) return 1 ;;
    *) _gs_version=${1%%[ 	]*} && _gs_rest=${1#"$_gs_version"} ;;
  esac
  gs_skip "$_gs_rest"
}

# _gs_rest becomes $1 without blanks in front.
gs_skip() {
  _gs_rest=${1#"${1%%[! 	]*}"}
}

# _gs_trim becomes $1 without blanks around.
gs_trim() {
  _gs_trim=${1#"${1%%[! 	]*}"}
  _gs_trim=${_gs_trim%"${_gs_trim##*[! 	]}"}
}

# _gs_plain becomes $1 without blanks and quotes.
gs_plain() {
  _gs_plain=$1
  while :; do
    case $_gs_plain in
      *[\ \	\"\']*) _gs_plain=${_gs_plain%%[ 	\"\']*}${_gs_plain#*[ 	\"\']} ;;
      *) return ;;
    esac
  done
}
