# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# What a shell needs to use it all, as exports and nothing else on standard output.

# Prints one export, quoted for any POSIX shell.
export_line() { printf "export %s='%s'\n" "$1" "$(printf '%s' "$2" | sed "s/'/'\\\\''/g")"; }

# Have you a Docker configuration of your own? Then it stays the one in use.
own_docker_config() {
  if [ -n "${DOCKER_CONFIG:-}" ]; then
    [ "$DOCKER_CONFIG" != "$home/docker" ]
  else
    [ -e "${HOME:-}/.docker/config.json" ]
  fi
}

env_command() {
  local first=$tools
  if ! find_endpoint || ! find_registry; then
    printf 'engine: it is not up; run scripts/engine up\n' >&2
    exit 3
  fi
  if [ -n "$endpoint_context" ]; then
    export_line DOCKER_CONTEXT "$endpoint_context"
    [ -z "${DOCKER_HOST:-}" ] || printf 'unset DOCKER_HOST\n'
  else
    export_line DOCKER_HOST "$endpoint"
  fi
  # Keys for another engine make a client refuse one that wants none.
  if [ "$endpoint_kind" = private ] && [ -n "${DOCKER_TLS_VERIFY:-}${DOCKER_CERT_PATH:-}" ]; then printf 'unset DOCKER_TLS_VERIFY DOCKER_CERT_PATH\n'; fi
  if [ -x "$buildx_plugin" ]; then
    if own_docker_config; then
      first=$home/wrapper:$tools
    else
      export_line DOCKER_CONFIG "$home/docker"
    fi
    [ -n "${BUILDX_CONFIG:-}" ] || export_line BUILDX_CONFIG "$home/buildx"
  fi
  if [ -d "$tools" ]; then
    case "$PATH:" in
      "$first:"*) export_line PATH "$PATH" ;;
      *) export_line PATH "$first:$PATH" ;;
    esac
  fi
  export_line EVERYARCH_TEST_REGISTRY "$registry"
}
