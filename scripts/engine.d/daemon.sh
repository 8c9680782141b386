# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# The private engine: its own data, socket and state, all below one folder.

# What an engine and its children look like in the process list; nothing else is ever ended. A second engine below the
# same folder is one of them only where `all` are asked for.
private_processes() {
  local which=${1:-own} entry name line
  for entry in /proc/[0-9]*; do
    { read -r name <"$entry/comm"; } 2>/dev/null || continue
    case $name in dockerd | containerd | containerd-shim* | runc | podman | conmon) ;; *) continue ;; esac
    { line=$(tr '\0' ' ' <"$entry/cmdline"); } 2>/dev/null || continue
    case $which:" $line" in
      own:*" $home/classic/"* | own:*" $home/podman/"* | own:*" $home/remote/"*) ;;
      *" $home/"*) printf '%s\n' "${entry#/proc/}" ;;
    esac
  done
}

# Ends what an engine that died left behind: containers under their shims, then the shims, then its helpers.
end_leftovers() {
  local which=${1:-own} pid child round
  for round in 1 2 3; do
    local -a left=()
    while read -r pid; do left+=("$pid"); done < <(private_processes "$which")
    [ "${#left[@]}" != 0 ] || break
    for pid in "${left[@]}"; do
      for child in $(children_of "$pid"); do kill -KILL "$child" 2>/dev/null || true; done
      kill -KILL "$pid" 2>/dev/null || true
    done
    sleep "0.$round"
  done
  unmount_leftovers "$which"
  rm -rf --one-file-system "$home/exec" "$home/docker.pid" "$private_socket"
}

unmount_leftovers() {
  local which=$1 point
  awk -v home="$home/" -v which="$which" \
    'index($2, home) == 1 && (which == "all" || substr($2, length(home) + 1) !~ "^(classic|podman|remote)/") { print $2 }' /proc/self/mounts | sort -r | while read -r point; do
    umount -l "$(printf '%b' "$point")" 2>/dev/null || true
  done
}

# Files a container may open: enough for servers, and not so many that a program that closes them all takes minutes.
file_limits() {
  local hard
  hard=$(ulimit -Hn)
  if [ "$hard" = unlimited ] || ((hard > 1048576)); then hard=1048576; fi
  printf '{ "nofile": { "Name": "nofile", "Soft": %s, "Hard": %s } }' $((hard < 65536 ? hard : 65536)) "$hard"
}

write_daemon_settings() {
  local init forward=''
  init=$(PATH=$(private_path) command -v tini-static || true)
  # From version 28 on an engine can be told not to stop the forwarding that others on this machine rely on.
  if [ "$(engine_major)" -ge 28 ]; then forward='"ip-forward-no-drop": true,'; fi
  cat >"$home/daemon.json" <<SETTINGS
{
  "hosts": ["unix://$private_socket"],
  "data-root": "$home/data",
  "exec-root": "$home/exec",
  "pidfile": "$home/docker.pid",
  ${init:+"\"init-path\": \"$init\","}
  $forward
  "features": { "containerd-snapshotter": true },
  "default-ulimits": $(file_limits),
  "log-opts": { "max-size": "10m", "max-file": "2" },
  "builder": { "gc": { "enabled": true, "defaultKeepStorage": "10GB" } },
  "shutdown-timeout": 5
}
SETTINGS
}

engine_major() { with_prefix dockerd --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p'; }

start_engine() {
  local step
  end_leftovers
  keep_log_short dockerd
  write_daemon_settings
  with_prefix ip link show docker0 >/dev/null 2>&1 || : >"$home/bridge-is-ours"
  say 'starting the private engine'
  ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
  set_prefix_env
  start_process dockerd "${prefix_env[@]}" dockerd --config-file "$home/daemon.json"
  for ((step = 0; step < 600; step++)); do
    if [ -S "$private_socket" ] && engine_answers "unix://$private_socket"; then return; fi
    if [ -z "$(remembered_process dockerd)" ]; then break; fi
    sleep 0.1
  done
  fail_with_log "$home/dockerd.log" 'the private engine did not start'
}

# Containers are ended first: an engine that is asked to stop waits for each of them.
stop_engine() {
  local containers
  if [ -n "$(remembered_process dockerd)" ] && engine_answers "unix://$private_socket" && docker_client; then
    endpoint=unix://$private_socket endpoint_context=''
    containers=$(docker_at ps -q 2>/dev/null | tr '\n' ' ')
    # shellcheck disable=SC2086 # several identifiers
    [ -z "$containers" ] || docker_at kill $containers >/dev/null 2>&1 || true
  fi
  stop_process dockerd 20
  [ "$(uname -s)" != Linux ] || end_leftovers all
  if [ -e "$home/bridge-is-ours" ]; then
    with_prefix ip link delete docker0 2>/dev/null || true
    rm -f "$home/bridge-is-ours"
  fi
}
