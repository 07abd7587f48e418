export PATH="$PATH:$HOME/.local/share/gostead/shims"
