# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# The disk and the kernel of an arm64 machine, put together of the distribution's packages without running a line of
# their code: what packages would set up, its init does.

node_packages=(docker.io containerd runc tini iptables iproute2 kmod procps socat busybox-static linux-image-arm64)
# What the kernel needs to find its disk.
disk_modules=(virtio_pci virtio_mmio virtio_blk crc32c_generic ext4)

# arm64_root SUITE: makes kernel, first.gz and disk in this folder, once.
make_arm64_root() {
  local suite=$1 root=$home/root contents="$1: ${node_packages[*]}"
  if [ -e "$home/made" ] && [ "$(cat "$home/made")" = "$contents" ]; then return; fi
  say "putting together an arm64 machine of the packages of $suite, this once"
  rm -rf --one-file-system "$root" "$home/packages" "$home/first"
  mkdir -p "$root" "$home/packages" "$home/first/modules"
  download_node_packages "$suite" >"$log" 2>&1 || fail_with_log "$log" "packages of $suite could not be downloaded"
  { unpack_root "$root" && settle_root "$root" && make_first "$root" && make_disk "$root"; } >"$log" 2>&1 ||
    fail_with_log "$log" 'the machine could not be put together'
  rm -rf --one-file-system "$root" "$home/packages" "$home/first"
  printf '%s' "$contents" >"$home/made"
}

download_node_packages() (
  folder=$home/packages
  home=$apt_home
  take_lock
  use_architecture arm64-node arm64 "$1" &&
    download_packages arm64-node closure "${node_packages[@]}" &&
    mv "$home/apt/arm64-node/archives"/*.deb "$folder/"
)

unpack_root() {
  local root=$1 folder archive
  for folder in bin sbin lib; do mkdir -p "$root/usr/$folder" && ln -s "usr/$folder" "$root/$folder"; done
  mkdir -p "$root"/{dev,proc,sys,run,tmp,root,var/lib,etc/docker}
  ln -s ../run "$root/var/run"
  for archive in "$home/packages"/*.deb; do
    dpkg-deb --fsys-tarfile "$archive" | tar -x -p -C "$root" --keep-directory-symlink || return 1
  done
}

settle_root() {
  local root=$1 name
  for name in sh mount umount hostname sleep mkdir; do
    [ -e "$root/bin/$name" ] || ln -s busybox "$root/usr/bin/$name"
  done
  for name in iptables ip6tables; do
    for name in "$name" "$name-save" "$name-restore"; do ln -sf xtables-nft-multi "$root/usr/sbin/$name"; done
  done
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\ndocker:x:1:\n' >"$root/etc/group"
  printf '127.0.0.1 localhost arm64-node\n' >"$root/etc/hosts"
  printf 'nameserver 10.0.2.3\n' >"$root/etc/resolv.conf"
  printf '{ "features": { "containerd-snapshotter": true } }\n' >"$root/etc/docker/daemon.json"
  install -m 755 "$here/engine.d/arm64-node/node-init" "$root/node-init"
  release=$(basename "$(echo "$root"/usr/lib/modules/*)")
  with_prefix depmod -b "$root" "$release"
}

# The kernel's first file system: a shell, and the modules that lead to the disk.
make_first() {
  local root=$1 first=$home/first module file
  install -m 755 "$root/bin/busybox" "$first/busybox"
  install -m 755 "$here/engine.d/arm64-node/first-init" "$first/init"
  with_prefix modprobe -d "$root" -S "$release" --show-depends -a "${disk_modules[@]}" >"$home/modules.list" || true
  sed -n 's/^insmod \([^ ]*\).*/\1/p' "$home/modules.list" | awk '!seen[$0]++' | while read -r file; do
    module=$(basename "$file")
    case $file in
      *.xz) xz -dc "$file" >"$first/modules/${module%.xz}" ;;
      *) cp "$file" "$first/modules/$module" ;;
    esac
    printf '%s\n' "${module%.xz}" >>"$first/modules/order"
  done
  (cd "$first" && find . | with_prefix cpio --quiet -o -H newc | gzip -1) >"$home/first.gz"
  cp "$root"/boot/vmlinuz-* "$home/kernel"
}

make_disk() {
  rm -f "$home/disk.new"
  truncate -s 6G "$home/disk.new"
  mke2fs -q -t ext4 -d "$1" "$home/disk.new"
  mv "$home/disk.new" "$home/disk"
}
