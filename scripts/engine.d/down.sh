# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Ends what `up` started. What was downloaded, built or stored stays.

# The builder that scripts/build-example makes for an engine whose own can't build for several platforms.
remove_example_builder() {
  if [ -e "$home/buildx/instances/everyarch-examples" ] && find_endpoint; then
    BUILDX_CONFIG=$home/buildx buildx_at rm everyarch-examples >/dev/null 2>&1 || true
  fi
}

down_command() {
  local other
  [ -d "$home" ] || return 0
  take_lock
  remove_example_builder
  # These have more to end than an engine.
  for other in buildkit classic-engine podman-engine remote-engine arm64-node; do
    if [ -d "$home/${other%-engine}" ]; then "$here/$other" down 2>/dev/null || true; fi
  done
  stop_registry
  stop_engine
  if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then unregister_handlers; fi
  say 'down'
}
