# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# Packages of the distribution, unpacked to a private prefix. Nothing is installed: the host's own packages, lists and
# caches stay as they are. Where they come from is asked of apt, never written down.

# Why this machine can't unpack packages, or nothing when it can.
unpacking_obstacle() {
  local id='' like=''
  if [ -r /etc/os-release ]; then
    id=$(sed -n 's/^ID=//p' /etc/os-release | tr -d '"')
    like=$(sed -n 's/^ID_LIKE=//p' /etc/os-release | tr -d '"')
  fi
  case " $id $like " in
    *' debian '* | *' ubuntu '*) ;;
    *) printf 'this is neither Debian nor Ubuntu'; return ;;
  esac
  if ! has apt-get || ! has dpkg-deb; then printf 'apt-get or dpkg-deb is missing'; return; fi
  if [ "$(id -u)" != 0 ]; then printf 'this is not root'; fi
}

distribution() { sed -n "s/^$1=//p" /etc/os-release | tr -d '"'; }

# write_apt_settings NAME: settings for lists and archives of our own. Later settings win over the host's.
write_apt_settings() {
  local folder=$home/apt/$1
  mkdir -p "$folder/lists/partial" "$folder/archives/partial"
  cat >"$folder/settings" <<SETTINGS
Dir::State::Lists "$folder/lists";
Dir::Cache "$folder";
Dir::Cache::archives "$folder/archives";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
Acquire::Retries "3";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Debug::NoLocking "true";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
SETTINGS
}

# The archive this machine's own suite comes from, as apt knows it: its address and the key it is signed by.
own_archive() {
  local codename
  codename=$(distribution VERSION_CODENAME)
  lists_are_fresh own || update_lists own >&2
  # shellcheck disable=SC2016 # apt's own place holders
  apt-get -c "$home/apt/own/settings" indextargets --format '$(CODENAME)|$(RELEASE)|$(REPO_URI)|$(SIGNED_BY)' 'Created-By: Packages' |
    awk -F '|' -v name="$codename" '
      $1 == name || $2 == name { own = $3 "|" $4; exit }
      !any { any = $3 "|" $4 }
      END { print own ? own : any }'
}

# use_suite NAME SUITE: settings that see that suite of the same archive and nothing else.
use_suite() {
  local folder=$home/apt/$1 archive key
  archive=$(own_archive)
  if [ -z "$archive" ]; then
    printf 'apt could fetch no list of packages: is the network up, and does /etc/apt name an archive?\n'
    return 1
  fi
  key=${archive#*|}
  # A place holder that stayed one means that the source names no key.
  case $key in '' | '$'*) key=/usr/share/keyrings/debian-archive-keyring.gpg ;; esac
  write_apt_settings "$1"
  printf 'deb [signed-by=%s] %s %s main\n' "$key" "${archive%%|*}" "$2" >"$folder/sources.list"
  printf 'Dir::Etc::SourceList "%s";\nDir::Etc::SourceParts "/dev/null";\n' "$folder/sources.list" >>"$folder/settings"
}

# One source that fails is no reason to stop as long as there are lists: the download will tell.
update_lists() {
  local folder=$home/apt/$1 attempt
  for attempt in 1 2 3; do
    if apt-get -q -c "$folder/settings" update; then break; fi
    sleep "$attempt"
  done
  if compgen -G "$folder/lists/*_Packages*" >/dev/null; then : >"$folder/updated"; fi
}

lists_are_fresh() { [ -n "$(find "$home/apt/$1/updated" -mmin -60 2>/dev/null)" ]; }

# download_packages NAME alone|closure PACKAGE…: these alone, or with all they need that the host lacks.
download_packages() {
  local name=$1 how=$2 attempt
  local folder=$home/apt/$name
  shift 2
  rm -f "$folder"/archives/*.deb
  for attempt in 1 2 3; do
    if [ "$attempt" != 1 ] || ! lists_are_fresh "$name"; then update_lists "$name"; fi
    if [ "$how" = closure ]; then
      apt-get -q -y -c "$folder/settings" --download-only --no-install-recommends install "$@" && return
    else
      (cd "$folder/archives" && apt-get -q -c "$folder/settings" download "$@") && return
    fi
    sleep "$attempt"
  done
  return 1
}

# The packages of the list that are not in the prefix yet.
missing_packages() {
  local name
  for name in "$@"; do [ -e "$prefix/.unpacked/$name" ] || printf '%s\n' "$name"; done
}

# unpack_packages NAME alone|closure PACKAGE…
unpack_packages() {
  local name=$1 how=$2 archive package
  shift 2
  local -a wanted=()
  while read -r package; do wanted+=("$package"); done < <(missing_packages "$@")
  [ "${#wanted[@]}" != 0 ] || return 0
  download_packages "$name" "$how" "${wanted[@]}" || return 1
  mkdir -p "$prefix/.unpacked"
  for archive in "$home/apt/$name/archives"/*.deb; do
    [ -e "$archive" ] || continue
    dpkg-deb -x "$archive" "$prefix" || return 1
    rm -f "$archive"
  done
  for package in "${wanted[@]}"; do : >"$prefix/.unpacked/$package"; done
}

# The same for the packages of the list that the host's own suite has: releases differ in how they split them.
unpack_known_packages() {
  local name=$1 package
  local -a known=()
  shift
  lists_are_fresh "$name" || update_lists "$name"
  for package in "$@"; do
    if apt-cache -c "$home/apt/$name/settings" show --no-all-versions "$package" >/dev/null 2>&1; then known+=("$package"); fi
  done
  [ "${#known[@]}" = 0 ] || unpack_packages "$name" closure "${known[@]}"
}
