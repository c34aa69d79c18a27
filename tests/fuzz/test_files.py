"""Files that somebody changed: read and judged, or refused in a sentence; nothing else."""

import gzip
import json

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aml_maturity_audit.assessment.document import dump
from aml_maturity_audit.assessment.document import load as load_assessment
from aml_maturity_audit.config.layers import load as load_config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.mapping import assess, read_attestations
from aml_maturity_audit.sandbox import Sandbox, parse_estate
from aml_maturity_audit.signals.snapshot_file import read_partial, read_snapshot
from faults.conftest import HEAD, subscription
from fuzz.mutated import ANY, mutated
from mapping.attesting import FILE
from mapping.build import NOW

FUZZED = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """The lines of a snapshot of one workspace, as JSON."""
    from aml_maturity_audit.cli.ending import run_to_the_end

    file = tmp_path_factory.mktemp("fuzz") / "whole.snapshot"
    with (
        Sandbox(parse_estate(HEAD + subscription(1, "ann"))) as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in running.environment.items():
            patch.setenv(name, value)
        assert run_to_the_end(["collect", str(file)]) == 0
    return [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]


def packed(lines) -> bytes:
    text = "\n".join(json.dumps(line) for line in lines) + "\n"
    return gzip.compress(text.encode("utf-8", "surrogatepass"), compresslevel=1, mtime=0)


@FUZZED
@given(data=st.data())
def test_a_changed_snapshot_is_judged_or_refused(data, lines, tmp_path):
    file = tmp_path / "changed.snapshot"
    file.write_bytes(packed(data.draw(mutated(lines))))
    for reading in (read_snapshot, read_partial):
        try:
            assess(reading(file), assessed_at=NOW)
        except UsageError as refused:
            assert len(str(refused)) < 2_000


@FUZZED
@given(data=st.data())
def test_a_changed_assessment_is_shown_or_refused(data, lines, tmp_path):
    file = tmp_path / "whole.snapshot"
    file.write_bytes(packed(lines))
    whole = json.loads(dump(assess(read_snapshot(file), assessed_at=NOW)))
    changed = data.draw(mutated(whole))
    try:
        dump(load_assessment(json.dumps(changed).encode()))
    except UsageError as refused:
        assert len(str(refused)) < 2_000


WHOLE = yaml.safe_load(
    FILE.format(
        criterion="data-engineers-work-with-data-scientists",
        workspaces="['*']",
        verdict="met",
        date="'2026-03-01'",
        expires="'2026-12-31'",
    )
)


@FUZZED
@given(tree=mutated(WHOLE) | ANY)
def test_changed_attestations_are_read_or_refused(tree):
    try:
        read_attestations(yaml.safe_dump(tree, allow_unicode=True), now=NOW)
    except UsageError as refused:
        assert len(str(refused)) < 2_000


CONFIG = {
    "subscription": ["11111111-0000-4000-8000-000000000001"],
    "max-jobs": 5,
    "window-days": 30,
    "mask": True,
    "format": ["json"],
    "notification": {"url": "https://hooks.example/x"},
}


def toml(tree) -> str:
    """As TOML, as far as JSON values are TOML's."""
    return "\n".join(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in tree.items())


@FUZZED
@given(tree=mutated(CONFIG).filter(lambda tree: isinstance(tree, dict)))
def test_a_changed_configuration_is_taken_or_refused(tree, tmp_path):
    file = tmp_path / "changed.toml"
    file.write_bytes(toml(tree).encode("utf-8", "surrogatepass"))
    try:
        load_config({}, {}, file)
    except UsageError as refused:
        assert len(str(refused)) < 4_000
