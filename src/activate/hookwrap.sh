
# `gostead use` and `gostead deactivate` act on this shell; every other word goes on to the program, with its status.
gostead() {
  case $#,${1-} in
    1,deactivate) _gostead_off ;;
    *,use | *,shell | *,deactivate)
      _gostead_code=$("$_gostead_home/bin/gostead" "$@" --shell @SHELL@ </dev/null) || return
      case $_gostead_code in
        '# gostead'*) eval "$_gostead_code" ;;
        *) printf '%s\n' "$_gostead_code" ;;
      esac
      ;;
    *)
      _gostead_files=''
      "$_gostead_home/bin/gostead" "$@"
      ;;
  esac
}
