alias ll="ls -l"
export PATH="/usr/local/go/bin:$PATH"
