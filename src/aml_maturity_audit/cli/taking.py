"""From `Config` to a command's flags: each option is declared once, in `config/options.py`."""

import inspect
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from aml_maturity_audit.cli.messages import speak_as
from aml_maturity_audit.config.layers import FILE_NAME, load
from aml_maturity_audit.config.options import Config, Option, options

SCOPE = ("subscription", "management_group", "resource_group", "workspace")
SOURCES = (
    "devops_organization",
    "devops_project",
    "github_repository",
    "github_organization",
    "github_api_url",
    "github_app_id",
    "github_app_key",
    "auth",
    "cloud",
    "data_plane",
    "max_jobs",
)
JUDGING = ("edition", "attestations")
WINDOW = ("window_days",)
OUTPUT = ("format", "output", "output_dir", "details", "mask")
SHARDS = ("shard", "run_id")
HISTORY = ("history", "auth", "cloud")
"""With how to sign in to it, for commands that sign in nowhere else."""
GATE = ("fail_under", "baseline", "strict")

Command = Callable[..., int | None]


def takes(*names: str) -> Callable[[Command], Callable[..., int | None]]:
    """A command whose first parameter is the `Config` made of these options.

    Its other parameters are its own. `--config` comes with the options.
    """

    def decorate(command: Command) -> Callable[..., int | None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

        @wraps(command)
        def run(**given: Any) -> int | None:  # noqa: ANN401  typer calls it
            flags = {name: _given(given.pop(name)) for name in names}
            effective = load(flags, os.environ, given.pop("config"))
            speak_as(effective.config.log_format, failures=effective.config.verbose)
            return command(effective.config, **given)

        parameters = [*own, *(_parameter(options()[name]) for name in names), _CONFIG]
        keyword = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in parameters]
        run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        del run.__wrapped__
        return run

    return decorate


def _given(value: Any) -> Any:  # noqa: ANN401  of the option's type
    """What was given; an empty list is a list option that was not."""
    return None if value in ([], ()) else value


def _parameter(option: Option) -> inspect.Parameter:
    flag = f"--{option.key}/--no-{option.key}" if option.is_switch else f"--{option.key}"
    info = typer.Option(
        flag,
        help=_help(option),
        metavar=option.metavar or ("|".join(option.choices) or None),
        show_default=False,
    )
    return _keyword(option.name, Annotated[_type(option), info])


def _type(option: Option) -> Any:  # noqa: ANN401  a type
    if option.is_list:
        return list[str] | None
    if option.is_switch:
        return bool | None
    return Path | None if option.kind == Path | None else str | None


def _help(option: Option) -> str:
    shown = option.default not in (None, (), False)
    value = {True: "on"}.get(option.default, option.default) if shown else None
    return f"{option.help} [default: {value}]" if shown else option.help


def _keyword(name: str, annotation: Any) -> inspect.Parameter:  # noqa: ANN401  a type
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=None, annotation=annotation)


_CONFIG = _keyword(
    "config",
    Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help=f"Take options from this TOML file. [default: ./{FILE_NAME}, if it is there]",
        ),
    ],
)

__all__ = [
    "GATE",
    "HISTORY",
    "JUDGING",
    "OUTPUT",
    "SCOPE",
    "SHARDS",
    "SOURCES",
    "WINDOW",
    "Config",
    "takes",
]
