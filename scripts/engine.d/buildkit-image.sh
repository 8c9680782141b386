# shellcheck shell=bash disable=SC2154,SC2034 # shared with the other parts
# BuildKit's image: the hub's where it answers, elsewhere one made here of compiled programs and packages.

buildkit_version=v0.25.2
buildkit_go='1.25'

# Prints the image's name, and makes the image where it is not there.
buildkit_image() {
  local name=moby/buildkit:$buildkit_version obstacle
  if in_registry "$name"; then
    printf '%s/%s' "$registry" "$name"
  elif (home=$engine_home && hub_answers "$name"); then
    printf '%s' "$name"
  else
    obstacle=$(compiling_obstacle)
    [ -z "$obstacle" ] || fail "BuildKit's image can be had neither from its hub nor made here: $obstacle"
    make_buildkit_image "$registry/$name"
    printf '%s/%s' "$registry" "$name"
  fi
}

# Why it can't be made on this machine, or nothing when it can.
compiling_obstacle() {
  local version obstacle
  obstacle=$(unpacking_obstacle)
  if [ -n "$obstacle" ]; then
    printf '%s' "$obstacle"
    return
  fi
  if ! has go; then
    printf 'Go %s or later is missing: https://go.dev/dl' "$buildkit_go"
    return
  fi
  version=$(go env GOVERSION)
  if [ "$(printf '%s\n' "go$buildkit_go" "$version" | sort -V | head -n 1)" != "go$buildkit_go" ]; then
    printf 'Go is %s, and %s or later is needed' "$version" "$buildkit_go"
  fi
}

# Compiling and the base wait for different things: side by side.
make_buildkit_image() {
  local reference=$1 base="$registry/base/debian:bookworm-slim" context=$home/image compiling
  compile_buildkit &
  compiling=$!
  in_registry base/debian:bookworm-slim || "$here/engine" base flask >/dev/null || fail 'the base of the image could not be made'
  wait "$compiling" || fail_with_log "$home/go.log" 'BuildKit could not be compiled'
  say "building BuildKit's image"
  rm -rf "$context"
  mkdir -p "$context"
  ln "$home/$buildkit_version/buildkitd" "$home/$buildkit_version/buildctl" "$context/"
  cat >"$context/Dockerfile" <<DOCKERFILE
FROM $base
RUN apt-get update -q && apt-get install -q -y --no-install-recommends git openssh-client runc ca-certificates && rm -rf /var/lib/apt/lists/*
COPY buildkitd buildctl /usr/bin/
VOLUME /var/lib/buildkit
ENTRYPOINT ["buildkitd"]
DOCKERFILE
  (home=$engine_home && buildx_at build --progress plain --output "type=image,name=$reference,push=true" "$context") \
    >"$home/image.log" 2>&1 || fail_with_log "$home/image.log" "BuildKit's image could not be built"
  rm -rf "$context"
}

# What is downloaded and compiled on the way is as large as a disk image, and needed once.
compile_buildkit() {
  local folder=$home/$buildkit_version
  [ ! -x "$folder/buildkitd" ] || return 0
  say "compiling BuildKit $buildkit_version, about 2 minutes"
  mkdir -p "$home/go/module"
  (
    cd "$home/go/module"
    printf 'module buildkit\n\ngo %s.0\n\nrequire github.com/moby/buildkit %s\n' "$buildkit_go" "$buildkit_version" >go.mod
    export CGO_ENABLED=0 GOMODCACHE="$home/go/modules" GOCACHE="$home/go/cache" GOFLAGS='-mod=mod -modcacherw -buildvcs=false' GOWORK=off
    nice go build -trimpath -ldflags "-s -w -X github.com/moby/buildkit/version.Version=$buildkit_version" -o "$folder.draft/" github.com/moby/buildkit/cmd/buildkitd github.com/moby/buildkit/cmd/buildctl
  ) >"$home/go.log" 2>&1 || return 1
  rm -rf "$folder" && mv "$folder.draft" "$folder"
  rm -rf "$home/go"
}
