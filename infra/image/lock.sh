#!/bin/sh
# Lock what the image installs, with hashes: LOCK=uv|path/to/uv infra/image/lock.sh
# Run it on purpose, read the difference, and let the tests judge it.
set -eu
cd "$(dirname "$0")/../.."
lock() {
  "${LOCK:-uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-find-links "$@"
}
lock pyproject.toml --extra history --extra xlsx --excludes infra/image/left-out.txt \
  --output-file infra/image/requirements.lock
lock infra/image/build.in --output-file infra/image/build.lock
# What CI runs with: the same, and the workshop's tools.
lock pyproject.toml --all-extras --constraint infra/image/requirements.lock \
  --output-file infra/workshop.lock
