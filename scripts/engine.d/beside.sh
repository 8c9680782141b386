# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# A further engine beside the one that scripts/engine found: all of it lies in a folder below that of the private
# engine, whose `down` then ends what was left here.

# use_folder_beside NAME
use_folder_beside() {
  check_home
  apt_home=$home
  home=$home/$1
  prefix=$home/prefix
  tools=$home/bin
  log=$home/set-up.log
}

# From the lists of the private engine, fetched a moment ago; whoever else unpacks from them is waited for.
unpack_beside() {
  [ -n "$(missing_packages "$@")" ] || return 0
  say 'unpacking packages of this suite to a private folder'
  mkdir -p "$prefix"
  (
    home=$apt_home
    take_lock
    write_apt_settings own
    unpack_packages own closure "$@" >"$log" 2>&1
  ) || fail_with_log "$log" 'the packages could not be unpacked'
}

# A network that nothing on this machine routes to.
free_network() {
  local third routes
  routes=$(with_prefix ip -4 route show table all)
  for third in 201 202 203 204 205 206 207 208; do
    case $routes in *"192.168.$third."*) ;; *) printf '192.168.%s' "$third" && return ;; esac
  done
  fail 'every network that could be used here is in use'
}

# wait_for NAME SECONDS COMMAND…: until the command succeeds, as long as the process runs.
wait_for() {
  local name=$1 seconds=$2 step
  shift 2
  for ((step = 0; step < seconds * 20; step++)); do
    if "$@"; then return; fi
    [ -n "$(remembered_process "$name")" ] || break
    sleep 0.05
  done
  fail_with_log "$home/$name.log" "$name did not start"
}
