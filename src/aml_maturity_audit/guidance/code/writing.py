"""Files of a plan into a directory made for them: checked, marked, each whole or not at all."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.files import PRIVATE, check_directory, read_bounded, write_whole
from aml_maturity_audit.guidance.code.artefact import Artefact, Lacking
from aml_maturity_audit.guidance.code.checked import check
from aml_maturity_audit.guidance.code.given import Given
from aml_maturity_audit.guidance.code.mark import is_ours, marked
from aml_maturity_audit.guidance.code.readme import NAME as README
from aml_maturity_audit.guidance.code.readme import readme
from aml_maturity_audit.guidance.code.site import Site
from aml_maturity_audit.guidance.code.writers import artefacts
from aml_maturity_audit.guidance.plan import DO, Plan
from aml_maturity_audit.mapping.estate import Estate, Mappings
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.snapshot import Snapshot

_LARGEST = 4 * 2**20


def code_for(
    plan: Plan,
    snapshot: Snapshot,
    given: Given,
    mappings: Mappings | None = None,
    policy: Policy | None = None,
) -> tuple[tuple[Artefact, ...], tuple[Lacking, ...]]:
    """The files for a plan's steps to do, and those that a missing name prevents.

    Raises UsageError where the snapshot does not hold the plan's workspace, and NotLoadable where
    azure-ai-ml refuses a file.
    """
    estate = Estate(snapshot, mappings)
    found = next((w for w in estate.workspaces() if w.workspace.key == plan.key), None)
    if found is None:
        raise UsageError(
            f"The snapshot does not hold workspace {plan.workspace!r}.",
            remedy="Name the snapshot that the assessment was made of.",
        )
    needed = frozenset(step.criterion for step in plan.of_kind(DO))
    site = Site(View(found, estate, policy or Policy()), needed, given)
    made, lacking = artefacts(site)
    for one in made:
        check(one)
    return made, lacking


def write_code(
    directory: Path,
    plan: Plan,
    files: Sequence[Artefact],
    lacking: Sequence[Lacking],
    *,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the files and a README.md that says what they do; their paths.

    Raises UsageError, before anything is written, for a file there that is not as this wrote it.
    """
    texts = {one.name: one.text for one in files} | {README: readme(plan, files, lacking)}
    check_directory(directory)
    if not force:
        _check_free(directory, texts)
    for name, text in texts.items():
        write_whole(directory / name, marked(name, text), mode=PRIVATE)
    return tuple(directory / name for name in texts)


def _check_free(directory: Path, texts: Mapping[str, str]) -> None:
    for name in texts:
        path = directory / name
        if not (path.exists() or path.is_symlink()):
            continue
        if path.is_symlink() or not path.is_file():
            raise UsageError(f"{path} is in the way.", remedy="Name another directory.")
        if not is_ours(name, read_bounded(path, _LARGEST).decode("utf-8", "replace")):
            raise UsageError(
                f"{path} was not written by plan, or was changed since.",
                remedy="Name another directory, or overwrite it with --force.",
            )
