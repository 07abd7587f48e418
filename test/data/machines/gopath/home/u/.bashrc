export GOPATH=/usr/local/go/
