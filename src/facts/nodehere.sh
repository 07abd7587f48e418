# Where things are on this machine: the variables, PATH, start files, Go's own settings (nodelook.sh comes first).
# shellcheck shell=sh

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
