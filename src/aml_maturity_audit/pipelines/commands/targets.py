"""Targets, scripts and environments of task runners, by what they are named for."""

from collections.abc import Iterable

from aml_maturity_audit.pipelines.commands.meaning import Meaning
from aml_maturity_audit.pipelines.commands.names import tokens

_LINTING = {"lint", "lints", "linting", "linter", "flake8", "pylint", "eslint", "ruff", "format",
            "style"}  # fmt: skip
_CHANGING = {"fix", "test", "write"}
_TESTING = {"test", "tests", "unittest", "unittests", "pytest", "coverage", "unit"}
_PREPARING = {
    "setup", "deps", "install", "clean", "env", "fixtures", "teardown", "requirements", "build",
    "image", "report", "publish", "data", "start", "stop", "sync", "fetch", "download", "generate",
    "gen", "update", "list", "up", "down", "compile", "classes", "assemble", "process", "package",
}  # fmt: skip


def by_target(meaning: Meaning, targets: Iterable[str], usual: str = "") -> None:
    """What targets are named for; `usual` is what the runner does where none is named."""
    given = list(targets)
    for target in given:
        words = set(tokens(target))
        if words & _LINTING and not words & _CHANGING:
            if words != {"format"}:
                meaning.show("lints", inferred=True)
        elif words & _TESTING and not words & _PREPARING:
            meaning.show("runs_tests", inferred=True)
        elif usual and (words & {"unit", "integration"} or target.startswith("py")):
            meaning.show(usual, inferred=True)
    if not given and usual:
        meaning.show(usual)
