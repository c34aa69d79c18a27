"""Many workspaces: judged by several processes, with the result of one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aml_maturity_audit.cli import parallel
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.snapshot_file import write_snapshot
from mapping.build import place, snapshot
from mapping.records import job, workspace

TOOL = [sys.executable, "-m", "aml_maturity_audit", "assess"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.snapshot"
    names = [f"w{at:03}" for at in range(230)]
    others = [place(workspace(name), jobs=[job(f"{name}-{n}") for n in range(3)]) for name in names]
    write_snapshot(snapshot(workspace("shop"), others=others), path)
    return path


def judged(*arguments: object, cores: set[int] | None = None) -> dict:
    bind = (lambda: os.sched_setaffinity(0, cores)) if cores else None
    ended = subprocess.run(
        [*TOOL, *map(str, arguments)], capture_output=True, check=True, preexec_fn=bind
    )
    document = json.loads(ended.stdout)
    document["run"].pop("assessedAt")
    return document


def test_several_processes_judge_as_one_does(many: Path) -> None:
    alone = {min(os.sched_getaffinity(0))}
    document = judged(many, "--format", "json")
    assert len(document["workspaces"]) == 231
    assert document == judged(many, "--format", "json", cores=alone)


def test_each_is_in_order_and_known_things_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = []
    work = """
from aml_maturity_audit.cli import parallel
parallel._cores = lambda: 3
known = []
def work(at):
    known or known.append("by the first")
    return at, known[0]
assert list(parallel.each(work, 450)) == [(at, "by the first") for at in range(450)]
assert parallel._work is None
"""
    subprocess.run([sys.executable, "-c", work], check=True)
    assert list(parallel.each(lambda at: known.append(at) or at, 3)) == [0, 1, 2]


def test_an_error_of_a_process_is_raised_whole() -> None:
    work = """
from aml_maturity_audit.cli import parallel
from aml_maturity_audit.errors import UsageError
parallel._cores = lambda: 2
def work(at):
    if at == 300:
        raise UsageError("It is damaged.", remedy="Copy it again.")
    return at
try:
    list(parallel.each(work, 400))
except UsageError as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", work], capture_output=True, check=True, text=True)
    assert ended.stdout == "It is damaged. Copy it again.\n"
    assert str(UsageError("a", remedy="b")) == "a b"


def test_a_killed_process_is_one_sentence() -> None:
    work = """
import os, signal
from aml_maturity_audit.cli import parallel
from aml_maturity_audit.errors import ToolFailure
parallel._cores = lambda: 2
def work(at):
    if at == 250:
        os.kill(os.getpid(), signal.SIGKILL)
    return at
try:
    list(parallel.each(work, 400))
except ToolFailure as error:
    print(error)
"""
    ended = subprocess.run([sys.executable, "-c", work], capture_output=True, check=True, text=True)
    assert ended.stdout.startswith("A process that judges workspaces was ended from outside.")


def test_where_processes_cannot_share_anything_one_does_it_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise FileNotFoundError("/dev/shm")

    monkeypatch.setattr(parallel, "_cores", lambda: 2)
    monkeypatch.setattr(parallel, "_may_fork", lambda: True)
    monkeypatch.setattr(parallel, "ProcessPoolExecutor", refuse)
    assert list(parallel.each(lambda at: at * at, 250)) == [at * at for at in range(250)]
