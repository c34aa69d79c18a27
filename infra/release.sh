#!/bin/sh
# Prove a release in clean environments: infra/release.sh WORK [PYTHON]
#   the wheel, as the image installs it (locked, with hashes), and the sdist, on its own
#   both run `--version` and audit the sample estate over real HTTP
# Needs a package index; `make test` does not run it.
set -eu
work=$1
python=${2:-python3}
cd "$(dirname "$0")/.."
mkdir -p "$work"

infra/image/install.sh "$work/tools" "$work/app" "$python"
"$work/tools/bin/python" -m build --sdist --no-isolation --outdir "$work/sdist" .
"$python" -m venv "$work/from-sdist"
"$work/from-sdist/bin/python" -m pip install --quiet "$work"/sdist/*.tar.gz

cd "$work"
for bin in app/bin from-sdist/bin; do
  "$bin/aml-maturity-audit" --version
  "$bin/aml-maturity-audit" audit --sandbox --format json --output "report.json"
  "$bin/python" - <<'CHECK'
import json
with open("report.json", encoding="utf-8") as stream:
    report = json.load(stream)
assert report["schema"] == "aml-maturity-audit/assessment/v1", report["schema"]
assert report["coverage"]["workspaces"] > 0
print(f"{report['coverage']['workspaces']} workspaces judged")
CHECK
  rm report.json
done
"$work/tools/bin/python" - "$work/app/sbom.cdx.json" <<'CHECK'
import json, sys
with open(sys.argv[1], encoding="utf-8") as stream:
    bill = json.load(stream)
assert bill["bomFormat"] == "CycloneDX"
names = {component["name"] for component in bill["components"]}
assert {"azure-identity", "deltalake", "msgspec"} <= names
print(f"the bill of materials has {len(names)} components")
CHECK
