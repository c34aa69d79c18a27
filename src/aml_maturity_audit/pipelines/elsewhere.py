"""Files of other repositories, and which repository a path in a job's folder belongs to.

What is handed in is looked up by a key: a path of the pipeline's own repository is its own key, one
of another repository begins with two slashes, which no path of the own one can.
"""

import posixpath
import re
from dataclasses import dataclass

MARK = "//"
ACTION_FOLDER = "\x01action"
"""Stands for the folder of the action that runs, wherever a runner puts it."""
_KEY = re.compile(
    r"//(?P<repository>[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100})/(?P<path>.+)@(?P<ref>[^@]*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Elsewhere:
    """Another repository, or the own one at a ref that is named."""

    repository: str
    """Owner and name."""
    ref: str = ""
    """A branch, tag or commit; empty for the default branch."""

    def key(self, path: str) -> str:
        """The key of a file in it, as `//contoso/shared/action.yml@v1`."""
        return f"{MARK}{self.repository}/{path}@{self.ref}"


def key_in(source: Elsewhere | None, path: str) -> str:
    """The key of a file; without a source it is of the pipeline's own repository."""
    return path if source is None else source.key(path)


def located(key: str) -> tuple[Elsewhere, str] | None:
    """The repository and path behind a key; None for a file of the own repository."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    return Elsewhere(found["repository"], found["ref"]), found["path"]


def is_elsewhere(key: str) -> bool:
    """Whether a key is of another repository."""
    return key.startswith(MARK)


def shown(key: str) -> str:
    """A key as it is written in sentences and evidence."""
    name = key.removeprefix(MARK).replace(ACTION_FOLDER, "(action)")
    return f"{name}HEAD" if is_elsewhere(key) and name.endswith("@") else name


@dataclass(frozen=True)
class Mount:
    """A folder of a job that holds a repository."""

    folder: str
    """From the job's working directory; empty for itself."""
    source: Elsewhere | None = None
    """None for the own repository."""
    is_known: bool = True
    """Not where only the run knows which repository it is."""


@dataclass(frozen=True)
class Places:
    """The folders of a job in which repositories are checked out; at first its own."""

    mounts: tuple[Mount, ...] = ()
    home: tuple[Elsewhere | None, str] = (None, "")
    """The repository and folder of the action that runs; of a workflow's own steps the root."""

    def key(self, path: str) -> str | None:
        """The key of what lies at a path of the job's folder; None where only the run knows."""
        if path.startswith(ACTION_FOLDER):
            return self._beside_action(path.removeprefix(ACTION_FOLDER).lstrip("/"))
        for mount in sorted(self.mounts, key=lambda one: len(one.folder), reverse=True):
            inside = _inside(mount.folder, path)
            if inside:
                return key_in(mount.source, inside) if mount.is_known else None
        return path

    def _beside_action(self, path: str) -> str | None:
        source, folder = self.home
        whole = posixpath.normpath(posixpath.join(folder, path))
        return None if whole.startswith("..") else key_in(source, whole)


AT_HOME = Places()
"""Of a pipeline that checks out nothing but its own repository."""


def _inside(folder: str, path: str) -> str:
    """The rest of a path in a folder; empty where it is not in it."""
    if not folder:
        return path
    return path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else ""
