# What a label sets, for shim.sh: labels/<word>/env, whose format is told in src/label/variables.ts, which says the
# same in TypeScript; test/data/labels holds the two equal. Nothing forks.

# Sets and exports the variables of label $1, each unless the user's own setting stands before it. 1: damaged.
gs_label() {
  _gs_label=$_gs_home/labels/$1/env _gs_os='' _gs_set=''
  [ -f "$_gs_label" ] || return
  while IFS= read -r _gs_text; do
    case $_gs_os,$_gs_text in
      ,'gostead label 1 '?*) _gs_os=${_gs_text##* } && continue ;;
      ,*) return 1 ;;
    esac
    case ${_gs_text%%=*} in
      GOPROXY | GOSUMDB | GOPRIVATE | GONOPROXY | GONOSUMDB | GOINSECURE | GOFLAGS | GOTOOLCHAIN)
        gs_yours "${_gs_text%%=*}" && continue
        ;;
      GO111MODULE | GOCACHE | GOMODCACHE | GOBIN | GOWORK | GOEXPERIMENT | GOAMD64 | GOARM | CGO_ENABLED) ;;
      GOMAXPROCS | GOMEMLIMIT | GODEBUG) ;;
      *) return 1 ;;
    esac
    # shellcheck disable=SC2163 # NAME=value, and the name is one of those above
    export "$_gs_text"
  done <"$_gs_label"
  [ -n "$_gs_os" ]
}

# Whether the user sets variable $1: in the environment, or by `go env -w`. Empty is not set, as Go has it.
gs_yours() {
  eval "[ -n \"\${$1-}\" ]" && return
  [ -n "$_gs_set" ] || gs_go_env
  case $_gs_set in *" $1 "*) return 0 ;; esac
  return 1
}

# _gs_set becomes ` NAME NAME ` of what Go's own settings file sets; the last line of a name counts.
gs_go_env() {
  _gs_set=' '
  gs_go_env_file && [ -f "$_gs_goenv" ] && [ -r "$_gs_goenv" ] || return 0
  while IFS= read -r _gs_entry || [ -n "$_gs_entry" ]; do
    case $_gs_entry in [A-Z]*=*) ;; *) continue ;; esac
    _gs_key=${_gs_entry%%=*}
    case $_gs_key in *[!A-Z0-9_]*) continue ;; esac
    case $_gs_set in *" $_gs_key "*) _gs_set="${_gs_set%%" $_gs_key "*} ${_gs_set#*" $_gs_key "}" ;; esac
    case $_gs_entry in *=) ;; *) _gs_set="$_gs_set$_gs_key " ;; esac
  done <"$_gs_goenv"
}

# _gs_goenv becomes where `go env -w` keeps its settings (os.UserConfigDir); 1 when there is no such place.
gs_go_env_file() {
  case ${GOENV-},$_gs_os,${XDG_CONFIG_HOME-} in
    off,*) return 1 ;;
    ?*,*,*) _gs_goenv=$GOENV && return ;;
    ,darwin,*) _gs_goenv=${HOME-}/Library/Application\ Support/go/env ;;
    ,*,/*) _gs_goenv=$XDG_CONFIG_HOME/go/env && return ;;
    ,*,?*) return 1 ;;
    *) _gs_goenv=${HOME-}/.config/go/env ;;
  esac
  [ -n "${HOME-}" ]
}
