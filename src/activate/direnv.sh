# gostead for direnv: `use gostead` in an .envrc puts the Go that the directory asks for first on PATH, and sets what an
# allowed .goenv says. direnv reads this from its lib directory; written by gostead, changes here are lost.
# A missing version is an error of direnv's, and go says it again: never another go in silence.
_gostead_home='@GOSTEAD_HOME@'

use_gostead() {
  local line said dir name
  if ! said=$(GOSTEAD_HOME=$_gostead_home "$_gostead_home/bin/gostead" --hook direnv); then
    log_error "gostead: no answer from $_gostead_home/bin/gostead"
    said="bin $_gostead_home/shims/."
  fi
  while IFS= read -r line; do
    case $line in
      'bin /'*)
        PATH_rm "$_gostead_home/links/*/bin" "$_gostead_home/shims/."
        PATH_add "${line#bin }"
        unset GOROOT
        [[ -n ${GOTOOLCHAIN-} ]] || export GOTOOLCHAIN=local
        ;;
      'set '[A-Z]*=*) export "${line#set }" ;;
      'say '*) log_error "${line#say }" ;;
      'want /'*) watch_file "${line#want }" ;;
    esac
  done <<<"$said"
  dir=$PWD
  while :; do
    for name in gostead.yaml .go-version .goenv .mise.toml mise.toml .tool-versions go.work go.mod; do
      watch_file "$dir/$name"
    done
    watch_file "$_gostead_home/goenv$dir/.goenv"
    [[ -n $dir ]] || break
    dir=${dir%/*}
  done
  watch_file "$_gostead_home/default"
}
