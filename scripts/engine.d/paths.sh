# shellcheck shell=bash
# Where everything is kept. One folder, so that removing it removes all there is.

home=${EVERYARCH_ENGINE_HOME:-${XDG_CACHE_HOME:-${HOME:-/var/cache}/.cache}/everyarch/engine}
case $home in
  /*) ;;
  *) home=$PWD/$home ;;
esac
home=${home%/}
prefix=$home/prefix
tools=$home/bin
log=$home/set-up.log
private_socket=$home/docker.sock

# A socket's path holds at most 107 bytes, and the engine makes longer ones below this folder.
longest_home=72
