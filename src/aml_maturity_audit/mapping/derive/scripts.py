"""Scoring scripts and the repositories that hold them. Source: criteria.md, section 2,
`scoring-script-is-versioned`."""

from dataclasses import dataclass

from aml_maturity_audit.mapping.derive.links import links
from aml_maturity_audit.mapping.derive.serving import Production, production
from aml_maturity_audit.mapping.derive.sources import linked_repositories
from aml_maturity_audit.mapping.derive.unexplained import absence_counts
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.truth import Fact, no, unknown, yes
from aml_maturity_audit.mapping.view import View, derived
from aml_maturity_audit.signals.cicd import Repository


@dataclass(frozen=True)
class Script:
    """The scoring script of a production deployment."""

    deployed: Production
    path: str

    @property
    def label(self) -> str:
        """Script and deployment, for a sentence."""
        return f"{self.path} of {self.deployed.label}"


@derived
def scripts(view: View) -> Seen[Script]:
    """The scoring scripts of production deployments that have one."""
    here = production(view)
    items = tuple(
        Script(deployed, path)
        for deployed in here.items
        if (path := _from_root(deployed.deployment.scoring_script or ""))
    )
    return Seen(items, here.hidden, here.open, here.missing, here.why)


def _from_root(script: str) -> str:
    """The path without what only says "from here"; the client may write it as Windows does."""
    parts = [part for part in script.strip().replace("\\", "/").split("/") if part not in {"", "."}]
    return "/".join(parts)


def without_script(view: View) -> str:
    """The sentence where nothing in production has a scoring script."""
    count = len(production(view).items)
    return f"0 of {count} production deployments have a scoring script (MLflow no-code)"


def holds(repository: Repository, path: str) -> str | None:
    """The file of a repository that ends with the whole script path; None where there is none."""
    for file in repository.files:
        if file.strip("/") == path or file.endswith("/" + path):
            return file
    return None


def holders(view: View, script: Script) -> tuple[Repository, ...]:
    """The linked repositories that hold a script."""
    return tuple(r for r in linked_repositories(view).items if holds(r, script.path))


def is_versioned(view: View, script: Script) -> Fact:
    """Whether a script is in a linked repository; inferred from its path."""
    known = linked_repositories(view)
    for repository in known.items:
        file = holds(repository, script.path)
        if file is not None:
            return yes(
                f"{script.label} is {repository.name}:{file} (inferred from the path)",
                (script.deployed.shown(f"{script.path} is {file} in {repository.name}"),),
                (script.deployed.subject(),),
            )
    unread = [r.name for r in known.items if not r.files_complete]
    if unread:
        return unknown(f"not all files of {', '.join(unread[:3])} were listed")
    if not known.complete:
        return known.hiding()
    if not links(view).linked and not absence_counts(view).yes:
        return absence_counts(view)
    return no(f"{script.label} is in no linked repository", subjects=(script.deployed.subject(),))
