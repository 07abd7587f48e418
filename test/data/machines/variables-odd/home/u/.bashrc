export GO111MODULE=off
export GONOSUMCHECK=corp.example.com
