"""The command reference and the table of options, from the commands and options themselves.

`python -m aml_maturity_audit.cli.reference docs` writes both; a test holds the files to it.
"""

import sys
from pathlib import Path
from typing import Any

import typer

from aml_maturity_audit.cli.app import COMMANDS, NAME, root
from aml_maturity_audit.config.options import Option, options
from aml_maturity_audit.files import SHARED, write_whole

START, END = "<!-- options: written by make docs -->\n", "<!-- end of options -->\n"
_WIDTH = 100
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

```text
{help}
```
"""


def reference() -> str:
    """All commands with their options, as Markdown; the same on every terminal."""
    group = root()
    sections = (
        f"\n## {name}\n{_section(group.commands[name], f'{NAME} {name}')}" for name in COMMANDS
    )
    return _INTRODUCTION.replace("{help}", _help(group, NAME)) + "".join(sections)


def with_options(page: str) -> str:
    """The page with the table of options between its two markers."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{_table()}{END}{after}"


def _section(command: Any, path: str) -> str:  # noqa: ANN401  typer's command type is private
    text = f"\n```text\n{_help(command, path)}\n```\n"
    below = getattr(command, "commands", {})
    return text + "".join(_section(below[name], f"{path} {name}") for name in below)


def _help(command: Any, path: str) -> str:  # noqa: ANN401  typer's command type is private
    context = typer.Context(
        command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def _table() -> str:
    rows = ["| in the file | flag | variable | what it does |", "|---|---|---|---|"]
    rows += [_row(option) for option in options().values()]
    return "\n".join(rows) + "\n"


def _row(option: Option) -> str:
    if option.table:
        return f"| `{option.key}` | | | {option.help} |"
    flag = f"`--{option.key}`"
    if option.is_switch:
        flag += f", `--no-{option.key}`"
    default = "on" if option.default is True else option.default
    told = "" if default in (None, (), False) else f" Default: `{default}`."
    help = option.help.replace("|", "\\|")
    return f"| `{option.key}` | {flag} | `{option.variable}` | {help}{told} |"


def main() -> None:
    """Write both into the directory that the one argument names."""
    docs = Path(sys.argv[1])
    write_whole(docs / "commands.md", reference(), mode=SHARED)
    page = docs / "configuring.md"
    write_whole(page, with_options(page.read_text(encoding="utf-8")), mode=SHARED)


if __name__ == "__main__":
    main()
