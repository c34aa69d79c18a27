"""Pipelines of a repository on disk, read with what they include, never outside its root."""

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from aml_maturity_audit.pipelines.elsewhere import is_elsewhere
from aml_maturity_audit.pipelines.kinds import included_in
from aml_maturity_audit.pipelines.limits import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from aml_maturity_audit.pipelines.reader import read_pipeline
from aml_maturity_audit.pipelines.repository import Unreadable, as_text
from aml_maturity_audit.signals.practices import PipelineContent

_MOST_SCANNED = 3000
_MOST_BYTES = 32_000_000
_LONGEST_SCANNED = 200_000
"""Of a file looked through for what it includes; pipelines are far shorter."""
_SKIPPED = {".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", "site-packages"}
_YAML = re.compile(r"\.ya?ml$", re.I)


def read_directory(root: Path, path: Path) -> PipelineContent:
    """What the pipeline at `path` shows, read with the files under `root` that it uses.

    A file outside `root`, also through a link, is not read, and what it would say is listed as
    unresolved. Never raises for what a file holds.
    """
    root = root.resolve()
    name = _name(root, path)
    if name is None:
        outside = {path.name: Unreadable("outside the root")}
        return read_pipeline(path.name, outside)
    files: dict[str, bytes | Unreadable] = {name: read_file(root, name)}
    included = name in _included(root)
    content = read_pipeline(name, files, is_root=False if included else None)
    while len(files) < MAX_FILES and _weight(files) < MAX_TOTAL_BYTES:
        new = [name for name in content.wants if name not in files and not is_elsewhere(name)]
        if not new:
            break
        files.update({wanted: read_file(root, wanted) for wanted in new[: MAX_FILES - len(files)]})
        content = read_pipeline(name, files, is_root=False if included else None)
    return content


def _weight(files: Mapping[str, bytes | Unreadable]) -> int:
    return sum(len(content) for content in files.values() if isinstance(content, bytes))


def read_file(root: Path, name: str) -> bytes | Unreadable:
    """The bytes of a file under `root`, or why there are none."""
    try:
        path = (root / name).resolve(strict=True)
        if not path.is_relative_to(root):
            return Unreadable("outside the root")
        if not path.is_file():
            return Unreadable("not a file")
        with path.open("rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return Unreadable("not found")
    except (OSError, RuntimeError, ValueError) as error:
        return Unreadable(type(error).__name__)


def _name(root: Path, path: Path) -> str | None:
    """The path from the root with forward slashes; None where it is not under it."""
    absolute = Path(os.path.normpath(path if path.is_absolute() else Path.cwd() / path))
    for candidate in (absolute, absolute.resolve()):
        if candidate.is_relative_to(root):
            return candidate.relative_to(root).as_posix()
    return None


@lru_cache(maxsize=4)
def _included(root: Path) -> frozenset[str]:
    """Every path that some YAML file under the root includes."""
    found: set[str] = set()
    left = _MOST_BYTES
    for name in _yaml_files(root):
        content = read_file(root, name)
        if isinstance(content, bytes) and len(content) <= _LONGEST_SCANNED:
            left -= len(content)
            found |= included_in(name, as_text(content) or "") - {name}
        if left < 0:
            break
    return frozenset(found)


def _yaml_files(root: Path) -> Iterator[str]:
    count = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(set(folders) - _SKIPPED)
        for name in sorted(names):
            if _YAML.search(name):
                count += 1
                if count > _MOST_SCANNED:
                    return
                yield (Path(folder) / name).relative_to(root).as_posix()
