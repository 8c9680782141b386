# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Progress and failures: plain lines on standard error, so that standard output holds data alone.

# Tenths of a second since the epoch; whole seconds where bash is too old to know better.
tenths_now() {
  local now=${EPOCHREALTIME:-}
  if [ -n "$now" ]; then
    now=${now/[.,]/}
    printf '%s' "${now:0:11}"
  else
    printf '%s0' "$(date +%s)"
  fi
}

started=$(tenths_now)

say() {
  local elapsed=$(($(tenths_now) - started))
  printf 'engine: [%3d.%d s] %s\n' $((elapsed / 10)) $((elapsed % 10)) "$*" >&2
}

fail() {
  printf 'engine: %s\n' "$*" >&2
  exit 1
}

# fail_with_log FILE MESSAGE: the message, the file's path and its last lines.
fail_with_log() {
  local file=$1
  shift
  {
    printf 'engine: %s\n' "$*"
    printf 'engine: the log is %s; its last lines:\n' "$file"
    tail -n 15 "$file" 2>/dev/null | sed 's/^/  | /'
  } >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }
