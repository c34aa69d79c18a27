"""Every promise in docs/trust.md names tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, functions)}


def test_every_named_test_exists() -> None:
    named = NAMED.findall((ROOT / "docs" / "trust.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    for file, name in named:
        assert (ROOT / file).is_file(), file
        assert name in names_in(ROOT / file), f"{file}::{name}"


def test_every_promise_has_a_test() -> None:
    lines = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8").splitlines()
    promises = [line for line in lines if line.startswith("| ") and "held by" not in line]
    assert all(NAMED.search(line) for line in promises)
