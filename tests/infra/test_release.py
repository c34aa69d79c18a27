"""One version everywhere, and a history of what changed."""

import re
from pathlib import Path

from aml_maturity_audit import __version__

ROOT = Path(__file__).parents[2]


def test_the_version_is_the_same_everywhere():
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\d\S*?)[, ]", changes, re.M)[0] == __version__
    named = []
    for path in (ROOT / "infra").rglob("*"):
        if path.suffix in {".yml", ".bicepparam"}:
            named += re.findall(r"(?:aml-maturity-audit:|VERSION: )(\d[\d.]*)", path.read_text())
    assert set(named) == {__version__}
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
