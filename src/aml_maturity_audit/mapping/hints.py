"""Observed proxies for the People column: who submits, registers, releases and reviews.

Source: azure_facts A.21; criteria.md, section 2, People. Shown in the JSON under `hints`, never a
verdict. Persons appear as pseudonyms that hold within one run; names and addresses are never given.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from aml_maturity_audit.mapping.derive import training
from aml_maturity_audit.mapping.derive.links import links
from aml_maturity_audit.mapping.derive.writes import writes
from aml_maturity_audit.mapping.seen import Seen
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.access import ROLE_ASSIGNMENTS
from aml_maturity_audit.signals.cicd import PULL_REQUESTS, Person, PullRequest
from aml_maturity_audit.signals.ids import same_id
from aml_maturity_audit.signals.models import MODEL_VERSIONS
from aml_maturity_audit.signals.record import Actor

NOTE = "Proxies that were observed, never verdicts; the People column is judged by attestation."
MOST_SHOWN = 50
"""Pseudonyms listed for one group."""

_Name = frozenset[str]
"""What a source calls one person, in lower case: an address, a display name, or both."""


@dataclass
class _Group:
    """Everybody who did one kind of thing."""

    known: Seen[object]
    people: list[_Name] = field(default_factory=list)
    automatic: int = 0
    """How often an application did it."""
    untold: int = 0
    """How often it is not told who did it."""

    def add(self, *names: str, by_application: bool | None, times: int = 1) -> None:
        """Once more, or several times, by somebody or something."""
        name = frozenset(name.strip().lower() for name in names if name.strip())
        if by_application:
            self.automatic += times
        elif by_application is None or not name:
            self.untold += times
        elif not any(name & other for other in self.people):
            self.people.append(name)

    def shown(self, run_id: str) -> dict[str, object]:
        """As the document shows it."""
        return {
            "people": len(self.people),
            "byApplications": self.automatic,
            "untold": self.untold,
            "complete": self.known.complete,
            "who": sorted(_pseudonym(run_id, name) for name in self.people)[:MOST_SHOWN],
        }


def hints(view: View) -> dict[str, object]:
    """What is seen of who does what in and for a workspace."""
    groups = {
        "submitters": _submitters(view),
        "registrars": _registrars(view),
        "releasers": _releasers(view),
        "reviewers": _reviewers(view),
    }
    run_id = view.estate.header.run_id
    return {
        "note": NOTE,
        **{name: group.shown(run_id) for name, group in groups.items()},
        "overlap": {
            f"{one}And{other.capitalize()}": _overlap(groups[one].people, groups[other].people)
            for one, other in (
                ("submitters", "releasers"),
                ("submitters", "registrars"),
                ("submitters", "reviewers"),
            )
        },
        "selfApproval": _self_approval(_pull_requests(view)),
        "roleAssignments": _role_assignments(view),
    }


def _submitters(view: View) -> _Group:
    jobs = training.training_jobs(view)
    group = _Group(Seen(open=jobs.may_have_more))
    for kind in jobs.groups:
        if kind.certain:
            _add(group, kind.kind.created_by, len(kind.members))
    return group


def _registrars(view: View) -> _Group:
    known = view.see(MODEL_VERSIONS)
    group = _Group(Seen(hidden=known.hidden, open=known.open))
    for version in known.items:
        if same_id(version.workspace_id, view.workspace.id):
            _add(group, version.created_by)
    return group


def _releasers(view: View) -> _Group:
    known = writes(view)
    group = _Group(Seen(hidden=known.hidden, open=known.open))
    for write in known.items:
        record = write.record
        by_application = None if record.by_user is None else not record.by_user
        group.add(record.upn or "", record.name or "", by_application=by_application)
    return group


def _reviewers(view: View) -> _Group:
    known = _pull_requests(view)
    group = _Group(Seen(hidden=known.hidden, open=known.open))
    for request in known.items:
        for person in request.approvers:
            _add_person(group, person)
    return group


def _pull_requests(view: View) -> Seen[PullRequest]:
    """The completed ones of the repositories that linked pipelines build."""
    linked = links(view).linked
    wanted = {(link.project.id, link.pipeline.repository_id) for link in linked}
    projects = {link.project.id: link.project for link in linked}
    parts = [(id_, view.see_project(project, PULL_REQUESTS)) for id_, project in projects.items()]
    return Seen(
        items=tuple(
            request
            for id_, known in parts
            for request in known.items
            if (id_, request.repository_id) in wanted
        ),
        hidden=sum(known.hidden for _, known in parts),
        open=not parts or any(known.open for _, known in parts),
    )


def _add(group: _Group, actor: Actor, times: int = 1) -> None:
    by_application = actor.is_automation if actor.is_known else None
    group.add(actor.name, by_application=by_application, times=times)


def _add_person(group: _Group, person: Person) -> None:
    group.add(person.upn, person.name, by_application=person.is_service)


def _overlap(ones: Iterable[_Name], others: list[_Name]) -> int:
    """How many of the ones are among the others; names that sources share are one person's."""
    return sum(1 for one in ones if any(one & other for other in others))


def _self_approval(known: Seen[PullRequest]) -> dict[str, object]:
    total = len(known.items)
    own = sum(1 for request in known.items if request.self_approved)
    return {
        "pullRequests": total,
        "selfApproved": own,
        "share": round(own / total, 2) if total else None,
        "complete": known.complete,
    }


def _role_assignments(view: View) -> dict[str, object]:
    """How many principals of each kind reach the workspace; members of groups are not seen."""
    known = view.see(ROLE_ASSIGNMENTS)
    principals = {one.principal_id.lower(): one.principal_type or "Unknown" for one in known.items}
    counts = Counter(principals.values())
    return {"principals": dict(sorted(counts.items())), "complete": known.complete}


def _pseudonym(run_id: str, name: _Name) -> str:
    """The same for one person within a run, and of no use in another."""
    # A display name where there is one: jobs and models tell no other (azure_facts 0.4).
    label = min(name, key=lambda part: ("@" in part, part))
    return sha256(f"{run_id}\n{label}".encode()).hexdigest()[:10]
