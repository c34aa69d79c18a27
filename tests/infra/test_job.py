"""What a scheduled job does, done here: its own command, as two shards, by environment alone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.sandbox import Sandbox, embedded_estate

ROOT = Path(__file__).parents[2]
FOLDER = "abfss://maturity@staudit.dfs.core.sandbox.invalid"


def command() -> list[str]:
    text = (ROOT / "infra" / "job.bicep").read_text("utf-8")
    found = re.search(r"command: \[\n((?:\s+'.*'\n)+)\s+\]", text)
    assert found is not None
    return re.findall(r"'(.*)'\n", found[1])


@pytest.fixture
def place(tmp_path):
    with Sandbox(embedded_estate("minimal")) as running:
        yield (
            {
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "HOME": str(tmp_path),
                "RUN_ID_FORMAT": "%Y",
                "AML_MATURITY_AUDIT_HISTORY": f"{FOLDER}/history",
                "AML_MATURITY_AUDIT_REPORTS": f"{FOLDER}/reports",
                "AML_MATURITY_AUDIT_LOG_FORMAT": "json",
                "AML_MATURITY_AUDIT_STRICT": "false",
                "AML_MATURITY_AUDIT_SUBSCRIPTION": "",
                "AML_MATURITY_AUDIT_MANAGEMENT_GROUP": "",
                "AML_MATURITY_AUDIT_DEVOPS_ORGANIZATION": "",
                "AML_MATURITY_AUDIT_NOTIFICATION_URL": "",
                "CONTAINER_APP_JOB_NAME": "aml-maturity-audit-1",
                **running.environment,
            },
            running.cloud.storage.accounts["staudit"]["maturity"].blobs,
        )


def run_job(environment, shard: str) -> subprocess.CompletedProcess[str]:
    shell, flag, line = command()
    told = environment | {"AML_MATURITY_AUDIT_SHARD": shard}
    return subprocess.run(
        [shell, flag, line], env=told, capture_output=True, text=True, check=False
    )


def test_the_jobs_of_a_run_put_it_together_and_a_repeat_changes_nothing(place, tmp_path):
    environment, blobs = place
    for shard in ("1/2", "2/2", "2/2"):
        done = run_job(environment, shard)
        last = json.loads(done.stderr.splitlines()[-1])
        assert (done.returncode, last["event"], last["exitCode"]) == (0, "ended", 0), done.stderr
        assert last["job"] == "aml-maturity-audit-1"
        assert done.stdout == ""
    reports = [name for name, blob in blobs.items() if "assessment." in name and blob.content]
    assert {name.rsplit(".", 1)[1] for name in reports} == {"html", "json", "csv"}
    (folder,) = {name.rsplit("/", 1)[0] for name in reports}
    assert re.fullmatch(r"reports/\d{4}-\d\d-\d\d/scheduled-\d{4}", folder)
    whole = load(blobs[f"{folder}/assessment.json"].content)
    assert [workspace.name for workspace in whole.workspaces] == ["churn"]
    command = [f"{Path(sys.executable).parent}/aml-maturity-audit", "history", "list", "--json"]
    listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    shards = sorted(run["shard"] for run in json.loads(listed.stdout)["runs"])
    assert shards == ["1/2", "2/2", "all"]
