
# zsh: before each prompt and after each change of directory.
_gostead_read() {
  local text=''
  if [[ -r $1 ]]; then text=$(<$1); fi
  _gostead_seen=$_gostead_seen$1:${text[1,4096]}
}

_gostead_prompt() {
  local _gostead_status=$?
  emulate -L zsh
  _gostead_follow_pins
  return $_gostead_status
}

_gostead_unhook() {
  precmd_functions=(${precmd_functions:#_gostead_prompt})
  chpwd_functions=(${chpwd_functions:#_gostead_prompt})
  unset _gostead_for _gostead_files _gostead_seen _gostead_vars _gostead_stamp _gostead_count _gostead_top _gostead_found
  unset -f _gostead_read _gostead_reread _gostead_calm _gostead_look _gostead_dir _gostead_key _gostead_same _gostead_follow_pins _gostead_prompt
}

typeset -ga precmd_functions chpwd_functions
if (( ! ${precmd_functions[(I)_gostead_prompt]} )); then
  precmd_functions=(_gostead_prompt $precmd_functions)
fi
if (( ! ${chpwd_functions[(I)_gostead_prompt]} )); then
  chpwd_functions=(_gostead_prompt $chpwd_functions)
fi
typeset -g _gostead_follow=prompt _gostead_for= _gostead_files=
_gostead_prompt && :
