alias go=/opt/go1.20/bin/go
go() { sudo -E /opt/go/bin/go "$@"; }
exit 1
