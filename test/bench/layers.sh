#!/usr/bin/env bash
# Reads every layer with the tools everybody has: fetch, decompress, list, one layer after another.
# usage: layers.sh REPOSITORY-URL DIGEST…
set -euo pipefail

url=$1
shift
for digest in "$@"; do
  curl -sSfL "$url/blobs/$digest" | gzip -dc | tar t >/dev/null
done
