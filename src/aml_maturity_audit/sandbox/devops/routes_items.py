"""Files and folders of a repository at a version."""

import hashlib
from collections.abc import Iterable, Mapping

from aml_maturity_audit.sandbox.devops import refusals
from aml_maturity_audit.sandbox.devops.asking import Ask, whole
from aml_maturity_audit.sandbox.devops.model import Repository
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.web import Answer


def items(ask: Ask, repository: Repository) -> Answer:
    """One file (as JSON, text or bytes), or the tree below a folder."""
    branch = _branch(ask, repository)
    if branch is None:
        shown = _version(ask) or "Branch: main"
        return refusals.version_missing(shown, repository.name)
    files = repository.branches[branch]
    path = _rooted(ask.asked("path") or ask.parts.get("path") or "")
    level = ask.asked("recursionLevel", "none").lower()
    scope = _rooted(ask.asked("scopePath") or (path if level != "none" else ""))
    if ask.asked("path") and path in files:
        return _file(ask, repository, branch, path)
    if ask.asked("path") and level == "none" and path not in _folders(files):
        return refusals.item_missing(path, repository.name, branch)
    found = list(_below(files, scope, level))
    if not found:
        return refusals.item_missing(scope, repository.name, branch)
    return whole([_entry(repository, branch, one, files) for one in found])


def blob(ask: Ask, repository: Repository) -> Answer:
    """A file by what git calls its content: its size as JSON, or the bytes."""
    wanted = ask.parts["blob"].lower()
    texts = (text for files in repository.branches.values() for text in files.values())
    found = next((text for text in texts if _blob(text) == wanted), None)
    if found is None:
        message = f"TF401035: The object '{wanted}' does not exist."
        return refusals.refusal(404, "GitObjectDoesNotExistException", message)
    content = found.encode("utf-8", "surrogatepass")
    if (ask.asked("$format").lower() or _accepted(ask.call.header("Accept"))) == "json":
        address = f"{repository.body['url']}/blobs/{wanted}"
        return Answer.json({"objectId": wanted, "size": len(content), "url": address})
    return Answer(200, content, {}, "application/octet-stream")


def head(repository: Repository, branch: str) -> str:
    """The commit at the tip of a branch."""
    if branch == repository.default_branch and repository.commits:
        return str(repository.commits[0]["commitId"])
    return _sha(f"{repository.id}/{branch}")


def _version(ask: Ask) -> str:
    for prefix in ("versionDescriptor.version", "version"):
        if ask.asked(prefix):
            kind = ask.asked("versionDescriptor.versionType") or ask.asked("versionType", "branch")
            return f"{kind.capitalize()}: {ask.asked(prefix)}"
    return ""


def _branch(ask: Ask, repository: Repository) -> str | None:
    """The branch whose files a version shows; commits show the default branch's."""
    kind, _, version = _version(ask).partition(": ")
    if not version:
        return repository.default_branch if repository.branches else None
    if kind.lower() == "commit":
        known = {str(one["commitId"]) for one in repository.commits}
        tips = {head(repository, branch): branch for branch in repository.branches}
        if version in known:
            return repository.default_branch
        return tips.get(version) or _built(ask, repository, version)
    return version if version in repository.branches else None


def _built(ask: Ask, repository: Repository, version: str) -> str | None:
    """A commit that only a build tells of."""
    for project in ask.projects:
        for build in project.builds:
            about = build.get("repository")
            own = isinstance(about, dict) and about.get("id") == repository.id
            if own and build.get("sourceVersion") == version:
                return repository.default_branch
    return None


def _file(ask: Ask, repository: Repository, branch: str, path: str) -> Answer:
    text = repository.branches[branch][path]
    wanted = ask.asked("$format").lower() or _accepted(ask.call.header("Accept"))
    if wanted == "json":
        entry = _entry(repository, branch, path, repository.branches[branch])
        if ask.flag("includeContent"):
            entry["content"] = text
        return Answer.json(entry)
    kind = "text/plain" if wanted == "text" else "application/octet-stream"
    return Answer(200, text.encode("utf-8", "surrogatepass"), {}, kind)


def _accepted(accept: str) -> str:
    if accept.startswith("application/json"):
        return "json"
    return "text" if accept.startswith("text/plain") else "bytes"


def _below(files: Mapping[str, str], scope: str, level: str) -> Iterable[str]:
    everything = sorted([*files, *_folders(files)])
    inside = [p for p in everything if p == scope or p.startswith(scope.rstrip("/") + "/")]
    if level == "full":
        return inside
    if level == "none":
        return [p for p in inside if p == scope]
    depth = scope.rstrip("/").count("/")
    return [p for p in inside if p == scope or p.count("/") == depth + 1]


def _folders(files: Mapping[str, str]) -> set[str]:
    folders = {"/"} if files else set()
    for path in files:
        parts = path.split("/")
        folders |= {"/".join(parts[:end]) for end in range(2, len(parts))}
    return folders


def _entry(repository: Repository, branch: str, path: str, files: Mapping[str, str]) -> Tree:
    entry: Tree = {
        "objectId": _blob(files[path]) if path in files else _sha(path),
        "gitObjectType": "blob" if path in files else "tree",
        "commitId": head(repository, branch),
        "path": path,
        "url": f"{repository.body['url']}/items{path}",
    }
    return entry if path in files else entry | {"isFolder": True}


def _rooted(path: str) -> str:
    return "/" + path.strip("/")


def _sha(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _blob(text: str) -> str:
    """What git calls a file with this content."""
    content = text.encode("utf-8", "surrogatepass")
    kept = b"blob %d\0" % len(content) + content
    return hashlib.sha1(kept, usedforsecurity=False).hexdigest()
