# Files, directories, programs: what stands there and what they say, as members of the object (nodejson.sh comes first).
# shellcheck shell=sh

# What stands at a path goes out once, whoever asks.
said=' '
comma=''
entry() { # PATH: true the first time, and then its name is written
  case $said in *" $1 "*) return 1 ;; esac
  said="$said$1 "
  printf '%s\n' "$comma"
  comma=,
  word "$1"
  printf ': '
}

real() {
  readlink -f -- "$1" 2>/dev/null && return
  (cd -P -- "${1%/*}/" 2>/dev/null && printf '%s/%s\n' "$(pwd -P)" "${1##*/}")
}

# A file that is not read: why.
refused() { # PATH
  if [ ! -e "$1" ]; then
    if closed "$1"; then
      printf '{"is": "unreadable", "reason": "reading it is not permitted"}'
    else
      printf '{"is": "absent"}'
    fi
  elif [ -d "$1" ]; then
    printf '{"is": "directory", "real": %s}' "$(word "$(real "$1")")"
  elif [ ! -f "$1" ]; then
    printf '{"is": "unreadable", "reason": "it is a device"}'
  else
    printf '{"is": "unreadable", "reason": "reading it is not permitted"}'
  fi
}

file() { # PATH FILTER
  entry "$1" || return 0
  if [ ! -f "$1" ] || [ ! -r "$1" ]; then
    refused "$1"
  elif [ "$(head -c 1048577 <"$1" | wc -c)" -gt 1048576 ]; then
    printf '{"is": "unreadable", "reason": "it is larger than 1048576 bytes"}'
  elif [ "$(tr -dc '\000' <"$1" | wc -c)" -gt 0 ]; then
    found "$1" '\u0000'
  else
    found "$1" "$("$2" <"$1" | public | text)"
  fi
}

found() { # PATH TEXT
  x=false
  is_executable "$1" && x=true
  printf '{"is": "file", "real": %s, "executable": %s, "text": "%s"}' "$(word "$(real "$1")")" "$x" "$2"
}

# By its mode, not by who asks.
is_executable() { # PATH
  case $(ls -ldnL -- "$1" 2>/dev/null | cut -c 1-10) in *x* | *s* | *t*) ;; *) return 1 ;; esac
}

directory() { # PATH
  entry "$1" || return 0
  if [ ! -d "$1" ] || [ ! -r "$1" ]; then
    refused "$1"
    return
  fi
  names=$(ls -A -- "$1" 2>/dev/null | text | sed -e 's/\\n$//' -e 's/\\n/", "/g')
  [ -n "$names" ] && names="\"$names\""
  printf '{"is": "directory", "real": %s, "names": [%s]}' "$(word "$(real "$1")")" "$names"
}

whole() { sed -e 's/^//'; }
first() { sed -e 1q; }

# Go's own variables; the marks of our block.
settings() {
  sed -e '/^GOAUTH=/s/.*//' -e '/^GO[A-Z0-9]*=/b' -e '/^CGO_ENABLED=/b' -e '/^# >>> gostead/b' \
    -e '/^# <<< gostead/b' -e 's/.*//'
}

# What readers of start files look for: Go and PATH; where a file ends early; what it reads in.
startfile() {
  sed -e '/^[[:blank:]]*#/{' -e 's/.*//' -e b -e '}' -e '/GO[A-Z0-9]/b' -e '/PATH/b' -e /fish_user_paths/b \
    -e /fish_add_path/b -e '/alias.*go/b' -e '/abbr.*go/b' -e '/function.*go/b' -e '/go *(/b' \
    -e 's/^.*\\$/\\/' -e '/^\\$/b' \
    -e 's/^\(.*[;&|[:blank:]]\)*source[[:blank:]][[:blank:]]*\([^;&|[:blank:]]*\).*/. \2/' \
    -e 's/^\(.*[;&|[:blank:]]\)*\.[[:blank:]][[:blank:]]*\([^;&|[:blank:]]*\).*/. \2/' -e '/^\. /b' \
    -e '/PS1/s/.*return.*/: $PS1; return/' -e '/PS1/s/.*exit.*/: $PS1; return/' \
    -e '/\$-/s/.*return.*/: $PS1; return/' \
    -e '/\$-/s/.*exit.*/: $PS1; return/' -e '/^: \$PS1; return$/b' -e '/PS1/s/.*/: $PS1/' \
    -e '/\$-/s/.*/: $PS1/' -e '/^: \$PS1$/b' -e '/^[[:blank:]]*return/s/.*/return/' \
    -e '/[;)&|[:blank:]]return/s/.*/return/' -e '/^[[:blank:]]*exit/s/.*/return/' \
    -e '/[;)&|[:blank:]]exit/s/.*/return/' -e '/^return$/b' -e 's/.*//'
}

# Options of a mount may name a user and a password.
mounts() { sed -e 's/,user[a-z]*=[^, ]*//g' -e 's/,pass[a-z]*=[^, ]*//g' -e 's/,cred[a-z]*=[^, ]*//g'; }

# A script's head says whom it calls; of a program nothing is needed.
program() { # PATH
  entry "$1" || return 0
  if [ ! -f "$1" ]; then
    refused "$1"
    return
  fi
  head=''
  if [ -r "$1" ] && [ "$(head -c 2 <"$1" | tr -d '\000')" = '#!' ]; then
    head=$(head -c 4096 <"$1" | tr -d '\000' | public | text)
  elif [ ! -r "$1" ]; then
    refused "$1"
    return
  fi
  found "$1" "$head"
  at=$(real "$1")
  tree "${at%/*/*}"
  trees="$trees
${at%/*/*}"
}

# A Go tree: which, and what it sets by itself.
tree() { # GOROOT
  file "$1/VERSION" whole
  file "$1/go.env" settings
}

# Lines that begin with a mark, without it; the last one is ours.
marked() { # MARK LINES
  printf '%s\n' "$2" | sed -n "s/^$1//p"
}

# What a program says, with its exit status; null: there is no such program.
run() { # PROGRAM WORDS
  printf '%s\n  %s: ' "$comma" "$(word "$*")"
  comma=,
  command -v "$1" >/dev/null 2>&1 || {
    printf null
    return 0
  }
  said_run=$(ran "$@" | head -c 65536)
  printf '{"code": %s, "stdout": "%s", "stderr": "%s"}' "$(marked c "$said_run" | sed -n '/^[0-9][0-9]*$/p' | head -n 1)" \
    "$(marked 1 "$said_run" | sed '${/^$/d;}' | text)" "$(marked 2 "$said_run" | public | text)"
}

# Every line of stdout behind a 1, of stderr behind a 2, the exit status behind a c.
ran() {
  { { {
    code=0
    "$@" </dev/null 2>&3 3>&- 4>&- || code=$?
    printf 'c%s\n' "$code" >&4
    echo
  } | sed 's/^/1/' >&4; } 3>&1 | sed 's/^/2/'; } 4>&1
}

# One go, as the doctor starts it, for two seconds at most.
rungo() { # PATH
  [ -x "$1" ] && command -v timeout >/dev/null 2>&1 || return 0
  said_run=$(ran timeout 2 env GOTOOLCHAIN=local "$1" version | head -c 65536)
  code=$(marked c "$said_run" | head -n 1)
  printf '%s\n  %s: {"code": %s, "stdout": "%s", "stderr": "%s"}' "$comma" "$(word "env GOTOOLCHAIN=local $1 version")" \
    "${code:-1}" "$(marked 1 "$said_run" | sed '${/^$/d;}' | text)" "$(marked 2 "$said_run" | public | text)"
  comma=,
}

# Whether a directory above may not be entered: then nobody can say what is there.
closed() { # PATH
  up=${1%/*}
  while [ -n "$up" ]; do
    if [ -d "$up" ] && [ ! -x "$up" ]; then return 0; fi
    up=${up%/*}
  done
  return 1
}

# Owner and mode of a path itself.
status() { # PATH
  case $told in *"
$1
"*) return 0 ;; esac
  told="$told$1
"
  ! closed "$1" || return 0
  printf '%s\n  %s: ' "$comma" "$(word "$1")"
  comma=,
  line=$(ls -ldn -- "$1" 2>/dev/null | head -n 1) || line=''
  case $line in
    ??????????*) ;;
    *)
      printf null
      return 0
      ;;
  esac
  may=false
  [ ! -w "$1" ] || may=true
  to=null
  [ ! -h "$1" ] || to=$(word "$(readlink -- "$1")")
  printf '{"mode": %s, "uid": %s, "writable": %s, "target": %s}' "$(word "$(printf '%s\n' "$line" | cut -c 1-10)")" \
    "$(printf '%s\n' "$line" | sed 's/^[^ ]* *[^ ]* *\([0-9][0-9]*\) .*/\1/')" "$may" "$to"
}

# A path and all that leads to it.
steps() { # PATH
  case $1 in /*) ;; *) return 0 ;; esac
  step=$1
  while [ -n "$step" ]; do
    status "$step"
    step=${step%/*}
  done
  status /
}

# A file of a time zone: its mark and its rule, which is its last line.
zone() { # PATH
  entry "$1" || return 0
  if [ -f "$1" ] && [ -r "$1" ] && [ "$(head -c 4 <"$1")" = TZif ]; then
    found "$1" "TZif\\u0000\\n$(tail -n 1 <"$1" | text)"
  else
    refused "$1"
  fi
}

# The head of a program or library, and those of its words that a sed program prints.
binary() { # PATH SED
  entry "$1" || return 0
  if [ ! -f "$1" ] || [ ! -r "$1" ] || ! command -v od >/dev/null 2>&1; then
    refused "$1"
    return
  fi
  words=$(tr '\000' '\n' <"$1" | sed -n "$2" | sort -u | text | sed -e 's/\\n$//' -e 's/\\n/", "/g')
  printf '{"is": "file", "real": %s, "executable": true, "hex": "%s", "words": [%s]}' "$(word "$(real "$1")")" \
    "$(head -c 4096 <"$1" | od -An -v -tx1 | tr -d ' \n')" "${words:+"\"$words\""}"
}
