# set-up
export GOROOT=/usr/local/go
export PATH="$HOME/.local/share/gostead/shims:$PATH:$GOROOT/bin"
