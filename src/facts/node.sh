#!/bin/sh
# Writes what gostead's instant facts read on this machine as one JSON object, with
# nothing but sh and sed, tr, ls, head, tail, wc, cut, sort, od, id, uname (timeout, to start go):
#
#   gostead facts script | ssh node sh > node.json; gostead doctor --facts node.json
#
# Format 1 is described in storednode.ts. Of start files and of Go's settings file only
# lines about Go and PATH are written, all others are empty; URLs lose their logins.
# Nothing is changed; no start file is run; of programs only those that run() names, and
# the first go on PATH and gostead's shim, for two seconds and with GOTOOLCHAIN=local.
# shellcheck disable=SC2016,SC2012 # sed's own $; names are taken as ls has them
set -u
given=${LC_ALL-} there_given=${LC_ALL+x}
LC_ALL=C
export LC_ALL

# The text on stdin without logins and queries of URLs.
public() {
  sed -e 's!://[^[:blank:],|"'\'']*@!://!g' -e 's!\(://[^?#,|[:blank:]]*\)[?#][^,|[:blank:]"'\'']*!\1!g'
}

# A sed program that makes lines the inside of a JSON string: quotes, backslashes and
# control bytes escaped, bytes that are no UTF-8 as U+FFFD. \001 marks what is UTF-8.
made='s/\\/\\\\/g
s/"/\\"/g
'
for code in 01 02 03 04 05 06 07 08 09 0b 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1e 1f 7f; do
  byte=$(printf '%b' "\\0$(printf '%03o' "0x$code")x")
  made="${made}s/${byte%x}/\\\\u00$code/g
"
done
mark=$(printf '\001')
tail=$(printf '[\200-\277]')
lead=$(printf '[\300-\377]')
lost=$(printf '\357\001\277\001\275')
made="$made$(printf 's/\\([\302-\337]\\)\\([\200-\277]\\)/\\1\001\\2/g')
$(printf 's/\\(\340\\)\\([\240-\277]\\)\\([\200-\277]\\)/\\1\001\\2\001\\3/g')
$(printf 's/\\([\341-\354\356\357]\\)\\([\200-\277]\\)\\([\200-\277]\\)/\\1\001\\2\001\\3/g')
$(printf 's/\\(\355\\)\\([\200-\237]\\)\\([\200-\277]\\)/\\1\001\\2\001\\3/g')
$(printf 's/\\(\360\\)\\([\220-\277]\\)\\([\200-\277]\\)\\([\200-\277]\\)/\\1\001\\2\001\\3\001\\4/g')
$(printf 's/\\([\361-\363]\\)\\([\200-\277]\\)\\([\200-\277]\\)\\([\200-\277]\\)/\\1\001\\2\001\\3\001\\4/g')
$(printf 's/\\(\364\\)\\([\200-\217]\\)\\([\200-\277]\\)\\([\200-\277]\\)/\\1\001\\2\001\\3\001\\4/g')
:more
s/^$tail/$lost/
s/\\([^$mark]\\)$tail/\\1$lost/
s/$lead\$/$lost/
s/$lead\\([^$mark]\\)/$lost\\1/
t more
s/$mark//g"
escaped() { sed -e "$made"; }

# Lines on stdin as the inside of one JSON string; what is behind the last newline is a line too.
text() {
  escaped | sed -e 's/$/\\n/' | tr -d '\000\n'
}

# One word as a JSON string.
word() {
  printf '"%s"' "$(printf '%s\n' "$1" | text | sed 's/\\n$//')"
}

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

variables='HOME PATH SHELL GOSTEAD_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME ZDOTDIR
container WSL_DISTRO_NAME CI GITHUB_ACTIONS GITLAB_CI JENKINS_URL BUILDKITE TF_BUILD TMPDIR SSL_CERT_DIR SSL_CERT_FILE
GOSTEAD_KEEP_NOFILE TZ LANG LC_ALL LC_CTYPE LC_COLLATE LC_MESSAGES LC_NUMERIC LC_TIME GOROOT GOPATH GOBIN GOMODCACHE GOFLAGS GOENV
GOPROXY GONOPROXY GOSUMDB GONOSUMDB GONOSUMCHECK GOPRIVATE GOINSECURE GOTOOLCHAIN GO111MODULE GOOS GOARCH
CGO_ENABLED CC CXX PKG_CONFIG GOAMD64 GOARM GOARM64 GOCACHE GODEBUG GOEXPERIMENT GOFIPS140 GOTMPDIR GOVCS
GOWORK'

environment() {
  for name in $variables; do
    value='' there=''
    eval "value=\${$name-}; there=\${$name+x}"
    [ "$name" = LC_ALL ] && value=$given there=$there_given
    [ -n "$there" ] || continue
    printf '%s\n  "%s": %s' "$comma" "$name" "$(word "$(printf '%s\n' "$value" | public)")"
    comma=,
  done
}

platform() {
  case $(uname -s) in Linux) os=linux ;; Darwin) os=darwin ;; FreeBSD) os=freebsd ;; *) os=unknown ;; esac
  case $(uname -m) in
    x86_64 | amd64) arch=amd64 ;; aarch64 | arm64) arch=arm64 ;; arm*) arch=arm ;;
    i?86) arch=386 ;; loongarch64) arch=loong64 ;; *) arch=$(uname -m) ;;
  esac
  printf '%s_%s' "$os" "$arch"
}

onpath() {
  left=${PATH-}:
  while [ -n "$left" ]; do
    at=${left%%:*}
    left=${left#*:}
    case $at in /*) ;; *) continue ;; esac
    directory "$at"
    while :; do case $at in */) at=${at%/} ;; *) break ;; esac; done
    program "$at/go"
  done
}

# The go that a shell here finds.
firstgo() {
  left=${PATH-}:
  while [ -n "$left" ]; do
    at=${left%%:*}
    left=${left#*:}
    case $at in /*) ;; *) continue ;; esac
    while :; do case $at in */) at=${at%/} ;; *) break ;; esac; done
    if [ -f "$at/go" ] && [ -x "$at/go" ]; then
      printf '%s/go\n' "$at"
      return
    fi
  done
}

# Modes of the directories on PATH, each once, in the words of the fact pathmodes.
modes() {
  left=${PATH-}:
  set --
  seen=:
  while [ -n "$left" ]; do
    at=${left%%:*}
    left=${left#*:}
    case $at in /*) ;; *) continue ;; esac
    if [ ! -d "$at" ] || [ ! -r "$at" ]; then continue; fi
    case $seen in *":$at:"*) continue ;; esac
    seen="$seen$at:"
    set -- "$@" "$at"
  done
  [ $# -eq 0 ] || run ls -ldnL -- "$@"
}

# A setting as the environment or Go's own file has it.
setting() { # NAME
  eval "value=\${$1-}"
  if [ -z "$value" ] && [ -f "$goenv" ] && [ -r "$goenv" ]; then
    value=$(sed -n "s/^$1=//p" <"$goenv" | tail -n 1 | tr -d '\r\000')
  fi
  printf '%s\n' "$value"
}

# Files of a directory whose names end so, but for hidden ones.
startfiles() { # DIRECTORY ENDING
  directory "$1"
  for at in "$1"/*"$2" "$1"/.*"$2"; do
    [ -e "$at" ] || [ -h "$at" ] || continue
    file "$at" startfile
  done
}

# Where GOTOOLCHAIN's version may be.
toolchain() {
  version=$(setting GOTOOLCHAIN)
  version=${version%%+*}
  case $version in go[0-9]*) ;; *) return 0 ;; esac
  case $version in */*) return 0 ;; esac
  left=${PATH-}:
  while [ -n "$left" ]; do
    at=${left%%:*}
    left=${left#*:}
    case $at in /*) program "${at%/}/$version" ;; esac
  done
  file "$own/toolchains/$version.$dashed/VERSION" whole
  cache=$(setting GOMODCACHE)
  file "${cache:-$gopath/pkg/mod}/golang.org/toolchain@v0.0.1-$version.$dashed/VERSION" whole
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

# The directories of Go and gostead, as the fact paths names them; what tells a container.
statuses() {
  for at in /etc/localtime /usr/share/zoneinfo /usr/share/lib/zoneinfo /etc/zoneinfo /.dockerenv /run/.containerenv \
    /run/systemd/system; do status "$at"; done
  for at in /usr/local/go "$own/shims" "$own/toolchains" "$own/store" "$own/current/go"; do steps "$at"; done
  while read -r at; do steps "$at"; done <<END
$trees
$(setting GOROOT | cut -d : -f 1)
END
  case ${GOENV-} in off) ;; *) steps "$goenv" ;; esac
  [ -n "$home" ] || return 0
  steps "$gopath"
  at=$(setting GOBIN)
  steps "${at:-$gopath/bin}"
  at=$(setting GOMODCACHE)
  steps "${at:-$gopath/pkg/mod}"
  at=$(setting GOCACHE)
  caches=$home/.cache
  case $platform in darwin*) caches=$home/Library/Caches ;; esac
  steps "${at:-${XDG_CACHE_HOME:-$caches}/go-build}"
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

# Which processor programs here are for, and how new the C library is.
libraries() {
  binary /bin/sh ''
  for at in x86_64 aarch64 armhf armv7 i386 riscv64 powerpc64le s390x; do
    binary "/lib/ld-musl-$at.so.1" '/^1\.[0-9][0-9]*\.[0-9][0-9]*$/p'
  done
  for at in x86_64-linux-gnu aarch64-linux-gnu arm-linux-gnueabihf arm-linux-gnueabi i386-linux-gnu riscv64-linux-gnu powerpc64le-linux-gnu s390x-linux-gnu; do binary "/lib/$at/libc.so.6" '/^GLIBC_2\.[0-9][0-9]*$/p'; done
  for at in /lib64/libc.so.6 /lib/libc.so.6 /usr/lib/libc.so.6; do
    binary "$at" '/^GLIBC_2\.[0-9][0-9]*$/p'
  done
}

files() {
  directory /
  onpath
  for at in /usr/local/go /usr/lib/go /opt/go; do tree "$at"; done
  for at in /etc/os-release /usr/lib/os-release; do file "$at" whole; done
  for at in /lib /lib64; do directory "$at"; done
  libraries
  for at in /sys/fs/selinux/enforce /etc/selinux/config; do file "$at" whole; done
  for at in /usr/sbin/semanage /usr/sbin/restorecon; do binary "$at" ''; done
  [ -d /etc/selinux ] || file /etc/selinux whole
  for at in /etc/environment /etc/profile /etc/bash.bashrc /etc/zsh/zshenv; do file "$at" startfile; done
  startfiles /etc/profile.d .sh
  startfiles /etc/fish/conf.d .fish
  file /proc/self/mountinfo mounts
  zone /etc/localtime
  case ${TZ-} in '' | :* | /* | *..*) ;; *)
    for at in /usr/share/zoneinfo /usr/share/lib/zoneinfo /etc/zoneinfo; do zone "$at/$TZ"; done
    ;;
  esac
  for at in /proc/version /proc/1/cgroup /proc/cpuinfo /proc/self/limits; do file "$at" whole; done
  [ -n "$home" ] || return 0
  for at in .profile .bash_profile .bash_login .bashrc; do file "$home/$at" startfile; done
  zsh=$home
  case ${ZDOTDIR-} in /*) zsh=$ZDOTDIR ;; esac
  for at in .zshenv .zprofile .zshrc .zlogin; do file "$zsh/$at" startfile; done
  startfiles "$config/fish/conf.d" .fish
  file "$config/fish/config.fish" startfile
  case ${GOENV-} in off) ;; *) file "$goenv" settings ;; esac
  at=$(setting GOROOT)
  case $at in /*) tree "$at" ;; esac
  directory "$own/toolchains"
  file "$own/shims/go" first
  file "$own/default" first
  for at in "$own/toolchains"/*; do [ ! -d "$at" ] || tree "$at"; done
  tree "$home/go"
  tree "$home/.local/go"
  at=$(setting GOBIN)
  directory "${at:-$gopath/bin}"
  toolchain
}

# Go's words for this machine.
home=${HOME-}
config=$home/.config
case ${XDG_CONFIG_HOME-} in /*) config=$XDG_CONFIG_HOME ;; esac
goenv=${GOENV:-$config/go/env}
own=${GOSTEAD_HOME:-${XDG_DATA_HOME:-$home/.local/share}/gostead}
gopath=$(setting GOPATH)
gopath=${gopath%%:*}
gopath=${gopath:-$home/go}
platform=$(platform)
dashed=$(printf '%s\n' "$platform" | tr _ -)

printf '{"schema": "node", "format": 1, "version": "@VERSION@", "platform": "%s", "uid": %s, "cwd": "/",\n' \
  "$platform" "$(id -u)"
printf '"asked": ["%s"],\n' "$(printf '%s' "$variables" | tr -s ' \n' '  ' | sed 's/ /", "/g')"
printf '"env": {'
environment
printf '\n},\n"run": {'
comma=''
run uname -srm
run id -u
run id -un
run getconf GNU_LIBC_VERSION
run getconf PAGESIZE
run systemctl is-system-running
run dpkg --print-architecture
run rpm -E '%{_arch}'
modes
go=$(firstgo)
[ -z "$go" ] || rungo "$go"
[ "$go" = "$own/shims/go" ] || rungo "$own/shims/go"
printf '\n},\n"files": {'
comma='' trees='' told='
'
files
printf '\n},\n"status": {'
comma=''
statuses
printf '\n}}\n'
