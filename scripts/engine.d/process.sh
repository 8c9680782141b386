# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Processes are remembered by number, start time and boot, so that a number used again is never taken for ours.

# The stamp of a running process, or nothing.
process_stamp() {
  local pid=$1 stat fields
  if [ -r /proc/self/stat ]; then
    { stat=$(<"/proc/$pid/stat"); } 2>/dev/null || return 0
    # The command's name may hold spaces and parentheses; the fields are counted from the last one.
    read -r -a fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] || return 0
    printf '%s %s' "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)"
  else
    ps -o lstart= -p "$pid" 2>/dev/null | tr -s ' ' '_' || true
  fi
}

# remember_process NAME PID
remember_process() { printf '%s %s\n' "$2" "$(process_stamp "$2")" >"$home/$1.pid"; }

# The number of a remembered process that still runs, or nothing.
remembered_process() {
  local pid stamp
  { read -r pid stamp <"$home/$1.pid"; } 2>/dev/null || return 0
  case $pid in '' | *[!0-9]*) return 0 ;; esac
  if [ -n "$stamp" ] && [ "$(process_stamp "$pid")" = "$stamp" ]; then printf '%s' "$pid"; fi
}

# A pipe that stays open in the background keeps the one who reads it waiting for ever.
close_inherited() {
  local entry descriptor
  local -a open=()
  for entry in /dev/fd/*; do open+=("${entry##*/}"); done
  for descriptor in "${open[@]}"; do
    case $descriptor in 0 | 1 | 2 | *[!0-9]*) ;; *) eval "exec $descriptor>&-" 2>/dev/null || true ;; esac
  done
}

# start_process NAME COMMAND…: in the background, in a session of its own, holding nothing of the caller's open.
start_process() {
  local name=$1 pid launcher=(nohup)
  shift
  ! has setsid || launcher=(setsid nohup)
  (
    cd /
    close_inherited
    unset NOTIFY_SOCKET LISTEN_FDS LISTEN_PID NODE_CHANNEL_FD
    exec "${launcher[@]}" "$@" </dev/null >>"$home/$name.log" 2>&1
  ) &
  pid=$!
  disown "$pid" 2>/dev/null || true
  remember_process "$name" "$pid"
}

# stop_process NAME SECONDS: asks it to end, and ends it when it does not.
stop_process() {
  local name=$1 seconds=$2 pid step
  pid=$(remembered_process "$name")
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    for ((step = 0; step < seconds * 20; step++)); do
      [ -n "$(remembered_process "$name")" ] || break
      sleep 0.05
    done
    if [ -n "$(remembered_process "$name")" ]; then kill -KILL "$pid" 2>/dev/null || true; fi
  fi
  rm -f "$home/$name.pid"
}

# keep_log_short NAME: a log that grew over 4 MB starts anew.
keep_log_short() {
  local file=$home/$1.log
  if [ -f "$file" ] && (($(wc -c <"$file") > 4194304)); then : >"$file"; fi
}

# Ends a process and all it started, the parents first, so that none is replaced.
end_tree() {
  local child
  local -a children=()
  while read -r child; do children+=("$child"); done < <(children_of "$1")
  kill "$1" 2>/dev/null || true
  for child in ${children[@]+"${children[@]}"}; do end_tree "$child"; done
}

children_of() {
  if [ -r "/proc/$1/task/$1/children" ]; then
    { tr ' ' '\n' <"/proc/$1/task/$1/children"; } 2>/dev/null | grep . || true
  else
    ps -A -o ppid= -o pid= | awk -v parent="$1" '$1 == parent { print $2 }'
  fi
}

# A set-up that is interrupted leaves no download behind that goes on.
end_jobs() {
  local job
  for job in $(jobs -p); do end_tree "$job"; done
}
trap 'end_jobs; exit 130' INT
trap 'end_jobs; exit 143' TERM
