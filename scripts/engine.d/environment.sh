# shellcheck shell=bash
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
  local path=$PATH first=$tools
  if ! find_endpoint || ! find_registry; then
    printf 'engine: it is not up; run scripts/engine up\n' >&2
    exit 3
  fi
  export_line DOCKER_HOST "$endpoint"
  if [ -x "$tools/docker" ]; then
    if own_docker_config; then
      # A docker that finds the builder's plugin although your configuration does not name its folder.
      first=$home/wrapper:$tools
      [ -n "${BUILDX_CONFIG:-}" ] || export_line BUILDX_CONFIG "$home/buildx"
    else
      export_line DOCKER_CONFIG "$home/docker"
    fi
  fi
  if [ -d "$tools" ]; then
    case "$path:" in "$first:"*) ;; *) path=$first:$path ;; esac
    export_line PATH "$path"
  fi
  export_line EVERYARCH_TEST_REGISTRY "$registry"
}
