export PATH="$HOME/.local/share/gostead/shims:$PATH"
# export GOROOT=/usr/local/go
