# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# The programs: which are needed, where they come from, and the one folder that is put on PATH.

own_packages=(runc iptables iproute2 tini libsystemd0 docker-registry qemu-user-static)
# An engine on a kernel with AppArmor loads its profile with this parser, or starts no container at all.
if [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ] && [ ! -x /sbin/apparmor_parser ]; then own_packages+=(apparmor); fi
client_packages=(docker-cli docker-buildx)
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

buildx_plugin=$prefix/usr/libexec/docker/cli-plugins/docker-buildx
compose_plugin=$prefix/usr/libexec/docker/cli-plugins/docker-compose
# Made by the first attempt to unpack it: where the distribution has none, nobody asks again.
compose_attempt=$prefix/.unpacked/.compose

engine_unpacked() {
  [ -x "$prefix/usr/sbin/dockerd" ] && [ -x "$prefix/usr/bin/containerd" ] && [ -x "$prefix/usr/bin/docker" ] &&
    [ -x "$buildx_plugin" ] && [ -x "$home/wrapper/docker" ] &&
    [ -z "$(missing_packages "${own_packages[@]}")" ]
}

# The suite the engine comes from: Debian's stable engine is too old, Ubuntu brings a new one to its stable suites.
unpack_from_later_suite() {
  [ -n "$(missing_packages "$@")" ] || return 0
  case " $(distribution ID) $(distribution ID_LIKE) " in
    *' ubuntu '*)
      write_apt_settings later
      unpack_known_packages later "$@"
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
  mkdir -p "$home/apt" "$prefix"
  write_apt_settings own
  : >"$log"
  if [ -n "$(missing_packages "${own_packages[@]}" "${engine_packages[@]}")" ]; then
    say 'unpacking the engine, its tools and emulators from the distribution'"'"'s packages to a private folder'
    lists_are_fresh own || update_lists own >>"$log" 2>&1
  fi
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

# Only what a user of the engine calls goes on PATH. The docker in the folder `wrapper` finds the builder without a
# configuration that names the plugin's folder: it is for those who have a configuration of their own.
link_tools() {
  local name
  mkdir -p "$tools" "$home/docker" "$home/wrapper"
  for name in docker crane oras; do
    [ ! -x "$prefix/usr/bin/$name" ] || ln -sfn "$prefix/usr/bin/$name" "$tools/$name"
  done
  [ -x "$buildx_plugin" ] || return 0
  printf '{ "cliPluginsExtraDirs": ["%s"] }\n' "${buildx_plugin%/*}" >"$home/docker/config.json"
  cat >"$home/wrapper/docker" <<WRAPPER
#!/bin/sh
case \${1:-} in
  buildx) shift && exec '$buildx_plugin' "\$@" ;;
  build) exec '$buildx_plugin' "\$@" ;;
  compose) ! test -x '$compose_plugin' || { shift && exec '$compose_plugin' "\$@"; } ;;
esac
exec '$prefix/usr/bin/docker' "\$@"
WRAPPER
  chmod 755 "$home/wrapper/docker"
}

# A builder for the engine that was found: the unpacked one, or your client's own.
builder_there() { [ -x "$buildx_plugin" ] || { docker_client && docker_at buildx version >/dev/null 2>&1; }; }

# buildx_at ARGUMENT…: buildx on the engine that was found, with its state in our folder.
buildx_at() {
  local client=$buildx_plugin
  if [ -x "$client" ]; then
    BUILDX_CONFIG=${BUILDX_CONFIG:-$home/buildx} docker_at "$@"
  else
    docker_client
    BUILDX_CONFIG=${BUILDX_CONFIG:-$home/buildx} docker_at buildx "$@"
  fi
}

# Your engine answers, and something to build with is missing here.
ensure_builder() {
  local obstacle
  if builder_there; then return; fi
  obstacle=$(unpacking_obstacle)
  if [ -n "$obstacle" ]; then
    say 'docker buildx is missing, so nothing can be built; install the package docker-buildx-plugin (Docker) or docker-buildx (Debian, Ubuntu)'
    return
  fi
  say 'docker buildx is missing: unpacking the distribution'"'"'s to a private folder'
  mkdir -p "$prefix"
  write_apt_settings own
  { unpack_from_later_suite "${client_packages[@]}" && { unpack_from_later_suite "${peer_packages[@]}" || true; }; } >"$log" 2>&1 ||
    fail_with_log "$log" 'the builder could not be unpacked'
  link_tools
}

# Compose brings up what an image needs beside it; everything else works without. Your own engine's client is yours.
compose_settled() {
  [ -e "$compose_attempt" ] || { docker_client && docker_at compose version >/dev/null 2>&1; }
}

ensure_compose() {
  local package=docker-compose
  if compose_settled; then return; fi
  case " $(distribution ID) $(distribution ID_LIKE) " in *' ubuntu '*) package=docker-compose-v2 ;; esac
  say 'docker compose is missing: unpacking the distribution'"'"'s to a private folder'
  mkdir -p "$prefix/.unpacked"
  [ -d "$home/apt/own" ] || write_apt_settings own
  unpack_from_later_suite "$package" >"$log.compose" 2>&1 || say "docker compose could not be unpacked, see $log.compose"
  : >"$compose_attempt"
  link_tools
}
