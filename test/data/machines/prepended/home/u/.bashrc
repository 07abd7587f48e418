export PATH=/usr/local/go/bin:$PATH
