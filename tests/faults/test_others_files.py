"""Files from others are read with limits and fail closed; files with tenant data are private."""

import gzip
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.snapshot_file import read_partial, read_snapshot

BOMB = "a: &a [x, x]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "a bomb": BOMB,
    "an object": "!!python/object/apply:os.system ['true']\n",
    "deep": "[" * 50_000,
    "bytes": "\x00\x01\x02",
    "a list": "- 1\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "arguments",
    [
        ("assess",),
        ("report",),
        ("audit", "--config"),
        ("audit", "--estate"),
        ("attest", "check"),
        ("compare", "x.json"),
    ],
    ids=" ".join,
)
def test_a_hostile_file_is_one_sentence(content, arguments, run, sandbox, tmp_path):
    path = tmp_path / "hostile"
    path.write_text(content, encoding="utf-8")
    ended = run(*arguments, path)
    assert (ended.code, ended.out) == (2, b"")
    assert "Traceback" not in ended.err
    assert len(ended.err) < 2_000


def test_files_that_hold_tenant_data_are_private(run, sandbox, tmp_path):
    out = tmp_path / "out"
    formats = [each for name in ("table", "json", "html", "xlsx") for each in ("--format", name)]
    ended = run("audit", *formats, "--output-dir", out, "--snapshot", tmp_path / "s.snapshot")
    assert ended.code == 0
    written = [*out.iterdir(), tmp_path / "s.snapshot"]
    assert len(written) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), packed=st.booleans())
def test_any_bytes_are_no_snapshot_and_nothing_else(content, packed, tmp_path):
    path = tmp_path / "any"
    path.write_bytes(gzip.compress(content, mtime=0) if packed else content)
    for reading in (read_snapshot, read_partial):
        with pytest.raises(UsageError):
            reading(path)
