#!/bin/sh
# From the sources to an environment that runs, with its bill of materials. The Dockerfile and a test
# run this same script: infra/image/install.sh TOOLS APP [PYTHON]
#   TOOLS  where to put what builds (stays behind)
#   APP    where to put what runs: no pip, nothing but what is locked, and APP/sbom.cdx.json
# The lock is whole, less what left-out.txt names; so nothing is resolved here (--no-deps).
set -eu
tools=$1
app=$2
python=${3:-python3}
cd "$(dirname "$0")/../.."

"$python" -m venv "$tools"
"$tools/bin/python" -m pip install --no-cache-dir --quiet --require-hashes -r infra/image/build.lock
"$tools/bin/python" -m build --wheel --no-isolation --outdir "$tools/wheels" .

"$python" -m venv --without-pip "$app"
install() { "$tools/bin/python" -m pip --python "$app/bin/python" install --no-cache-dir --no-compile --no-deps --quiet "$@"; }
install --require-hashes -r infra/image/requirements.lock
install --no-index "$tools"/wheels/*.whl

"$tools/bin/cyclonedx-py" environment "$app/bin/python" --pyproject pyproject.toml \
  --output-reproducible --output-format JSON --output-file "$app/sbom.cdx.json"

# What a scheduled audit imports is compiled here, and nothing else: by such an audit, of the sample estate.
run() { env -u PYTHONDONTWRITEBYTECODE "$app/bin/aml-maturity-audit" "$@"; }
run --version
run audit --sandbox --history "$tools/tried/history" --output-dir "$tools/tried" \
  --format html --format json --format csv --format markdown --format xlsx --format junit
run doctor --sandbox --history "$tools/tried/history" >"$tools/tried/doctor.txt" || test $? -eq 5
