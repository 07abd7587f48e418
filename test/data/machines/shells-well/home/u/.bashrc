case ":${PATH}:" in
  *:'/home/u/.local/share/gostead/shims':*) ;;
  *) export PATH='/home/u/.local/share/gostead/shims'"${PATH:+:${PATH}}" ;;
esac
