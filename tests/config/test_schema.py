"""The schema of the TOML file: published, up to date, and of one mind with the reader."""

import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from aml_maturity_audit.config.layers import load
from aml_maturity_audit.config.schema import config_schema
from aml_maturity_audit.errors import UsageError

PUBLISHED = Path(__file__).parents[2] / "docs" / "config.schema.json"
SCHEMA = Draft202012Validator(json.loads(config_schema()))


def accepted(text: str, tmp_path: Path) -> bool:
    file = tmp_path / "audit.toml"
    file.write_text(text, "utf-8")
    try:
        load({}, {}, file)
    except UsageError:
        return False
    return True


def test_it_is_published_as_it_is():
    assert PUBLISHED.read_text("utf-8") == config_schema()


@pytest.mark.parametrize(
    "text",
    [
        'subscription = ["a", "b"]\nstrict = true\nwindow-days = 30',
        'subscription = "a"\nwindow_days = 365',
        '[notification]\nurl = "https://hooks.example/x"',
        '[gate]\ntechnology = 2\n[systems.churn]\nprod = ["churn"]\n[[links]]\nworkspace = "a"',
        'log-format = "json"\nauth = "managed-identity"',
    ],
)
def test_what_it_allows_is_read(text, tmp_path):
    assert SCHEMA.is_valid(tomllib.loads(text))
    assert accepted(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        'subscritpion = "a"',
        "window-days = 0",
        "window-days = 366",
        'window-days = "30"',
        'strict = "yes"',
        'auth = "magic"',
        "links = 3",
        '[notification]\nsecret = "x"',
        "format = [1]",
    ],
)
def test_what_it_refuses_is_refused(text, tmp_path):
    assert not SCHEMA.is_valid(tomllib.loads(text))
    assert not accepted(text, tmp_path)
