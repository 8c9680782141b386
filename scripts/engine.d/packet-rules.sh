# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# The packet filter rules of Podman's networks: what makes them never takes all of them away.

# podman_chains TABLE
podman_chains() { with_prefix iptables -t "$1" -S 2>/dev/null | sed -n 's/^-N \(NETAVARK[-_][^ ]*\)$/\1/p'; }

# Where another Podman has such rules already, they stay.
note_packet_rules() {
  if [ -z "$(podman_chains nat)$(podman_chains filter)" ]; then : >"$home/packet-rules-are-ours"; fi
}

remove_packet_rules() {
  local table chain rule
  [ -e "$home/packet-rules-are-ours" ] || return 0
  for table in nat filter; do
    with_prefix iptables -t "$table" -S 2>/dev/null | sed -n 's/^-A \(.* -j NETAVARK[-_].*\)$/\1/p' | while read -r rule; do
      # Words in quotes hold spaces.
      eval "with_prefix iptables -t $table -D $rule" 2>/dev/null || true
    done
    for chain in $(podman_chains "$table"); do with_prefix iptables -t "$table" -F "$chain" 2>/dev/null || true; done
    for chain in $(podman_chains "$table"); do with_prefix iptables -t "$table" -X "$chain" 2>/dev/null || true; done
  done
  rm -f "$home/packet-rules-are-ours"
}
