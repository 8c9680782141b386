# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Base images of the examples where their hub can't be reached: made of the distribution's packages, kept in the registry
# on loopback, handed to a build by --build-context, so that no Dockerfile changes.

base_platforms=(amd64:amd64 arm64:arm64 armv7:armhf)

# The image an example is built from: what its Dockerfile says.
base_image_of() { sed -n 's/^FROM \([^ ]*\).*/\1/p' "$here/../examples/$1/Dockerfile" | tail -n 1; }

# The suite that has what an image's name promises. In suites after bookworm the arm64 packages sign their return
# addresses, which an emulator of bookworm's age computes so slowly that a start takes seven times as long.
base_suite_of() {
  case $1 in
    python:3.11-slim) printf bookworm ;;
    debian:*-slim) suite=${1#debian:} && printf '%s' "${suite%-slim}" ;;
  esac
}

# Does the engine's builder reach the image where it comes from?
hub_answers() {
  (
    # Ends by itself where the network drops what it does not let through.
    buildx_at imagetools inspect "$1" >/dev/null 2>&1 &
    asked=$!
    for _ in $(seq 150); do
      kill -0 "$asked" 2>/dev/null || break
      sleep 0.1
    done
    kill "$asked" 2>/dev/null && exit 1
    wait "$asked"
  )
}

in_registry() {
  local image=$1
  [ "$(http_status "$registry" "/v2/${image%:*}/manifests/${image##*:}" application/vnd.oci.image.index.v1+json)" = 200 ]
}

# Settings for another architecture, as if nothing were installed.
use_architecture() {
  local name=$1 architecture=$2 suite=$3
  use_suite "$name" "$suite" || return 1
  : >"$home/apt/$name/status"
  cat >>"$home/apt/$name/settings" <<SETTINGS
#clear APT::Architectures;
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
Dir::State::status "$home/apt/$name/status";
SETTINGS
}

# download_base PLATFORM ARCHITECTURE SUITE CONTEXT: packages/PLATFORM/debian, and what Python adds in packages/PLATFORM/python.
download_base() {
  local platform=$1 architecture=$2 suite=$3 context=$4 name=base-$1 folder archive
  use_architecture "$name" "$architecture" "$suite" || return 1
  folder=$context/packages/$platform
  mkdir -p "$folder/debian" "$folder/python"
  download_packages "$name" closure '?essential' apt usr-is-merged || return 1
  mv "$home/apt/$name/archives"/*.deb "$folder/debian/"
  download_packages "$name" closure '?essential' apt usr-is-merged python3 python3-pip ca-certificates || return 1
  for archive in "$home/apt/$name/archives"/*.deb; do
    if [ -e "$folder/debian/${archive##*/}" ]; then rm "$archive"; else mv "$archive" "$folder/python/"; fi
  done
}

# What lets this machine reach packages lets the container: certificates, proxies, indexes. All of it stays on loopback.
write_host_files() {
  local root=$1 suite=$2 setting
  mkdir -p "$root/etc/apt/apt.conf.d" "$root/etc/apt/keyrings" "$root/etc/dpkg/dpkg.cfg.d" "$root/usr/local/share/ca-certificates" \
    "$root/usr/local/bin" "$root/etc/ssl/certs"
  sed 's/ \[signed-by=[^]]*\]//' "$home/apt/base-${base_platforms[0]%%:*}/sources.list" >"$root/etc/apt/sources.list"
  {
    apt-config dump | grep -E '^Acquire::(https?|ftp)::Proxy|^Acquire::Check-' || true
    printf 'Acquire::Languages "none";\nAcquire::Retries "3";\n'
  } >"$root/etc/apt/apt.conf.d/90base"
  printf 'force-unsafe-io\npath-exclude /usr/share/doc/*\npath-exclude /usr/share/man/*\npath-exclude /usr/share/info/*\npath-exclude /usr/share/locale/*\n' >"$root/etc/dpkg/dpkg.cfg.d/slim"
  ! [ -e /etc/ssl/certs/ca-certificates.crt ] || cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2>/dev/null || true
  ! has pip || for setting in index-url extra-index-url trusted-host; do
    pip config get "global.$setting" 2>/dev/null | sed "1s/^/$setting = /" || true
  done >"$root/pip-settings"
  { printf '[global]\nbreak-system-packages = true\n'; cat "$root/pip-settings" 2>/dev/null || true; } >"$root/etc/pip.conf"
  rm -f "$root/pip-settings"
  ln -sf /usr/bin/python3 "$root/usr/local/bin/python"
}

native_platform() {
  case $(uname -m) in x86_64) printf amd64 ;; aarch64) printf arm64 ;; *) printf armv7 ;; esac
}

# A root of the native architecture, only unpacked, in which assemble.sh then works; its mounts are seen by nobody else.
assemble_layers() {
  local context=$1 root=$1/root native link archive
  native=$(native_platform)
  mkdir -p "$root/mnt" "$root/proc" "$root/dev"
  for link in bin sbin lib lib32 lib64 libx32; do mkdir -p "$root/usr/$link" && ln -s "usr/$link" "$root/$link"; done
  for archive in "$context/packages/$native/debian"/*.deb; do
    dpkg-deb --fsys-tarfile "$archive" | tar -x -p -C "$root" --keep-directory-symlink || return 1
  done
  cp "$here/engine.d/base/assemble.sh" "$context/"
  # shellcheck disable=SC2016 # for the inner shell
  unshare --mount --propagation private sh -euc '
    mount --rbind /dev "$1/dev"
    mount -t proc proc "$1/proc"
    mount --bind "$2" "$1/mnt"
    exec env -i DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin chroot "$1" sh /mnt/assemble.sh "$3"
  ' sh "$root" "$context" "$native" && rm -rf "$root"
}

build_base() {
  local image=$1 suite=$2 context=$home/base/$2 pair job
  local -a jobs=()
  has apt-get || fail "the hub of $image can't be reached, and only Debian's packages can replace it"
  [ -z "$(unpacking_obstacle)" ] || fail "the hub of $image can't be reached, and no replacement can be made here: $(unpacking_obstacle)"
  say "the hub of $image can't be reached: making that base from the packages of $suite"
  rm -rf "$context"
  mkdir -p "$context"
  write_apt_settings own
  lists_are_fresh own || update_lists own >"$home/base.log" 2>&1
  for pair in "${base_platforms[@]}"; do
    download_base "${pair%%:*}" "${pair##*:}" "$suite" "$context" >"$home/base-${pair%%:*}.log" 2>&1 &
    jobs+=("$!:${pair%%:*}")
  done
  for job in "${jobs[@]}"; do
    wait "${job%%:*}" || fail_with_log "$home/base-${job##*:}.log" "packages of $suite could not be downloaded"
  done
  say 'unpacking it for each platform'
  assemble_layers "$context" >"$home/base.log" 2>&1 || fail_with_log "$home/base.log" 'the packages could not be unpacked'
  say 'building it'
  cp "$here/engine.d/base/Dockerfile" "$context/"
  printf 'packages\n' >"$context/.dockerignore"
  write_host_files "$context/host" "$suite"
  push_base debian "debian:$suite-slim" "$context"
  case $image in python:*) push_base python "$image" "$context" ;; esac
  rm -rf "$context"
}

push_base() {
  local target=$1 image=$2 context=$3
  buildx_at build --progress plain --target "$target" \
    --platform linux/amd64,linux/arm64,linux/arm/v7 --provenance false --output "type=image,name=$registry/base/$image,push=true,oci-mediatypes=true" "$context" >"$home/base.log" 2>&1 ||
    fail_with_log "$home/base.log" "the base image $image could not be built"
}

base_command() {
  local example=$1 image suite
  [ -f "$here/../examples/$example/Dockerfile" ] || misused "there is no example named $example"
  if ! find_endpoint || ! find_registry; then
    printf 'engine: it is not up; run scripts/engine up\n' >&2
    exit 3
  fi
  image=$(base_image_of "$example")
  if ! in_registry "base/$image"; then
    if hub_answers "$image"; then return; fi
    suite=$(base_suite_of "$image")
    [ -n "$suite" ] || fail "the hub of $image can't be reached, and it is not known which packages could replace it"
    take_lock
    in_registry "base/$image" || build_base "$image" "$suite"
  fi
  printf -- '--build-context=%s=docker-image://%s/base/%s\n' "$image" "$registry" "$image"
}
