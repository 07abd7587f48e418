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
