#!/usr/bin/env bash
# The least a check of several platforms can do: start every digest, wait until each answers, ask each for its machine,
# remove them, all at once. usage: floor.sh PORT REPOSITORY PLATFORM=DIGEST…
set -euo pipefail

port=$1 repository=$2
shift 2
label=org.everyarch.floor=$$

check() {
  local platform=$1 digest=$2 id address give_up=$((SECONDS + 60))
  id=$(docker run --detach --label "$label" --publish "127.0.0.1::$port" --platform "$platform" "$repository@$digest")
  address=$(docker port "$id" "$port/tcp")
  until [ "$(curl -s -o /dev/null -w '%{http_code}' "http://$address/")" = 200 ]; do
    ((SECONDS < give_up)) || return 1
    sleep 0.05
  done
  printf '%s %s\n' "$platform" "$(docker exec "$id" uname -m)"
  docker rm --force "$id" >/dev/null
}

give_back() {
  local left
  left=$(docker ps --all --quiet --filter "label=$label" | tr '\n' ' ')
  # shellcheck disable=SC2086 # several identifiers
  [ -z "$left" ] || docker rm --force $left >/dev/null
}

jobs=()
trap 'kill "${jobs[@]}" 2>/dev/null || true; give_back; exit 130' INT TERM
for pair in "$@"; do
  check "${pair%%=*}" "${pair#*=}" &
  jobs+=($!)
done
status=0
for job in "${jobs[@]}"; do wait "$job" || status=1; done
[ "$status" = 0 ] || give_back
exit "$status"
