"""`config`: the configuration in effect, explained."""

import os
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.cli.checking import checked
from aml_maturity_audit.cli.guidance_text import plain
from aml_maturity_audit.cli.judging import Judging
from aml_maturity_audit.cli.notifying import webhook_in
from aml_maturity_audit.config import Config
from aml_maturity_audit.config.layers import Effective, load
from aml_maturity_audit.config.options import options
from aml_maturity_audit.mapping.policy import thresholds

app = new_app(help="The configuration in effect, and where each value comes from.")

_FILE = typer.Option("--config", metavar="FILE", help="The TOML file.")


def _effective(file: Path | None) -> tuple[Effective, Judging]:
    effective = load({}, os.environ, file)
    return effective, checked(effective.config)


@app.command()
def check(config: Annotated[Path | None, _FILE] = None) -> None:
    """Check file and environment: keys, values, sources, gate, thresholds, links, systems, places.

    Example: aml-maturity-audit config check --config aml-maturity-audit.toml
    """
    effective, judging = _effective(config)
    given = sorted(name for name, origin in effective.origins.items() if origin != "default")
    loosened = judging.policy.loosened()
    sys.stdout.write(f"The configuration is valid; {len(given)} values are set.\n")
    for sentence in loosened:
        sys.stdout.write(plain(f"The policy is loosened: {sentence}") + "\n")


@app.command()
def show(
    config: Annotated[Path | None, _FILE] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show every value in effect and where it comes from; thresholds too.

    Example: aml-maturity-audit config show --json
    """
    effective, judging = _effective(config)
    rows = [
        (option.key, _printable(effective.config, name), effective.origins[name])
        for name, option in options().items()
    ]
    known = {name: getattr(judging.policy, name) for name in thresholds()}
    rows += [
        (f"policy.{name}", value, "default" if value == thresholds()[name] else "[policy]")
        for name, value in known.items()
    ]
    if as_json:
        content = [
            {"option": key, "value": _shown(value), "from": origin} for key, value, origin in rows
        ]
        sys.stdout.write(
            msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"
        )
        return
    width = max(len(key) for key, _, _ in rows)
    for key, value, origin in rows:
        sys.stdout.write(plain(f"{key:<{width}}  {_shown(value)}  ({origin})") + "\n")


def _printable(config: Config, name: str) -> object:
    """A value, but of the webhook only the host: its path may be a secret."""
    webhook = webhook_in(config) if name == "notification_url" else None
    return f"{webhook.shown}/…" if webhook is not None else getattr(config, name)


def _shown(value: object) -> object:
    return str(value) if isinstance(value, Path) else value
