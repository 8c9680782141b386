# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# A registry on loopback: one that answers, or the distribution's, or the hub's image in an engine that is yours.

registry=''
registry_kind=''
registry_image=registry:2
registry_label=io.github.everyarch.engine.registry

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_status ADDRESS PATH [TYPE]: the status of a HEAD request, by curl or, where there is none, by hand.
http_status() {
  local address=$1 path=$2 type=${3:-*/*} line=''
  if has curl; then
    curl_quietly -o /dev/null -w '%{http_code}' -I -H "Accept: $type" "http://$address$path" || true
    return
  fi
  (
    exec 3<>"/dev/tcp/${address%:*}/${address##*:}" || exit 0
    printf 'HEAD %s HTTP/1.0\r\nHost: %s\r\nAccept: %s\r\n\r\n' "$path" "$address" "$type" >&3
    read -r -t 5 line <&3 || true
    line=${line#* }
    printf '%s' "${line%% *}"
  ) 2>/dev/null
}

# A registry answers 200, or 401 when it wants a password, which ours never does.
registry_answers() { [ "$(http_status "$1" /v2/)" = 200 ]; }

first_registry_port() { printf '%s' "${EVERYARCH_REGISTRY_PORT:-5055}"; }

# Sets `registry` and `registry_kind` (private, container or found); fails when none answers.
find_registry() {
  local given=${EVERYARCH_TEST_REGISTRY:-} remembered kind
  registry='' registry_kind=''
  { read -r remembered kind <"$home/registry.address"; } 2>/dev/null || remembered=''
  if [ -n "$given" ] && [ "$given" != "$remembered" ] && registry_answers "$given"; then
    registry=$given registry_kind=found
  elif [ -n "$remembered" ] && registry_answers "$remembered"; then
    registry=$remembered registry_kind=$kind
  else
    return 1
  fi
}

use_registry() {
  registry=$1 registry_kind=$2
  printf '%s %s\n' "$1" "$2" >"$home/registry.address"
}

write_registry_settings() {
  cat >"$home/registry.yml" <<SETTINGS
version: 0.1
log: { level: warn, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: "$home/registry" }
  delete: { enabled: true }
  cache: { blobdescriptor: inmemory }
http: { addr: "127.0.0.1:$1" }
SETTINGS
}

registry_program() {
  local name
  for name in docker-registry registry; do
    if PATH=$(private_path) command -v "$name"; then return; fi
  done
}

# start_registry_on PORT: fails when something else took the port in the meantime.
start_registry_on() {
  local port=$1 program=$2 step
  write_registry_settings "$port"
  start_process registry "$program" serve "$home/registry.yml"
  for ((step = 0; step < 100; step++)); do
    if [ -z "$(remembered_process registry)" ]; then return 1; fi
    if registry_answers "127.0.0.1:$port"; then
      use_registry "127.0.0.1:$port" private
      return
    fi
    sleep 0.1
  done
  stop_process registry 2
  return 1
}

# Your engine runs the hub's registry image on loopback, under a label that `down` finds again.
start_registry_container() {
  local port=$1 step
  docker_client || return 1
  say "starting the registry as a container of your engine from $registry_image"
  docker_at run -d --rm --label "$registry_label=$home" -e REGISTRY_STORAGE_DELETE_ENABLED=true \
    -p "127.0.0.1:$port:5000" "$registry_image" >"$home/registry.log" 2>&1 || return 1
  for ((step = 0; step < 100; step++)); do
    if registry_answers "127.0.0.1:$port"; then
      use_registry "127.0.0.1:$port" container
      return
    fi
    sleep 0.1
  done
  return 1
}

# The program to start, or nothing where an engine in a machine of its own would not reach it.
registry_program_here() {
  if ! engine_shares_kernel; then return; fi
  if [ -z "$(registry_program)" ] && [ -z "$(unpacking_obstacle)" ]; then
    mkdir -p "$prefix"
    write_apt_settings own
    unpack_packages own closure docker-registry >"$log" 2>&1 || fail_with_log "$log" 'the registry could not be unpacked'
  fi
  registry_program
}

# Tries ports from the remembered or the first one on; a registry that answers on one of them is as good as ours.
start_registry() {
  local port program remembered last
  { read -r remembered _ <"$home/registry.address"; } 2>/dev/null || remembered=''
  port=$(first_registry_port)
  [ -z "$remembered" ] || port=${remembered##*:}
  stop_process registry 5
  keep_log_short registry
  program=$(registry_program_here)
  for ((last = port + 20; port < last; port++)); do
    if registry_answers "127.0.0.1:$port"; then
      use_registry "127.0.0.1:$port" found
      return
    fi
    ! port_open "$port" || continue
    if [ -n "$program" ]; then
      say "starting a registry on 127.0.0.1:$port"
      if start_registry_on "$port" "$program"; then return; fi
    else
      if start_registry_container "$port"; then return; fi
      explain_no_registry >&2
      exit 1
    fi
  done
  fail_with_log "$home/registry.log" 'the registry did not start'
}

explain_no_registry() {
  printf 'engine: no registry answers on loopback, and none could be started here:\n'
  tail -n 3 "$home/registry.log" 2>/dev/null | sed 's/^/  | /'
  printf 'engine: start one and run this again, for instance with: docker run -d -p 127.0.0.1:%s:5000 -e REGISTRY_STORAGE_DELETE_ENABLED=true %s\n' "$(first_registry_port)" "$registry_image"
}

stop_registry() {
  local kind containers
  { read -r _ kind <"$home/registry.address"; } 2>/dev/null || kind=''
  stop_process registry 5
  if [ "$kind" = container ] && find_endpoint && docker_client; then
    containers=$(docker_at ps -aq --filter "label=$registry_label=$home" | tr '\n' ' ')
    # shellcheck disable=SC2086 # several identifiers
    [ -z "$containers" ] || docker_at rm -f -v $containers >/dev/null
  fi
}
