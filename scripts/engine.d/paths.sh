# shellcheck shell=bash disable=SC2034 # used by the other parts
# Where everything is kept: one folder, so that removing it removes all there is.

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

# The folder's name is written into settings and search paths, where these characters have a meaning of their own.
check_home() {
  case $home in
    *[\"\'\\:\$\`]* | *$'\n'*) fail "the folder $home has a quote, colon, dollar or backslash in its name; set EVERYARCH_ENGINE_HOME to another" ;;
  esac
}
