"""The command reference and the table of options, from the commands and options themselves.

`python -m aml_maturity_audit.cli.reference docs` writes both; a test holds the files to it.
"""

import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

from aml_maturity_audit.cli.app import COMMANDS, root
from aml_maturity_audit.config.options import Option, options
from aml_maturity_audit.config.schema import config_schema
from aml_maturity_audit.files import SHARED, write_whole

START, END = "<!-- options: written by make docs -->\n", "<!-- end of options -->\n"
_INTRODUCTION = """# Commands

Written by `make docs` from the commands themselves.

Every option can also stand in a file and in the environment: see [configuring](configuring.md).
stdout carries the artefact only; everything said to you goes to stderr.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | the tool failed |
| 2 | bad arguments or files, or something named that does not exist |
| 3 | nothing to audit |
| 4 | sign-in refused, or access refused to everything or to what was named |
| 5 | incomplete, with `--strict` |
| 10 | the gate failed |
| 11 | the gate is undecided |
| 130, 143 | after Ctrl-C, after SIGTERM |

The first that holds of 1, 2, 4, 3, 10, 11, 5, 0.

| command | does |
|---|---|
{commands}"""


def reference() -> str:
    """All commands with their options, as Markdown; the same with every version of Typer."""
    commands = root().commands
    table = "".join(f"| [`{name}`](#{name}) | {COMMANDS[name]} |\n" for name in COMMANDS)
    sections = (_section(commands[name], name, level=2) for name in COMMANDS)
    return _INTRODUCTION.replace("{commands}", table) + "".join(sections)


def with_options(page: str) -> str:
    """The page with the table of options between its two markers."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{_table()}{END}{after}"


def _section(command: Any, path: str, *, level: int) -> str:  # noqa: ANN401  typer's is private
    """A command: its help, how to call it, its arguments and options, and what is below it."""
    taken = [one for one in command.params if one.name != "help"]
    arguments = [one for one in taken if one.param_type_name == "argument"]
    usage = " ".join([f"aml-maturity-audit {path}", *(_called(one) for one in arguments)])
    text = f"\n{'#' * level} {path}\n\n{cleandoc(command.help or '')}\n\n`{usage} [OPTIONS]`\n"
    if taken:
        text += "\n| | |\n|---|---|\n" + "".join(_line(one) for one in taken)
    below = getattr(command, "commands", {})
    return text + "".join(
        _section(below[name], f"{path} {name}", level=level + 1) for name in below
    )


def _called(parameter: Any) -> str:  # noqa: ANN401  typer's parameter type is private
    name = parameter.metavar or parameter.name.upper()
    return str(name if parameter.required else f"[{name}]")


def _line(parameter: Any) -> str:  # noqa: ANN401  typer's parameter type is private
    flags = [*parameter.opts, *parameter.secondary_opts]
    shown = f"`{_called(parameter)}`"
    if parameter.param_type_name == "option":
        value = f" {parameter.metavar}" if parameter.metavar else ""
        shown = ", ".join(f"`{flag}{value}`" for flag in flags)
    return f"| {_cell(shown)} | {_cell(parameter.help or '')} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table() -> str:
    rows = ["| in the file | flag | variable | what it does |", "|---|---|---|---|"]
    rows += [_row(option) for option in options().values()]
    return "\n".join(rows) + "\n"


def _row(option: Option) -> str:
    if option.table:
        return f"| `{option.key}` | | `{option.variable}` | {option.help} |"
    flag = f"`--{option.key}`"
    if option.is_switch:
        flag += f", `--no-{option.key}`"
    default = "on" if option.default is True else option.default
    told = "" if default in (None, (), False) else f" Default: `{default}`."
    return f"| `{option.key}` | {flag} | `{option.variable}` | {_cell(option.help)}{told} |"


def main() -> None:
    """Write both into the directory that the one argument names."""
    docs = Path(sys.argv[1])
    write_whole(docs / "commands.md", reference(), mode=SHARED)
    write_whole(docs / "config.schema.json", config_schema(), mode=SHARED)
    page = docs / "configuring.md"
    write_whole(page, with_options(page.read_text(encoding="utf-8")), mode=SHARED)


if __name__ == "__main__":
    main()
