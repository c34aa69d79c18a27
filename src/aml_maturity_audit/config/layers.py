"""Flag before environment before file before default. Source: design.md, section 3."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aml_maturity_audit.config.options import PREFIX, Config, Option, options
from aml_maturity_audit.config.values import checked, from_text, nearest
from aml_maturity_audit.errors import UsageError

FILE_NAME = "aml-maturity-audit.toml"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
OTHER_VARIABLES = frozenset(
    f"{PREFIX}{name}" for name in ("CONFIG", "MASK_KEY", "DEBUG", "NOTIFICATION_SECRET")
)
"""Variables that are no options."""
_SECTION = "notification"
_LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Effective:
    """The configuration in effect, and where each value comes from."""

    config: Config
    origins: Mapping[str, str]
    """Option to `flag`, its variable, the file's path, or `default`."""


def load(
    flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None = None
) -> Effective:
    """All layers as one. `flags` holds what was given on the command line; None: not given.

    Without `file`, the one that AML_MATURITY_AUDIT_CONFIG names is read, else the one in the
    working directory, if there is one. Raises UsageError for unknown keys, naming the nearest, and
    for values that cannot be used.
    """
    path = file or _named(environ) or _found()
    layers = [
        _from_flags(flags),
        _from_environment(environ),
        _from_file(path) if path else {},
    ]
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name in options():
        found = next((layer[name] for layer in layers if name in layer), None)
        origins[name] = found[1] if found else "default"
        if found:
            values[name] = found[0]
    return Effective(Config(**values), origins)


def _from_flags(flags: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    layer = {}
    for name, value in flags.items():
        option = options()[name]
        flag = f"--{option.key}"
        if isinstance(value, str):
            layer[name] = (from_text(option, value, flag), "flag")
        elif value is not None:
            layer[name] = (checked(option, value, flag), "flag")
    return layer


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[Any, str]]:
    by_variable = {each.variable: each for each in options().values()}
    layer = {}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES or not text:
            continue
        option = by_variable.get(variable)
        if option is None:
            raise UsageError(
                f"The variable {variable} is no option of this tool.",
                remedy=nearest(variable, sorted(by_variable)),
            )
        layer[option.name] = (from_text(option, text, variable), variable)
    return layer


def _from_file(path: Path) -> dict[str, tuple[Any, str]]:
    by_key: dict[str, Option] = {each.key: each for each in options().values()}
    layer = {}
    for key, value in _flat(_toml(path)).items():
        option = by_key.get(key.replace("_", "-"))
        if option is None:
            raise UsageError(
                f"{path} has an unknown key, {key!r}.", remedy=nearest(key, sorted(by_key))
            )
        layer[option.name] = (checked(option, value, f"{key} in {path}"), str(path))
    return layer


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """With `[notification] url` as `notification-url`."""
    inner = table.get(_SECTION)
    if not isinstance(inner, Mapping):
        return dict(table)
    outer = {key: value for key, value in table.items() if key != _SECTION}
    return outer | {f"{_SECTION}-{key}": value for key, value in inner.items()}


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise UsageError(f"{path} is larger than a configuration can be.")
        return tomllib.loads(raw.decode())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}.",
            remedy="Give --config the path of a TOML file that you may read.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{path} is no TOML: {error}.") from error


def _named(environ: Mapping[str, str]) -> Path | None:
    name = environ.get(CONFIG_VARIABLE)
    return Path(name) if name else None


def _found() -> Path | None:
    path = Path(FILE_NAME)
    return path if path.is_file() else None
