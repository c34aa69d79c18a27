"""What a scheduled job does, done here: its own command, as two shards, by environment alone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aml_maturity_audit.history.store import History
from aml_maturity_audit.sandbox import Sandbox, embedded_estate

ROOT = Path(__file__).parents[2]


def command() -> list[str]:
    text = (ROOT / "infra" / "job.bicep").read_text("utf-8")
    found = re.search(r"command: \[\n((?:\s+'.*'\n)+)\s+\]", text)
    assert found is not None
    return re.findall(r"'(.*)'\n", found[1])


@pytest.fixture
def environment(tmp_path):
    with Sandbox(embedded_estate("minimal")) as running:
        yield {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "RUN_ID_FORMAT": "%Y",
            "AML_MATURITY_AUDIT_HISTORY": str(tmp_path / "history"),
            "AML_MATURITY_AUDIT_LOG_FORMAT": "json",
            "AML_MATURITY_AUDIT_STRICT": "false",
            "AML_MATURITY_AUDIT_SUBSCRIPTION": "",
            "AML_MATURITY_AUDIT_MANAGEMENT_GROUP": "",
            "AML_MATURITY_AUDIT_DEVOPS_ORGANIZATION": "",
            "AML_MATURITY_AUDIT_NOTIFICATION_URL": "",
            "CONTAINER_APP_JOB_NAME": "aml-maturity-audit-1",
            **running.environment,
        }


def run_job(environment, shard: str, report: Path) -> subprocess.CompletedProcess[str]:
    shell, flag, line = command()
    line = line.replace("/tmp/junit.xml", str(report))
    told = environment | {"AML_MATURITY_AUDIT_SHARD": shard}
    return subprocess.run(
        [shell, flag, line], env=told, capture_output=True, text=True, check=False
    )


def test_the_jobs_of_a_run_put_it_together_and_a_repeat_changes_nothing(environment, tmp_path):
    for shard in ("1/2", "2/2", "2/2"):
        done = run_job(environment, shard, tmp_path / "junit.xml")
        last = json.loads(done.stderr.splitlines()[-1])
        assert (done.returncode, last["event"], last["exitCode"]) == (0, "ended", 0), done.stderr
        assert last["job"] == "aml-maturity-audit-1"
        assert done.stdout == ""
    history = History(str(tmp_path / "history"))
    (run_id,) = history.whole_runs()
    assert run_id.startswith("scheduled-")
    whole = history.document(run_id)
    assert whole is not None
    assert [workspace.name for workspace in whole.workspaces] == ["churn"]
    assert (tmp_path / "junit.xml").read_text("utf-8").startswith("<?xml")
