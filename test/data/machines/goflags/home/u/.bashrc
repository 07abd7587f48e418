export GOFLAGS='-mod=mod -race'
