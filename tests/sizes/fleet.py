"""A fleet served by a process of its own, and what reading it takes, without a clock.

The server is that of the benchmarks: it renders each page once, so a big fleet costs little.
Requests are counted by it; the peak is what the kernel says of the reading process.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVE = Path(__file__).parents[2] / "benchmarks" / "serve.py"
TOOL = [sys.executable, "-W", "error", "-m", "aml_maturity_audit"]
LAUNCHER = """
import os, subprocess, sys
tool = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(tool.pid, 0)
print(used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A small process between: to the kernel, a child's peak begins with the size of who made it."""


@dataclass(frozen=True)
class Took:
    """What one command took, and said."""

    code: int
    requests: int
    kinds: dict[str, int]
    """Requests by what they ask for, as `workspaces/jobs`."""
    peak: float
    """MB."""
    said: str


@dataclass
class Fleet:
    """A running server."""

    process: "subprocess.Popen[str]"
    environment: dict[str, str]

    def run(self, *arguments: object) -> Took:
        """A command of the tool against it."""
        self._order("reset")
        command = [sys.executable, "-S", "-c", LAUNCHER, *TOOL, *map(str, arguments)]
        environ = {**os.environ, **self.environment}
        ended = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
        account = self._order("account")
        peak = int(ended.stdout) / 1024
        return Took(ended.returncode, account["requests"], account["kinds"], peak, ended.stderr)

    def _order(self, text: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


@contextmanager
def fleet(workspaces: int, jobs: int) -> Iterator[Fleet]:
    """So many workspaces, 25 to a subscription, each with so many jobs."""
    command = [sys.executable, str(SERVE), str(workspaces), str(jobs)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield Fleet(process, json.loads(process.stdout.readline()))
        finally:
            process.communicate()
