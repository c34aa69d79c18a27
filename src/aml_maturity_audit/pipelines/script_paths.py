"""Where a path in a command can lie in the repository."""

import posixpath
import re

from aml_maturity_audit.pipelines.elsewhere import ACTION_FOLDER
from aml_maturity_audit.pipelines.repository import normal_path

_ROOTS = re.compile(
    r"^(?:\$\((?:System\.DefaultWorkingDirectory|Build\.SourcesDirectory|"
    r"Build\.Repository\.LocalPath)\)|\$\((?:Pipeline\.Workspace|Agent\.BuildDirectory)\)/s(?=/|$)|"
    r"\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?|"
    r"\$\{?BUILD_SOURCESDIRECTORY\}?|\$\{?SYSTEM_DEFAULTWORKINGDIRECTORY\}?)/?",
    re.I,
)
_ACTION = re.compile(
    r"^(?:\$\{\{\s*github\.action_path\s*\}\}|\$\{?GITHUB_ACTION_PATH\}?)(?=/|$)", re.I
)


def candidates(path: str, folder: str | None) -> list[str]:
    """Paths from the repository's root, the likeliest first; none where only the run knows.

    A path under a root variable is taken from the root, one under the folder of an action from
    there, any other from the folder the script runs in and then, since checkouts differ, from the
    root.
    """
    path = _ACTION.sub(ACTION_FOLDER, path.strip().strip("\"'").replace("\\", "/"))
    rooted = _ROOTS.sub("", path)
    if "$" in rooted or "{" in rooted or "*" in rooted or "://" in rooted:
        return []
    if path.startswith(ACTION_FOLDER):
        return [path]
    if rooted != path:
        folder = ""
    elif path.startswith(("/", "~")):
        return []
    found = []
    for start in dict.fromkeys([folder, ""] if folder is not None else [""]):
        whole = posixpath.join(start or "", rooted or ".")
        candidate = whole if whole.startswith(ACTION_FOLDER) else normal_path(whole)
        if candidate:
            found.append(candidate)
    return list(dict.fromkeys(found))


def folder_of(path: str | None) -> str | None:
    """A working directory from the root; None where only the run knows it."""
    if not path:
        return ""
    if _ROOTS.sub("", path.strip()) in {"", "."} or path.strip() in {".", "./"}:
        return ""
    found = candidates(path, "")
    return found[0] if found else None
