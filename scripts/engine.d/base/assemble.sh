#!/bin/sh
# assemble.sh NATIVE: runs inside a root of the native architecture. Installs each layer's packages there, then makes
# LAYER-PLATFORM.tar for every platform without emulation: the platform's packages are unpacked, and what an installation
# leaves behind (users, certificates, alternatives) is taken from the native one, as it is the same everywhere.
set -eu
cd /mnt
native=$1
top='bin|sbin|lib|lib32|lib64|libx32'

# What comes in one call may miss its dependencies until all of it is there; the users and the file system come first.
install_packages() {
  if [ ! -e /var/lib/dpkg/info/base-files.list ]; then
    mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates
    touch /var/lib/dpkg/status /var/lib/dpkg/available
    dpkg --force-unsafe-io --force-depends --install "$1"/base-passwd_*.deb
    dpkg --force-unsafe-io --force-depends --install "$1"/base-files_*.deb "$1"/libc6_*.deb "$1"/perl-base_*.deb "$1"/mawk_*.deb "$1"/debconf_*.deb
  fi
  # An installed Python only adds compiled modules, which the layers leave out as the hub's images do.
  find "$1" -name '*.deb' ! -name '*python*' -exec dpkg --force-unsafe-io --force-depends --install {} +
  dpkg --force-unsafe-io --force-depends --configure --pending
}

# Paths that belong to no package were made by installing.
shared_state() {
  sed -E "s,^/($top)(/|\$),/usr/\\1\\2," /var/lib/dpkg/info/*.list | sort -u >/owned
  find / -xdev \( -path /mnt -o -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /run -o -path /owned -o -path /layer -o -path /var/log \
    -o -path /var/cache -o -path /var/lib/dpkg/info -o -path /var/lib/apt -o -name __pycache__ \) -prune -o -print |
    sort -u | comm -23 - /owned |
    grep -vxE "/|/($top)|/var/lib/dpkg/(status|available|lock|lock-frontend)(-old)?|/etc/ld\\.so\\.cache" | sed 's,^/,,'
}

# add_package ARCHIVE ROOT: its files, and its entry in the root's database as installed. Folders that are links into /usr
# today are written as what they link to; manuals and translations are left out.
add_package() {
  status=$2/var/lib/dpkg/status
  info=$2/var/lib/dpkg/info
  name=$(dpkg-deb --field "$1" | awk -v status="$status" '
    { print >>status }
    /^Package:/ { name = $2; print "Status: install ok installed" >>status }
    /^Architecture:/ { architecture = $2 }
    /^Multi-Arch: same/ { shared = 1 }
    END { print shared ? name ":" architecture : name }')
  dpkg-deb --fsys-tarfile "$1" |
    tar -x -v -p -C "$2" --exclude='./usr/share/man' --exclude='./usr/share/info' --exclude='./usr/share/locale' \
      --exclude='./usr/share/doc' --exclude='./usr/share/lintian' --transform="flags=r;s,^\\./($top)(/|\$),./usr/\\1\\2,x" |
    sed -E 's,^\.,,; s,(.)/$,\1,; s,^/$,/.,' >"$info/$name.list"
  dpkg-deb --ctrl-tarfile "$1" | tar -x -C "$info" --exclude=./control --no-recursion --transform="s,^\\./\\(.\\),$name.\\1,"
  if [ -s "$info/$name.conffiles" ]; then
    echo Conffiles:
    while read -r file; do
      [ ! -f "$2$file" ] || echo " $file $(md5sum <"$2$file" | cut -d ' ' -f 1)"
    done <"$info/$name.conffiles"
  fi >>"$status"
  echo >>"$status"
}

assemble() {
  layer=$1 platform=$2 work=/layer/$2 root=/layer/$2/root
  rm -rf "$root"
  mkdir -p "$root/var/lib/dpkg/info" "$root/usr"
  if [ "$layer" = debian ]; then
    case $platform in amd64) links='bin sbin lib lib32 lib64 libx32' ;; *) links='bin sbin lib' ;; esac
    for link in $links; do
      mkdir -p "$root/usr/$link"
      ln -s "usr/$link" "$root/$link"
    done
    mkdir -p "$root/tmp" "$root/run" "$root/proc" "$root/sys" "$root/dev"
  else
    cp "$work/status" "$root/var/lib/dpkg/status"
  fi
  for archive in packages/"$platform/$layer"/*.deb; do
    add_package "$archive" "$root"
  done
  echo 1 >"$root/var/lib/dpkg/info/format"
  cp "$root/var/lib/dpkg/status" "$work/status"
  tar -c -C / --no-recursion -T /layer/state | tar -x -p -C "$root"
  ! [ -d "$root/tmp" ] || chmod 1777 "$root/tmp"
  tar -c -C "$root" -f "$layer-$platform.tar" .
}

mkdir -p /layer
for layer in debian python; do
  install_packages "packages/$native/$layer"
  shared_state >/layer/state
  jobs=
  for folder in packages/*; do
    assemble "$layer" "${folder##*/}" &
    jobs="$jobs $!"
  done
  for job in $jobs; do wait "$job"; done
done
