"""A run on a schedule imports nothing that the image leaves out; who asks for it is told."""

import json
import os
import subprocess
import sys

import pytest

from aml_maturity_audit.sandbox import Sandbox, embedded_estate

MODULES = ("pandas", "numpy", "azure.ai", "azure.storage", "arro3.io", "pyarrow", "opentelemetry")
SCHEMAS = "githubkit_schemas.v2026_03_10"
START = """
import sys
BLOCKED = tuple(f"{name}." for name in sys.argv.pop(1).split(","))
class NotThere:
    def find_spec(self, name, path=None, target=None):
        if f"{name}.".startswith(BLOCKED):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, NotThere())
from aml_maturity_audit.__main__ import main
sys.exit(main())
"""


def run(*arguments: str, environ: dict[str, str] | None = None):
    blocked = ",".join((*MODULES, SCHEMAS))
    return subprocess.run(
        [sys.executable, "-c", START, blocked, *arguments],
        env={**os.environ, **(environ or {})},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_scheduled_audit_needs_none_of_it(tmp_path):
    every = ("html", "json", "csv", "markdown", "xlsx", "junit", "table")
    formats = [each for name in every for each in ("--format", name)]
    history = ("--history", str(tmp_path / "history"))
    done = run("audit", "--sandbox", *history, *formats, "--output-dir", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(tmp_path.glob("assessment.*"))) == len(every)
    looked = run("doctor", "--sandbox", "--json", *history)
    checks = json.loads(looked.stdout)["checks"]
    assert {check["state"] for check in checks} <= {"good", "limited"}, looked.stdout
    for command in (["trend"], ["history", "list"], ["report", "--format", "html"]):
        assert run(*command, *history).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "module", "package"),
    [
        (("compare", "assessment.json"), "pandas", "pandas"),
        (("doctor", "--cross-check", "churn"), "azure.ai", "azure-ai-ml"),
        (("history", "export", "x.parquet", "--history", "h"), "arro3.io", "[history]"),
    ],
)
def test_who_asks_for_what_is_left_out_is_told(arguments, module, package, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Sandbox(embedded_estate("minimal")) as running:
        environ = dict(running.environment)
        made = run("audit", "--format", "json", "--output", "assessment.json", environ=environ)
        assert made.returncode == 0
        done = run(*arguments, environ=environ)
    assert done.returncode == 2
    assert f"This needs {module}, which is not installed here. Install it: pip " in done.stderr
    assert package in done.stderr
    assert done.stdout == ""
