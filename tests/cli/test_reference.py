"""The command reference is generated, and up to date: `make docs` writes it."""

from pathlib import Path

from aml_maturity_audit.cli.app import COMMANDS
from aml_maturity_audit.cli.reference import reference, with_options
from aml_maturity_audit.config import options

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_up_to_date():
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == reference()


def test_the_table_of_options_is_up_to_date():
    page = (DOCS / "configuring.md").read_text(encoding="utf-8")
    assert page == with_options(page)


def test_it_does_not_depend_on_the_terminal(monkeypatch):
    wide = reference()
    monkeypatch.setenv("COLUMNS", "40")
    assert reference() == wide


def test_every_command_and_option_is_there():
    text, table = reference(), with_options("")
    for name in COMMANDS:
        assert f"## {name}\n" in text
    for option in options().values():
        assert f"| `{option.key}` |" in table
        assert option.table or f"--{option.key}" in text
