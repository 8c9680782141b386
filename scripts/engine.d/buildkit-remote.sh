# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# A buildkitd that listens on loopback and asks its clients for a certificate: what the driver `remote` is for.

remote_label=io.github.everyarch.engine.buildkitd

start_remote_builder() {
  local name=everyarch-remote keys=$home/tls address
  ! builder_runs "$name" || return 0
  say "starting the builder $name"
  stop_remote
  make_keys "$keys" >"$home/tls.log" 2>&1 || fail_with_log "$home/tls.log" 'no certificates could be made'
  write_buildkit_settings
  start_remote "$1" "$keys"
  read -r address <"$home/remote.address"
  builder rm "$name" >/dev/null 2>&1 || true
  start_builder "$name" --driver remote \
    --driver-opt "cacert=$keys/ca.pem,cert=$keys/client.pem,key=$keys/client-key.pem,servername=localhost" "$address"
}

# start_remote IMAGE KEYS: as a container on the network of the host. Files are copied into it: the engine may see others.
start_remote() {
  local image=$1 keys=$2 port container
  port=$(free_port 5061)
  docker_at pull -q "$image" >"$home/remote.log" 2>&1 || fail_with_log "$home/remote.log" "$image could not be pulled"
  container=$(docker_at create --privileged --network host --label "$remote_label=$home" "$image" \
    --addr "tcp://127.0.0.1:$port" --config /etc/everyarch/buildkitd.toml \
    --tlscacert /etc/everyarch/tls/ca.pem --tlscert /etc/everyarch/tls/server.pem --tlskey /etc/everyarch/tls/server-key.pem)
  mkdir -p "$home/everyarch"
  cp -r "$keys" "$home/buildkitd.toml" "$home/everyarch/"
  docker_at cp -q "$home/everyarch" "$container:/etc/"
  rm -rf "$home/everyarch"
  docker_at start "$container" >/dev/null
  printf 'tcp://127.0.0.1:%s\n' "$port" >"$home/remote.address"
}

free_port() {
  local port
  for ((port = $1; port < $1 + 50; port++)); do
    if ! port_open "$port"; then
      printf '%s' "$port"
      return
    fi
  done
  fail "no port from $1 on is free"
}

# An authority of its own, a server's certificate for loopback, and a client's.
make_keys() {
  local folder=$1
  has openssl || fail 'openssl is missing, which makes the certificates of the remote builder'
  rm -rf "$folder" && mkdir -p "$folder" && cd "$folder" || return 1
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj '/CN=everyarch test authority' -keyout ca-key.pem -out ca.pem || return 1
  make_key server serverAuth && make_key client clientAuth || return 1
  rm -f ./*.csr ./*.cnf ca-key.pem ca.srl
}

make_key() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=everyarch test $1" -keyout "$1-key.pem" -out "$1.csr" || return 1
  printf 'subjectAltName = DNS:localhost, IP:127.0.0.1\nextendedKeyUsage = %s\n' "$2" >"$1.cnf"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 30 -extfile "$1.cnf" -out "$1.pem"
}

stop_remote() {
  local containers
  containers=$(docker_at ps -aq --filter "label=$remote_label=$home" | tr '\n' ' ')
  # shellcheck disable=SC2086 # several identifiers
  [ -z "$containers" ] || docker_at rm -f -v $containers >/dev/null
  rm -f "$home/remote.address"
}
