"""The files of a repository as far as they were handed in, and what is still wanted.

Files of other repositories that it uses are among them, by the keys of `elsewhere`.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.elsewhere import shown
from aml_maturity_audit.pipelines.limits import MAX_FILE_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from aml_maturity_audit.pipelines.yaml_tree import NotYaml, Table, parse_yaml

NOT_FOUND = "not found"
_NOT_HIDING = frozenset({NOT_FOUND, "binary"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be fetched; `reason` is a clause, as `not found` or `denied`."""

    reason: str


def normal_path(path: str) -> str | None:
    """`path` from the repository's root with forward slashes; None where it leads out of it."""
    cleaned = posixpath.normpath(path.replace("\\", "/").strip().lstrip("/"))
    if cleaned in {".", ""} or cleaned.startswith("../") or cleaned == ".." or "\0" in cleaned:
        return None
    return cleaned


def beside(file: str, path: str) -> str | None:
    """A path as Azure Pipelines resolves it: `/x` from the root, else from the including file."""
    path = path.replace("\\", "/").strip()
    if path.startswith("/"):
        return normal_path(path)
    return normal_path(posixpath.join(posixpath.dirname(file), path))


def as_text(content: bytes) -> str | None:
    """The text in a file, line ends made one; None where it is binary."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = content.decode("utf-16", "replace")
    elif b"\0" in content:
        return None
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate({0x85: " ", 0x2028: " ", 0x2029: " "})


@dataclass
class Repository:
    """What was handed in, and a list of what else the pipeline includes or runs."""

    files: Mapping[str, bytes | Unreadable]
    wants: dict[str, None] = field(default_factory=dict)
    texts: dict[str, str | Unreadable] = field(default_factory=dict)
    trees: dict[str, Table | Unreadable] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)
    """Files that are there and could not be read, so that they may hold anything."""
    size: int = 0

    def text(self, path: str) -> str | Unreadable | None:
        """The text of `path`; None where it was not handed in and is now wanted."""
        content = self.files.get(path)
        if content is None:
            self.wants.setdefault(path)
            return None
        if path not in self.texts:
            self.texts[path] = self._read(content)
        text = self.texts[path]
        if isinstance(text, Unreadable) and text.reason not in _NOT_HIDING:
            self.unread.setdefault(path)
        return text

    def table(self, path: str) -> Table | Unreadable | None:
        """The root mapping of a YAML file, read once however often it is included."""
        if path not in self.trees:
            source = self.text(path)
            if source is None:
                return None
            self.trees[path] = _table(path, source)
        return self.trees[path]

    def _read(self, content: bytes | Unreadable) -> str | Unreadable:
        if isinstance(content, Unreadable):
            return content
        if len(content) > MAX_FILE_BYTES:
            return Unreadable(f"larger than {MAX_FILE_BYTES} bytes")
        self.size += len(content)
        if len(self.texts) >= MAX_FILES or self.size > MAX_TOTAL_BYTES:
            return Unreadable(f"more than {MAX_FILES} files or {MAX_TOTAL_BYTES} bytes are used")
        text = as_text(content)
        return Unreadable("binary") if text is None else text


def _table(path: str, source: str | Unreadable) -> Table | Unreadable:
    if isinstance(source, Unreadable):
        return source
    try:
        root, _ = parse_yaml(shown(path), source)
    except NotYaml as error:
        return Unreadable(f"it is not YAML: {error}")
    return root if isinstance(root, Table) else Unreadable("it is no mapping")
