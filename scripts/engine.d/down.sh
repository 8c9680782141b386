# shellcheck shell=bash
# Ends what `up` started. What was downloaded, built or stored stays.

down_command() {
  [ -d "$home" ] || return 0
  take_lock
  stop_registry
  stop_engine
  if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then unregister_handlers; fi
  say 'down'
}
