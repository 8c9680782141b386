# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# The packet filter rules that publish Podman's ports: its network plugins make them, and never take them away.

published_chains() { with_prefix iptables -t nat -S 2>/dev/null | sed -n 's/^-N \(CNI-[^ ]*\)$/\1/p'; }

# Where another Podman has such rules already, they stay.
note_packet_rules() {
  [ -n "$(published_chains)" ] || : >"$home/packet-rules-are-ours"
}

remove_packet_rules() {
  local chain rule
  [ -e "$home/packet-rules-are-ours" ] || return 0
  with_prefix iptables -t nat -S 2>/dev/null | sed -n 's/^-A \(.* -j CNI-.*\)$/\1/p' | while read -r rule; do
    # Words in quotes hold spaces.
    eval "with_prefix iptables -t nat -D $rule" 2>/dev/null || true
  done
  for chain in $(published_chains); do with_prefix iptables -t nat -F "$chain" 2>/dev/null || true; done
  for chain in $(published_chains); do with_prefix iptables -t nat -X "$chain" 2>/dev/null || true; done
  rm -f "$home/packet-rules-are-ours"
}
