# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# What is in use, in five lines.

status_line() { printf '%-10s %s\n' "$1" "$2"; }

engine_lines() {
  local facts version driver kernel
  if ! docker_client; then
    status_line engine "$endpoint_source at $endpoint (no docker client to ask it more)"
    return
  fi
  facts=$(docker_at info --format '{{.ServerVersion}}|{{.Driver}} {{json .DriverStatus}}|{{.OSType}}/{{.Architecture}} {{.KernelVersion}}' 2>/dev/null || true)
  IFS='|' read -r version driver kernel <<<"$facts"
  status_line engine "$version on $kernel, $endpoint_source at $endpoint"
  case $driver in
    *io.containerd.snapshotter*) status_line store "containerd (${driver%% *})" ;;
    *) status_line store "classic (${driver%% *}): one platform per tag" ;;
  esac
}

status_command() {
  local state=0 line
  if find_endpoint; then
    engine_lines
  else
    status_line engine 'none answers'
    state=3
  fi
  if [ "$state" = 0 ] && engine_shares_kernel; then
    while read -r line; do status_line emulator "$line"; done < <(handler_lines)
  fi
  if find_registry; then
    status_line registry "$registry ($registry_kind)"
  else
    status_line registry 'none answers'
    state=3
  fi
  return "$state"
}
