# What is looked at, and the object itself (nodehere.sh comes first).
# shellcheck shell=sh

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
