"""`pipelines`: what the auditor sees in pipeline files on disk."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from aml_maturity_audit.assessment.safe import inert
from aml_maturity_audit.cli.app import new_app
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.pipelines import read_directory, to_document
from aml_maturity_audit.signals.practices import PipelineContent, PracticeEvidence

app = new_app()

_SUFFIXES = {".yml", ".yaml"}


@app.command()
def pipelines(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or directories.")],
    root: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The repository they lie in. [default: each file's own]"),
    ] = None,
    format: Annotated[str, typer.Option(metavar="table|json", help="How to print it.")] = "table",
) -> None:
    """What practices pipeline files on disk show.

    Templates are resolved inside --root, never outside it. Nothing is run.
    """
    if format not in ("table", "json"):
        raise UsageError(f"There is no format {format!r}.", remedy="Choose table or json.")
    if root is not None and not root.is_dir():
        raise UsageError(f"--root {root} is no directory.")
    found = {str(path): read_directory(root or _root_of(path), path) for path in _files(paths)}
    if not found:
        raise UsageError("There is no YAML file in what was named.")
    sys.stdout.write(_as_json(found) if format == "json" else _as_table(found))


def _files(paths: list[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*") if p.suffix in _SUFFIXES and p.is_file())
        elif path.is_file():
            files.append(path)
        else:
            raise UsageError(f"{path} does not exist.", remedy="Give a folder, or a pipeline file.")
    return list(dict.fromkeys(files))


def _root_of(path: Path) -> Path:
    """The repository that a file lies in, by its `.git`; else its directory."""
    path = path.resolve()
    return next((up for up in path.parents if (up / ".git").exists()), path.parent)


def _as_json(found: dict[str, PipelineContent]) -> str:
    return json.dumps(to_document(found), indent=2) + "\n"


def _told(item: PracticeEvidence) -> str:
    return inert(f"{item.file}:{item.line}  {item.text}")


def _as_table(found: dict[str, PipelineContent]) -> str:
    lines = []
    for path in sorted(found):
        content = found[path]
        lines.append(f"{inert(path)} ({content.kind}{'' if content.parsed else ', not parsed'})")
        for practice, evidence in sorted(content.practices.items()):
            lines += [f"  {practice:<28} {_told(item)}" for item in evidence]
        lines += [f"  not resolved: {inert(each)}" for each in content.unresolved]
        if not content.practices:
            lines.append("  no practice is shown")
    return "\n".join(lines) + "\n"
