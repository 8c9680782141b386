# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Which engine answers: DOCKER_HOST, ours, a Docker context, the usual sockets. Every answer that was not one is kept.

endpoint=''
endpoint_kind=''
endpoint_source=''
# Set when the engine is reached by a context's own keys, so that its address alone is not enough.
endpoint_context=''
declare -a endpoint_reasons=()

curl_quietly() { curl -q -s -f --noproxy '*' --connect-timeout 2 --max-time 5 "$@"; }

# engine_answers ENDPOINT: sets `answer` to the reason when it does not.
engine_answers() {
  local target=$1 path
  answer=''
  case $target in
    unix://*)
      path=${target#unix://}
      answer='no such socket'
      [ -e "$path" ] || return 1
      answer='not a socket'
      [ -S "$path" ] || return 1
      answer='no permission to open it'
      [ -w "$path" ] || return 1
      answer='nothing answers on it'
      if has curl; then
        curl_quietly -o /dev/null --unix-socket "$path" http://localhost/_ping
        return
      fi
      ;;
    tcp://*)
      if has curl && [ -z "${DOCKER_TLS_VERIFY:-}" ]; then
        curl_quietly -o /dev/null "http://${target#tcp://}/_ping" && return 0
      fi
      ;;
  esac
  answer='neither curl nor docker is there to ask with'
  docker_client || return 1
  answer='it does not answer'
  DOCKER_HOST=$target "$client" version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# docker_at ARGUMENT…: the docker client, talking to the engine that was found.
docker_at() {
  if [ -n "$endpoint_context" ]; then
    env -u DOCKER_HOST DOCKER_CONTEXT="$endpoint_context" "$client" "$@"
  else
    DOCKER_HOST=$endpoint "$client" "$@"
  fi
}

context_answers() {
  docker_client && env -u DOCKER_HOST DOCKER_CONTEXT="$1" "$client" version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# Sets `client` to a docker client, the private one first.
docker_client() {
  client=$prefix/usr/bin/docker
  [ ! -x "$client" ] || return 0
  client=$(command -v docker 2>/dev/null) || return 1
}

# The endpoint of a named Docker context, read from the client's own store.
context_endpoint() {
  local name=$1 folder=${DOCKER_CONFIG:-${HOME:-}/.docker} id meta
  if has sha256sum; then id=$(printf '%s' "$name" | sha256sum); else id=$(printf '%s' "$name" | shasum -a 256); fi
  meta=$folder/contexts/meta/${id%% *}/meta.json
  [ -r "$meta" ] || return 0
  tr -d '\n' <"$meta" | sed -n 's/.*"Host"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'
}

current_context() {
  local file=${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json
  if [ -n "${DOCKER_CONTEXT:-}" ]; then
    printf '%s' "$DOCKER_CONTEXT"
  elif [ -r "$file" ]; then
    tr -d '\n' <"$file" | sed -n 's/.*"currentContext"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'
  fi
}

usual_sockets() {
  local runtime=${XDG_RUNTIME_DIR:-/run/user/$(id -u)} user=${HOME:-}
  if [ -n "${EVERYARCH_ENGINE_SOCKETS+set}" ]; then
    printf '%s\n' "$EVERYARCH_ENGINE_SOCKETS" | tr ':' '\n'
    return
  fi
  printf '%s\n' /var/run/docker.sock "$runtime/docker.sock" "$user/.docker/run/docker.sock" \
    "$user/.docker/desktop/docker.sock" "$user/.colima/default/docker.sock" "$user/.orbstack/run/docker.sock" \
    "$user/.rd/docker.sock" "$runtime/podman/podman.sock" /run/podman/podman.sock
}

try_endpoint() {
  local kind=$1 source=$2 target=$3
  if engine_answers "$target"; then
    endpoint=$target endpoint_kind=$kind endpoint_source=$source
    return 0
  fi
  endpoint_reasons+=("$source ($target): $answer")
  return 1
}

try_context() {
  local name=$1 target
  target=$(context_endpoint "$name")
  if [ -z "$target" ]; then
    endpoint_reasons+=("Docker context $name: no such context")
    return 1
  fi
  case $target in
    unix://*) try_endpoint yours "Docker context $name" "$target" ;;
    *)
      # Only the client knows a context's keys.
      if context_answers "$name"; then
        endpoint=$target endpoint_kind=yours endpoint_source="Docker context $name" endpoint_context=$name
        return 0
      fi
      endpoint_reasons+=("Docker context $name ($target): it does not answer")
      return 1
      ;;
  esac
}

# Sets endpoint, endpoint_kind (private or yours) and endpoint_source; fails when no engine answers.
find_endpoint() {
  local name socket
  endpoint='' endpoint_kind='' endpoint_source='' endpoint_context='' endpoint_reasons=()
  if [ -n "${DOCKER_HOST:-}" ] && [ "$DOCKER_HOST" != "unix://$private_socket" ]; then
    if try_endpoint yours DOCKER_HOST "$DOCKER_HOST"; then return 0; fi
  fi
  if [ -S "$private_socket" ] && try_endpoint private 'the private engine' "unix://$private_socket"; then return 0; fi
  name=$(current_context)
  if [ -n "$name" ] && [ "$name" != default ] && try_context "$name"; then return 0; fi
  while read -r socket; do
    [ -n "$socket" ] || continue
    if try_endpoint yours 'usual socket' "unix://$socket"; then return 0; fi
  done < <(usual_sockets)
  return 1
}
