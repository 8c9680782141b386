# shellcheck shell=bash
# What scripts/demo and scripts/bench need before they begin. Sourced in the project's folder, by a script that has set
# `name`, what its messages begin with. Everything that is there already is left alone.

say() { printf '%s: %s\n' "$name" "$*" >&2; }

# The image was not looked at: that is exit code 3, as everywhere.
give_up() {
  say "$1"
  exit 3
}

install_dependencies() {
  local step=$1
  # npm writes this file last: an installation that was interrupted lacks it.
  if [ -f node_modules/.package-lock.json ]; then
    say "$step dependencies: installed already"
  else
    say "$step dependencies: installing them"
    npm ci --no-audit --no-fund --loglevel error >&2 || give_up 'the dependencies could not be installed, see above'
  fi
  export PATH="$PWD/node_modules/.bin:$PATH"
}

bring_up_engine() {
  local step=$1 exports
  if scripts/engine status >/dev/null 2>&1; then
    say "$step engine and registry: up already"
  else
    say "$step engine and registry: looking for them, else bringing them up; scripts/engine down ends what this starts"
    scripts/engine up >&2 || give_up 'there is no engine to run on, see above'
  fi
  exports=$(scripts/engine env) || give_up 'the engine went away, see above'
  eval "$exports"
}

# Is it still in the registry, by its digest?
registry_has() { docker buildx imagetools inspect --raw "${1%%:latest@*}@${1#*@}" >/dev/null 2>&1; }

# Sets `image` to examples/flask by tag and digest; builds it where it was not yet, or not from these files.
build_flask() {
  local step=$1 folder=.everyarch/flask sources built_from=''
  sources=$(cat examples/flask/Dockerfile examples/flask/app.py | cksum)
  if [ -f "$folder/built" ]; then { read -r image && read -r built_from; } <"$folder/built" || built_from=''; fi
  if [ "$built_from" = "$sources" ] && [ -e "$folder/times.json" ] && [ "${image%%/*}" = "$EVERYARCH_TEST_REGISTRY" ] && registry_has "$image"; then
    say "$step image: built already, $image"
    return
  fi
  say "$step image: building examples/flask for linux/amd64, linux/arm64 and linux/arm/v7, first each alone to see how long that takes; the log is $folder/build.log"
  mkdir -p "$folder"
  if ! image=$(scripts/build-example flask --times "$folder/times.json" 2>"$folder/build.log"); then
    tail -n 20 "$folder/build.log" >&2
    give_up 'the example could not be built, see above'
  fi
  printf '%s\n%s\n' "$image" "$sources" >"$folder/built"
}
