# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# The kernel's handlers for foreign programs, registered from the distribution's static emulators.

binfmt=/proc/sys/fs/binfmt_misc

# What a program of each architecture says in its first bytes: class (1 = 32 bit, 2 = 64), byte order (1 = little,
# 2 = big), machine number, the mask of its ABI version byte (the 32-bit ABIs of mips64 differ from it there) and platform.
# https://gabi.xinuos.com/elf/02-eheader.html
emulated_architectures() {
  cat <<'TABLE'
aarch64 2 1 b7 ff arm64
arm 1 1 28 ff arm
ppc64le 2 1 15 ff ppc64le
s390x 2 2 16 ff s390x
riscv64 2 1 f3 ff riscv64
mips64el 2 1 08 fe mips64le
mips64 2 2 08 fe mips64
x86_64 2 1 3e ff amd64
TABLE
}

# A host's own architecture, and the 32-bit one it may run by itself, get no handler.
is_native() {
  case $(uname -m):$1 in
    x86_64:x86_64 | aarch64:aarch64 | aarch64:arm | armv7l:arm | armv8l:arm) return 0 ;;
    ppc64le:ppc64le | s390x:s390x | riscv64:riscv64 | mips64:mips64 | mips64:mips64el) return 0 ;;
  esac
  return 1
}

# Architectures that have neither a handler nor native execution.
missing_handlers() {
  local name rest
  while read -r name rest; do
    if is_native "$name" || [ -e "$binfmt/qemu-$name" ]; then continue; fi
    printf '%s\n' "$name"
  done < <(emulated_architectures)
}

registration() {
  local name=$1 class=$2 order=$3 machine=$4 abi=$5 interpreter=$6 flags=$7 zeros type type_mask magic mask
  zeros='\x00\x00\x00\x00\x00\x00\x00'
  # Type 2 is a program at a fixed address, 3 a position-independent one: the mask takes both.
  if [ "$order" = 1 ]; then
    type='\x02\x00' type_mask='\xfe\xff' machine="\\x$machine\\x00"
  else
    type='\x00\x02' type_mask='\xff\xfe' machine="\\x00\\x$machine"
  fi
  magic="\\x7f\\x45\\x4c\\x46\\x0$class\\x0$order\\x01\\x00\\x00$zeros$type$machine"
  mask="\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\x$abi\\xff\\xff\\xff\\xff\\xff\\xff\\xff$type_mask\\xff\\xff"
  # The kernel takes a registration in one write or not at all.
  printf '%s' ":qemu-$name:M::$magic:$mask:$interpreter:$flags"
}

# The emulator of one architecture in the prefix or on the host, by a name that ends in -binfmt-P where there is one: by
# that name the emulator knows that the kernel hands it the program's own first argument.
emulator_of() {
  local name=$1 candidate
  for candidate in "$prefix/usr/libexec/qemu-binfmt/$name-binfmt-P" "/usr/libexec/qemu-binfmt/$name-binfmt-P" \
    "$prefix/usr/bin/qemu-$name-static" "/usr/bin/qemu-$name-static"; do
    if [ -x "$candidate" ]; then
      printf '%s' "$candidate"
      return
    fi
  done
}

# Flags: F keeps the emulator open, so that it is found inside containers; P hands over the first argument.
register_handlers() {
  local name class order machine abi platform interpreter flags
  while read -r name class order machine abi platform; do
    if is_native "$name" || [ -e "$binfmt/qemu-$name" ]; then continue; fi
    interpreter=$(emulator_of "$name")
    if [ -z "$interpreter" ]; then
      say "no emulator for $platform is in the packages"
      continue
    fi
    case $interpreter in *-binfmt-P) flags=PF ;; *) flags=F ;; esac
    registration "$name" "$class" "$order" "$machine" "$abi" "$interpreter" "$flags" >"$binfmt/register" || say "the kernel refused a handler for $platform"
  done < <(emulated_architectures)
}

# Does the engine that was found run on this machine's kernel? Only then are this machine's handlers the engine's.
engine_shares_kernel() {
  case $endpoint in unix://*) ;; *) return 1 ;; esac
  [ "$(uname -s)" = Linux ] || return 1
  [ "$endpoint_kind" != private ] || return 0
  docker_client && [ "$(docker_at info --format '{{.KernelVersion}}' 2>/dev/null)" = "$(uname -r)" ]
}

mount_handlers() {
  if [ ! -e "$binfmt/register" ] && [ "$(id -u)" = 0 ]; then mount -t binfmt_misc binfmt_misc "$binfmt" 2>/dev/null || true; fi
}

# For the private engine, before it starts: its builder looks for emulators once.
ensure_private_handlers() {
  mount_handlers
  [ -n "$(missing_handlers)" ] || return 0
  if [ -w "$binfmt/register" ]; then
    register_handlers
  else
    say "the kernel's list of handlers can't be written here, so there are no emulators: $(missing_handlers | tr '\n' ' ')"
  fi
}

# For an engine of yours: what is missing is added only where that can be done, and never silently.
ensure_your_handlers() {
  local missing
  mount_handlers
  missing=$(missing_handlers | tr '\n' ' ')
  if [ -z "$missing" ] || ! engine_shares_kernel; then return 0; fi
  if [ -n "$(unpacking_obstacle)" ] || [ ! -w "$binfmt/register" ]; then
    say "no emulator for: $missing(to add them: sudo apt-get install qemu-user-static, or: docker run --privileged --rm tonistiigi/binfmt --install all)"
    return
  fi
  say "no emulator for: $missing- registering the distribution's with this kernel, until 'down' or the next boot"
  mkdir -p "$prefix"
  write_apt_settings own
  unpack_packages own closure qemu-user-static >"$log" 2>&1 || fail_with_log "$log" 'the emulators could not be unpacked'
  register_handlers
}

# Only handlers that start an emulator of our prefix are ours to remove.
unregister_handlers() {
  local handler
  for handler in "$binfmt"/qemu-*; do
    [ -e "$handler" ] || continue
    if grep -q "^interpreter $prefix/" "$handler"; then printf '%s' -1 >"$handler" || true; fi
  done
}

# One line per handler: platform, emulator, version.
handler_lines() {
  local name rest interpreter version
  while read -r name rest; do
    [ -r "$binfmt/qemu-$name" ] || continue
    interpreter=$(sed -n 's/^interpreter //p' "$binfmt/qemu-$name")
    # By its -binfmt-P name it refuses every argument, so the file behind the name is asked.
    version=$("$(readlink -f "$interpreter")" --version 2>/dev/null | sed -n '1s/.*version \([0-9.]*\).*/\1/p' || true)
    if ! grep -q '^enabled' "$binfmt/qemu-$name"; then version='disabled'; fi
    printf '%s qemu-%s %s\n' "${rest##* }" "$name" "${version:-of unknown version}"
  done < <(emulated_architectures)
}

# A second set of emulators, of another version than the registered ones and registered nowhere: what tells an emulator's
# bug from an image's. Only the programs of the architectures above are kept, out of half a gigabyte.
second_emulators=$home/emulators

unpack_second_emulators() {
  local name rest
  local -a programs=(./usr/bin/qemu-i386)
  while read -r name rest; do programs+=("./usr/bin/qemu-$name"); done < <(emulated_architectures)
  rm -rf "$second_emulators.new"
  mkdir -p "$second_emulators.new"
  case " $(distribution ID) $(distribution ID_LIKE) " in
    *' ubuntu '*) write_apt_settings later ;;
    *) use_suite later "${EVERYARCH_ENGINE_SUITE:-forky}" || return 1 ;;
  esac
  download_packages later alone qemu-user || return 1
  dpkg-deb --fsys-tarfile "$home/apt/later/archives"/qemu-user_*.deb | tar -x -C "$second_emulators.new" --strip-components=3 "${programs[@]}" || return 1
  rm -f "$home/apt/later/archives"/qemu-user_*.deb
  rm -rf "$second_emulators"
  mv "$second_emulators.new" "$second_emulators"
}

emulators_command() {
  local obstacle
  if [ ! -d "$second_emulators" ]; then
    obstacle=$(unpacking_obstacle)
    [ -z "$obstacle" ] || fail "a second set of emulators can't be unpacked here: $obstacle"
    take_lock
  fi
  if [ ! -d "$second_emulators" ]; then
    say 'unpacking emulators of a later suite, which are registered nowhere'
    mkdir -p "$home/apt"
    write_apt_settings own
    unpack_second_emulators >"$log" 2>&1 || fail_with_log "$log" 'the later emulators could not be unpacked'
  fi
  printf '%s\n' "$second_emulators"
}
