export PATH=$PATH:/usr/local/go1.20/bin
