"""Four processes at once, one of them killed and repeated: as one run, nothing lost or doubled."""

import json
import re
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aml_maturity_audit.history.store import History
from aml_maturity_audit.sandbox import Sandbox
from aml_maturity_audit.sandbox.requestlog import Received
from aml_maturity_audit.signals.shards import Shard
from aml_maturity_audit.signals.snapshot import Snapshot
from history.processes import Starts, ended

SHARDS = [Shard(number, 4) for number in (1, 2, 3, 4)]
RUN = "night"
KILLED = Shard(3, 4)


def start(starts: Starts, shard: Shard, history: Path) -> subprocess.Popen[str]:
    arguments = ("--shard", shard, "--run-id", RUN, "--history", history, "--format", "json")
    return starts("audit", *arguments, agent=f"shard-{shard.number}")


def sent_by(served: Sandbox, shard: Shard) -> list[int]:
    """When, in the order of all requests, those of a shard came in."""
    agent = f"shard-{shard.number}"
    return [at for at, one in enumerate(served.requests) if agent in one.user_agent]


_CORRELATION = re.compile(r" \(correlation id [0-9a-f-]{36}\)")


def comparable(document: str | bytes) -> dict:
    """An assessment without what differs between two runs of one estate: when and how often was
    asked, and the correlation ids of refusals, which the digests of such readings hang on too."""
    read = json.loads(document)
    for workspace in read["workspaces"]:
        if _CORRELATION.search(json.dumps(workspace)):
            for result in workspace["criteria"]:
                result.pop("inputs")
    for name in ("assessedAt", "collectedAt", "requests"):
        read["run"].pop(name)
    return json.loads(_CORRELATION.sub("", json.dumps(read)))


@pytest.fixture(scope="module")
def one_run(starts: Starts) -> dict:
    process = starts("audit", "--run-id", RUN, "--format", "json")
    out, said = process.communicate(timeout=180)
    assert process.returncode == 0, said
    return comparable(out)


def report(starts: Starts, history: Path) -> dict:
    process = starts("report", "--history", history, "--run", RUN, "--format", "json")
    out, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return comparable(out)


def assert_nothing_is_lost_or_doubled(history: Path, whole: dict) -> None:
    """The published tables hold each workspace once, with what the whole run says of it."""
    kept = History(str(history))
    scored = {w["key"]: w for w in whole["workspaces"] if w["scored"]}
    levels = kept.records("levels")
    own = {r["workspace_key"]: r["confirmed"] for r in levels if r["dimension"] == "overall"}
    assert own == {key: w["level"]["confirmed"] for key, w in scored.items()}
    verdicts = kept.records("verdicts")
    counted = Counter((r["workspace_key"], r["criterion"], r["verdict"]) for r in verdicts)
    assert counted == Counter(
        (key, result["id"], result["verdict"])
        for key, w in scored.items()
        for result in w["criteria"]
    )
    assert all(Shard.parse(r["shard"]).owns(r["workspace_key"]) for r in (*levels, *verdicts))
    assert len(levels) == 7 * len(scored)


def test_four_processes_at_once_are_one_run(
    served: Sandbox, starts: Starts, one_run: dict, tmp_path: Path
) -> None:
    history = tmp_path / "history"
    served.requests.clear()
    ending = [start(starts, shard, history) for shard in SHARDS]
    said = [ended(process) for process in ending]
    sent = [sent_by(served, shard) for shard in SHARDS]
    assert max(min(each) for each in sent) < min(max(each) for each in sent), "they did not overlap"
    assert any("they are judged together" in each for each in said)
    assert report(starts, history) == one_run
    assert_nothing_is_lost_or_doubled(history, one_run)


@contextmanager
def held(served: Sandbox, path: str) -> Iterator[threading.Event]:
    """Whoever asks for this path waits for ever; the event tells that somebody did."""
    asked = threading.Event()
    keep = served.requests.add

    def add(received: Received) -> None:
        keep(received)
        if path in received.path:
            asked.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(served.requests, "add", add)
        fault = served.faults.add(path=f"{path}$|{path}\\?", kind="hang")
        try:
            yield asked
        finally:
            served.faults.remove(fault)


def test_one_that_is_killed_and_repeated_changes_nothing(
    served: Sandbox, starts: Starts, one_run: dict, whole: Snapshot, tmp_path: Path
) -> None:
    history = tmp_path / "history"
    victim = next(
        w.workspace.name
        for w in whole.workspaces
        if KILLED.owns(w.workspace.key) and w.workspace.kind == "Default"
    )
    with held(served, f"/workspaces/{victim}/jobs") as asked:
        killed = start(starts, KILLED, history)
        others = [start(starts, shard, history) for shard in SHARDS if shard != KILLED]
        assert asked.wait(timeout=120)
        said = [ended(process) for process in others]
        killed.send_signal(signal.SIGKILL)
        killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert not any("judged together" in each for each in said)
    unfinished = starts("report", "--history", history, "--run", RUN)
    _, refusal = unfinished.communicate(timeout=60)
    assert (unfinished.returncode, "Shard 3/4 of the run is not there yet" in refusal) == (2, True)
    assert "judged together" in ended(start(starts, KILLED, history))
    assert report(starts, history) == one_run
    assert_nothing_is_lost_or_doubled(history, one_run)
