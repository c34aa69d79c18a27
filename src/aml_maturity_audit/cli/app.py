"""The root command. It knows each command by name and summary, and loads it when it is asked for.

So `--version` and `--help` import neither an Azure SDK nor what reports need (design.md,
section 6).
"""

import gc
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from aml_maturity_audit import __version__

NAME = "aml-maturity-audit"
COMPLETING = "_AML_MATURITY_AUDIT_COMPLETE"
"""The variable with which a shell asks how a command line may go on."""

COMMANDS = {
    "audit": "Read the estate, judge it and report, in one step.",
    "collect": "Read the estate into a snapshot, without an opinion.",
    "assess": "Judge a snapshot; needs no Azure.",
    "report": "Render a saved assessment in any format.",
    "compare": "What changed between two runs, or workspaces side by side.",
    "history": "Runs that a history keeps; export and prune it.",
    "trend": "Levels over time, from a history.",
    "plan": "The smallest set of steps that reaches a level.",
    "trace": "Walk from a deployment to its model, job, commit, environment and data.",
    "attest": "Write attestations as questions, and check the answers.",
    "systems": "Workspaces that belong together as one system.",
    "config": "The configuration in effect, and where each value comes from.",
    "explain": "What a criterion asks, reads and cannot see.",
    "criteria": "The catalogue of criteria.",
    "permissions": "The least-privilege role to grant, as JSON.",
    "doctor": "Check that an audit would run here, on one page.",
    "pipelines": "What practices pipeline files on disk show.",
    "completion": "Print a script that completes commands and options in a shell.",
    "sandbox": "Serve a sample estate as a local Azure.",
}
"""Name to the first line of help; a test holds the two together."""


class _Lazy(MutableMapping[str, Any]):
    """The commands; each module is imported when its command is looked up."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  typer's command type is private
        if name not in COMMANDS:
            raise KeyError(name)
        if name not in self._loaded:
            _keep_libraries_quiet()
            with _loading():
                module = import_module(f"aml_maturity_audit.cli.commands.{name}")
            self._loaded[name] = get_command(module.app)
        return self._loaded[name]

    def __setitem__(self, name: str, command: object) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


_SELDOM = (50_000, 20, 100)
"""When to look for rings of objects: what is read and judged makes hardly any, and as often as
usual it takes a tenth of the time."""


@contextmanager
def _loading() -> Iterator[None]:
    """What is loaded here stays: no garbage is looked for in it, neither now nor later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*_SELDOM)
        gc.enable()


def _keep_libraries_quiet() -> None:
    """What libraries log does not reach stderr unasked: they repeat refusals that we explain."""
    import logging

    for name in ("azure", "msal", "msrest", "aiohttp", "urllib3"):
        logging.getLogger(name).addHandler(logging.NullHandler())


class RootGroup(TyperGroup):
    """Lists commands from the table."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401  typer's
        super().__init__(**settings)
        self.commands = _Lazy()

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401  typer's
        """In the order of the table."""
        del ctx
        return list(COMMANDS)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  typer's
        """Name and summary, without loading any command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def new_app(help: str | None = None, **settings: Any) -> typer.Typer:  # noqa: ANN401  typer's
    """A Typer app with the settings of all of ours: plain help, no traceback of its own."""
    return typer.Typer(
        help=help,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        **settings,
    )


def root() -> Any:  # noqa: ANN401  typer's command type is private
    """The root command."""
    if COMPLETING in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    app = new_app(cls=RootGroup)
    app.callback()(_root)
    return get_command(app)


def _version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"{NAME} {__version__}\n")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Audit Azure Machine Learning workspaces against Microsoft's MLOps maturity model.

    Reads only, keeps no secret. Try it without Azure: aml-maturity-audit audit --sandbox
    """
    del version
