"""`include:` — an estate too large for one file names the files that hold its parts."""

from pathlib import Path, PurePosixPath
from typing import cast

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.merging import Tree, lay_over
from aml_maturity_audit.sandbox.estate.yamlfile import Plain, read_yaml

MAX_PARTS = 50
_KEY = "include"


def read_whole(path: Path) -> Plain:
    """The YAML file with the parts it includes merged beneath; `UsageError` where one is unusable.

    Parts lie in the file's folder or below it and include none themselves. Mappings merge key by
    key, so each part can hold templates, subscriptions or DevOps projects of its own.
    """
    root = read_yaml(path)
    if not isinstance(root, dict) or _KEY not in root:
        return root
    whole: Tree = {}
    for name in _names(root[_KEY], path):
        whole = lay_over(whole, _part(path.parent, name))
    return cast(
        "Plain", lay_over(whole, {key: value for key, value in root.items() if key != _KEY})
    )


def _names(listed: Plain, path: Path) -> list[str]:
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise UsageError(f"'include' in the estate {path} takes a list of file names.")
    if len(listed) > MAX_PARTS:
        raise UsageError(f"The estate {path} includes more than {MAX_PARTS} files.")
    return cast("list[str]", listed)


def _part(folder: Path, name: str) -> Tree:
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise UsageError(f"The estate includes {name!r}, which lies outside of its folder.")
    part = read_yaml(folder / name)
    if not isinstance(part, dict):
        raise UsageError(f"{name}, which the estate includes, is not a mapping.")
    if _KEY in part:
        raise UsageError(f"{name} is included by an estate and includes others itself.")
    return part
