
# bash: before each prompt, ahead of what stands in PROMPT_COMMAND. `&& :` keeps both $? and, under set -e, the shell.
_gostead_hooked='_gostead_prompt && :'

_gostead_read() {
  local text=''
  if [[ -r $1 ]]; then IFS= read -r -d '' -n 4096 text <"$1" || :; fi
  _gostead_seen=$_gostead_seen$1:$text
}

_gostead_prompt() {
  local status=$?
  _gostead_follow_pins
  return $status
}

_gostead_unhook() {
  local i
  for i in "${!PROMPT_COMMAND[@]}"; do
    case ${PROMPT_COMMAND[i]} in
      "$_gostead_hooked") unset "PROMPT_COMMAND[$i]" ;;
      "$_gostead_hooked$_gostead_nl"*) PROMPT_COMMAND[i]=${PROMPT_COMMAND[i]#"$_gostead_hooked$_gostead_nl"} ;;
    esac
  done
  # Somebody may have kept a copy of it.
  _gostead_prompt() { return $?; }
  unset _gostead_hooked _gostead_for _gostead_files _gostead_seen _gostead_vars _gostead_stamp _gostead_count _gostead_top _gostead_found
  unset -f _gostead_read _gostead_reread _gostead_calm _gostead_look _gostead_dir _gostead_key _gostead_same _gostead_follow_pins
}

case ${PROMPT_COMMAND-} in
  "$_gostead_hooked" | "$_gostead_hooked$_gostead_nl"*) ;;
  *) PROMPT_COMMAND=$_gostead_hooked${PROMPT_COMMAND:+$_gostead_nl$PROMPT_COMMAND} ;;
esac
_gostead_follow=prompt _gostead_for='' _gostead_files=''
_gostead_prompt && :
