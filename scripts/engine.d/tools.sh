# shellcheck shell=bash
# The programs: which are needed, where they come from, and the one folder that is put on PATH.

own_packages=(runc iptables iproute2 tini libsystemd0 docker-registry qemu-user-static)
engine_packages=(docker.io docker-cli docker-buildx containerd)
peer_packages=(crane oras)

# Programs of the prefix may need libraries of the prefix; the host's own are never replaced, only added to.
private_path() { printf '%s:%s/usr/sbin:%s/usr/bin:/usr/sbin:/sbin:%s' "$tools" "$prefix" "$prefix" "$PATH"; }

private_libraries() {
  local folder found=''
  for folder in "$prefix"/usr/lib/*-linux-gnu* "$prefix"/lib/*-linux-gnu*; do
    [ ! -d "$folder" ] || found=${found:+$found:}$folder
  done
  printf '%s' "$found"
}

# Sets `prefix_env`: the command that runs another with the prefix's programs, libraries and packet filter extensions.
set_prefix_env() {
  local folder
  prefix_env=(env PATH="$(private_path)" LD_LIBRARY_PATH="$(private_libraries)")
  for folder in "$prefix"/usr/lib/*/xtables; do [ ! -d "$folder" ] || prefix_env+=(XTABLES_LIBDIR="$folder"); done
}

with_prefix() {
  set_prefix_env
  "${prefix_env[@]}" "$@"
}

engine_unpacked() {
  [ -x "$prefix/usr/sbin/dockerd" ] && [ -x "$prefix/usr/bin/containerd" ] && [ -x "$prefix/usr/bin/docker" ] &&
    [ -x "$prefix/usr/libexec/docker/cli-plugins/docker-buildx" ] && [ -x "$tools/docker" ] &&
    [ -z "$(missing_packages "${own_packages[@]}")" ]
}

# The suite the engine comes from: Debian's stable engine is too old, Ubuntu brings a new one to its stable suites.
unpack_from_later_suite() {
  case " $(distribution ID) $(distribution ID_LIKE) " in
    *' ubuntu '*)
      write_apt_settings later
      unpack_packages later closure "$@"
      ;;
    *)
      use_suite later "${EVERYARCH_ENGINE_SUITE:-forky}" && unpack_packages later alone "$@"
      ;;
  esac
}

# Two downloads side by side: the network and the unpacking then share the time.
unpack_engine() {
  local own later
  ! engine_unpacked || return 0
  say 'unpacking the engine, its tools and emulators from the distribution'"'"'s packages to a private folder'
  mkdir -p "$home/apt" "$prefix"
  write_apt_settings own
  lists_are_fresh own || update_lists own >"$log" 2>&1
  unpack_packages own closure "${own_packages[@]}" >>"$log" 2>&1 &
  own=$!
  { unpack_from_later_suite "${engine_packages[@]}" && { unpack_from_later_suite "${peer_packages[@]}" || true; }; } >"$log.later" 2>&1 &
  later=$!
  wait "$own" || fail_with_log "$log" 'the packages could not be unpacked'
  wait "$later" || fail_with_log "$log.later" 'the packages of the engine could not be unpacked'
  link_packet_filter
  link_tools
}

# The package makes these names when it is installed; unpacked, it needs them made. The first variant that works here is taken.
link_packet_filter() {
  local variant name
  if has iptables || [ -x /usr/sbin/iptables ]; then return; fi
  mkdir -p "$prefix/usr/sbin"
  for variant in nft legacy; do
    with_prefix "iptables-$variant" -t nat -L -n >/dev/null 2>&1 || continue
    for name in iptables ip6tables; do
      ln -sf "xtables-$variant-multi" "$prefix/usr/sbin/$name"
      ln -sf "xtables-$variant-multi" "$prefix/usr/sbin/$name-save"
      ln -sf "xtables-$variant-multi" "$prefix/usr/sbin/$name-restore"
    done
    return
  done
  fail 'the kernel takes no packet filter rules, so containers would have no network; give this machine the right to set them (NET_ADMIN)'
}

# Only what a user of the engine calls goes on PATH.
link_tools() {
  local name
  mkdir -p "$tools" "$home/docker"
  for name in docker crane oras; do
    [ ! -x "$prefix/usr/bin/$name" ] || ln -sfn "$prefix/usr/bin/$name" "$tools/$name"
  done
  printf '{ "cliPluginsExtraDirs": ["%s/usr/libexec/docker/cli-plugins"] }\n' "$prefix" >"$home/docker/config.json"
  chmod 600 "$home/docker/config.json"
}
