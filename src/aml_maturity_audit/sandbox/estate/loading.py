"""From a YAML file to a checked estate."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.estate.building import build
from aml_maturity_audit.sandbox.estate.model import Estate
from aml_maturity_audit.sandbox.estate.parts import read_whole
from aml_maturity_audit.sandbox.estate.settings import settings_from
from aml_maturity_audit.sandbox.estate.vocabulary import ROOT_KEYS, nearest, require_known
from aml_maturity_audit.sandbox.estate.yamlfile import Plain, parse_yaml

_TREE_KEYS = ("subscriptions", "templates", "devops", "github")


def load_estate(path: Path) -> Estate:
    """The estate in a YAML file; `UsageError` in one sentence where it is not usable."""
    return estate_from(read_whole(path), str(path))


def embedded_estate(name: str) -> Estate:
    """One of the estates that come with the tool, by its file's name without `.yaml`."""
    folder = resources.files("aml_maturity_audit.sandbox") / "estates"
    names = sorted(file.name[:-5] for file in folder.iterdir() if file.name.endswith(".yaml"))
    if name not in names:
        raise UsageError(f"There is no embedded estate {name!r}.", remedy=nearest(name, names))
    with resources.as_file(folder) as place:
        return estate_from(read_whole(place / f"{name}.yaml"), name)


def default_estate() -> Estate:
    """The estate that `audit --sandbox` audits."""
    return embedded_estate("default")


def parse_estate(text: str | bytes, origin: str = "text") -> Estate:
    """An estate from YAML text; `origin` names it in errors."""
    return estate_from(parse_yaml(text, origin), origin)


def estate_from(root: Plain, origin: str = "mapping") -> Estate:
    """An estate from plain values, as YAML would give them."""
    if not isinstance(root, dict):
        raise UsageError(f"The estate {origin} is not a mapping.")
    require_known(root, ROOT_KEYS, f"The estate {origin}")
    settings = {key: value for key, value in root.items() if key not in _TREE_KEYS}
    trees = {key: _mapping(root.get(key), f"{key!r} in the estate {origin}") for key in _TREE_KEYS}
    estate = Estate(origin=origin, settings=settings_from(settings, origin), **trees)
    build(estate, "https://127.0.0.1", now(), trial=True)  # a mistake shows when the file is read
    return estate


def _mapping(value: Plain, where: str) -> Mapping[str, Plain]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError(f"{where} is not a mapping.")
    return value
