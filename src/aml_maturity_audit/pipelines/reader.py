"""The way in: one pipeline file, with the files it includes, to what it shows."""

from collections.abc import Mapping

import msgspec

from aml_maturity_audit.pipelines.azure_pipelines.read import read_azure_pipeline
from aml_maturity_audit.pipelines.by_lines import mended, read_by_lines
from aml_maturity_audit.pipelines.elsewhere import shown
from aml_maturity_audit.pipelines.github.read import read_github
from aml_maturity_audit.pipelines.kinds import (
    AZURE,
    GITHUB,
    is_azure_template,
    is_github_template,
    is_included,
    kind_of,
)
from aml_maturity_audit.pipelines.ledger import Ledger
from aml_maturity_audit.pipelines.repository import Repository, Unreadable, as_text
from aml_maturity_audit.pipelines.yaml_tree import Node, NotYaml, Table, parse_yaml
from aml_maturity_audit.signals.practices import PipelineContent


def read_pipeline(
    path: str,
    files: Mapping[str, bytes | Unreadable],
    *,
    kind: str | None = None,
    variables: Mapping[str, str] | None = None,
    is_root: bool | None = None,
) -> PipelineContent:
    """What a pipeline file is seen to do, with the templates and scripts it uses.

    `path` and the keys of `files` are relative to the repository's root. What it includes or runs
    and was not handed in stands in `wants`: fetch it, or hand in `Unreadable("not found")`, and
    call again until nothing new is wanted; of another repository are those with `//` before them
    (`elsewhere`). `kind` overrides what the file looks like; `variables` are literal ones from
    outside the file; `is_root` says that it is started by itself, or never is, where the caller
    knows. Never raises for what a file holds.
    """
    repository = Repository(files)
    content = _read(path, repository, kind=kind, variables=variables, is_root=is_root)
    return msgspec.structs.replace(content, unread=tuple(map(shown, repository.unread)))


def _read(
    path: str,
    repository: Repository,
    *,
    kind: str | None,
    variables: Mapping[str, str] | None,
    is_root: bool | None,
) -> PipelineContent:
    ledger = Ledger()
    source = repository.text(path)
    if source is None or isinstance(source, Unreadable):
        if source is not None:
            ledger.say(f"{path} could not be read: {source.reason}")
        named = kind or kind_of(path, None)
        wants = tuple(repository.wants)
        return ledger.content(kind=named, parsed=False, is_template=False, wants=wants)
    root, parsed = _parsed(path, source, ledger)
    kind = kind or kind_of(path, root, source)
    if not isinstance(root, Table):
        return _without_tree(path, source, kind, parsed, ledger)
    is_template = _is_template(path, root, kind, repository.files, is_root)
    if kind == AZURE:
        known = dict(variables or {})
        read_azure_pipeline(
            path, root, repository, ledger, is_template=is_template, variables=known
        )
    elif kind == GITHUB:
        read_github(path, root, repository, ledger, is_template=is_template)
    wants = tuple(name for name in repository.wants if name != path)
    return ledger.content(kind=kind, parsed=parsed, is_template=is_template, wants=wants)


def _without_tree(
    path: str, source: str, kind: str, parsed: bool, ledger: Ledger
) -> PipelineContent:
    """A file that is empty, no mapping, or no YAML."""
    if parsed:
        ledger.say(f"{path} is no pipeline")
    else:
        read_by_lines(path, source, kind, ledger)
    return ledger.content(kind=kind, parsed=parsed, is_template=False, wants=())


def _parsed(path: str, source: str, ledger: Ledger) -> tuple[Node | None, bool]:
    """The file's tree and whether it is proper YAML; a near miss is mended, and said."""
    try:
        root, duplicates = parse_yaml(path, source)
    except NotYaml as error:
        ledger.say(f"{path} is not YAML: {error}; it was read by lines")
        return mended(path, source), False
    if duplicates:
        ledger.say(f"{path} has keys twice in one mapping: {', '.join(duplicates[:3])}")
        return root, False
    return root, True


def _is_template(
    path: str,
    root: Table,
    kind: str,
    files: Mapping[str, bytes | Unreadable],
    is_root: bool | None,
) -> bool:
    if is_root is not None and kind == AZURE:
        return not is_root
    if kind == GITHUB:
        return is_github_template(root)
    if kind != AZURE:
        return False
    others = (
        (name, as_text(content) or "")
        for name, content in files.items()
        if isinstance(content, bytes) and name.endswith((".yml", ".yaml"))
    )
    return is_azure_template(path, root, is_included(path, others))
