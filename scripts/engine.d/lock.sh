# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# One set-up at a time in one home; a second caller waits for the first and then finds everything up.

take_lock() {
  mkdir -p "$home"
  if has flock; then
    exec 9>"$home/lock"
    flock -n 9 && return
    say 'another set-up is under way in the same folder, waiting for it'
    flock -w 900 9 || fail "another set-up holds $home/lock for 15 minutes; end it, then try again"
  else
    take_lock_folder
  fi
}

take_lock_folder() {
  local folder=$home/lock.d step owner
  for ((step = 0; step < 4500; step++)); do
    if mkdir "$folder" 2>/dev/null; then
      printf '%s\n' "$$" >"$folder/pid"
      trap 'rm -rf "$home/lock.d"' EXIT
      return
    fi
    owner=$(cat "$folder/pid" 2>/dev/null || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$folder"; fi
    sleep 0.2
  done
  fail "another set-up holds $folder for 15 minutes; end it, then try again"
}
