# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Everything in order: an engine, emulators, a registry. Each step is skipped when it is done.

everything_up() {
  find_endpoint && find_registry || return 1
  if [ "$(uname -s)" = Linux ] && [ -n "$(missing_handlers)" ]; then return 1; fi
  if [ "$endpoint_kind" = private ]; then compose_settled; else builder_there; fi
}

explain_no_engine() {
  local obstacle=$1 reason
  printf 'engine: no container engine answers, and none can be brought up here: %s.\n' "$obstacle"
  printf 'engine: install Docker Engine 25 or later (https://docs.docker.com/engine/install/) or Docker Desktop, start it and run this again;\n'
  printf 'engine: or run this as root on Debian or Ubuntu. What was asked:\n'
  for reason in ${endpoint_reasons[@]+"${endpoint_reasons[@]}"}; do printf 'engine:   %s\n' "$reason"; done
}

up_engine() {
  local obstacle
  if find_endpoint; then return; fi
  obstacle=$(unpacking_obstacle)
  if [ -n "$obstacle" ]; then
    explain_no_engine "$obstacle" >&2
    exit 1
  fi
  ((${#home} <= longest_home)) || fail "the folder $home is too long a path for an engine's sockets; set EVERYARCH_ENGINE_HOME to one of at most $longest_home characters"
  if [ -n "${DOCKER_HOST:-}" ] && [ "$DOCKER_HOST" != "unix://$private_socket" ]; then say "DOCKER_HOST does not answer ($DOCKER_HOST), going on without it"; fi
  unpack_engine
  ensure_private_handlers
  start_engine
  find_endpoint || fail "the private engine started and does not answer; its log is $home/dockerd.log"
}

up_command() {
  if everything_up; then
    say "up already: $endpoint_source at $endpoint, registry at $registry"
    return
  fi
  take_lock
  up_engine
  case $endpoint_kind:$(uname -s) in
    private:*) ensure_private_handlers ;;
    yours:Linux) ensure_your_handlers ;;
  esac
  if [ "$endpoint_kind" = private ]; then ensure_compose; else ensure_builder; fi
  find_registry || start_registry
  say "up: $endpoint_source at $endpoint, registry at $registry"
}
