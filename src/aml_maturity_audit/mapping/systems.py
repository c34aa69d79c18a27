"""Workspaces judged as one system: training where it happens, serving where it happens.

Source: criteria.md, section 4; issue "Judgement in depth", Systems. A criterion about training is
judged in the members that train, one about serving in those that serve (role prod), any other in
both. The system meets it where all of these members do; criteria that build on others build on the
system's verdicts.
"""

from collections.abc import Mapping, Sequence

from aml_maturity_audit.assessment.model import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    SystemAssessment,
)
from aml_maturity_audit.mapping.attested import Attestations
from aml_maturity_audit.mapping.catalogue import catalogue
from aml_maturity_audit.mapping.criterion import Criterion, NotApplicable
from aml_maturity_audit.mapping.derive import serving, training
from aml_maturity_audit.mapping.editions import Edition
from aml_maturity_audit.mapping.estate import Estate, System
from aml_maturity_audit.mapping.judging import Judged, guarded, settled
from aml_maturity_audit.mapping.levels import (
    HIGHEST,
    PEOPLE,
    blockers,
    dimension_levels,
    overall,
)
from aml_maturity_audit.mapping.policy import Policy
from aml_maturity_audit.mapping.results import result
from aml_maturity_audit.mapping.truth import Fact, Truth, all_of, yes
from aml_maturity_audit.mapping.view import View

_VERDICTS = {Truth.YES: MET, Truth.NO: NOT_MET, Truth.UNKNOWN: UNKNOWN}


def assessed_system(
    system: System,
    estate: Estate,
    policy: Policy,
    attestations: Attestations | None,
    edition: Edition,
) -> SystemAssessment | None:
    """A configured system, judged; None where no workspace of it was read, or it lies across
    shards."""
    members = estate.members(system)
    if not members or any(member.elsewhere for member in members):
        return None
    views = tuple(View(member, estate, policy, attestations) for member in members)
    try:
        return _assessed(system, tuple(sorted(views, key=lambda v: v.workspace.key)), edition)
    finally:
        for view in views:
            view.forget()


def _assessed(system: System, members: tuple[View, ...], edition: Edition) -> SystemAssessment:
    judged = judge_system(system, members)
    verdicts = {name: each.verdict for name, each in judged.items()}
    dimensions = dimension_levels(
        edition,
        verdicts,
        people_attested=any(
            verdicts[name] != UNKNOWN for name in edition.required(PEOPLE, HIGHEST)
        ),
        in_scope=members[0].policy.dimensions,
    )
    effort = {name: criterion.effort for name, criterion in catalogue().items()}
    server = _servers(system, members)[0]
    return SystemAssessment(
        name=system.name,
        roles={v.workspace.key: system.role_of(v.workspace) or "" for v in members},
        level=overall(dimensions),
        dimensions=dimensions,
        criteria=tuple(result(server, edition, judged[name]) for name in sorted(judged)),
        blockers=blockers(edition, verdicts, dimensions, effort),
        notes=_notes(system, members),
    )


def _notes(system: System, members: tuple[View, ...]) -> tuple[str, ...]:
    trained = ", ".join(v.workspace.name for v in _trainers(members))
    served = ", ".join(v.workspace.name for v in _servers(system, members))
    missing = len(system.roles) - len(members)
    notes = (f"Training is judged in {trained}; release and serving in {served}.",)
    if missing > 0:
        return (*notes, f"{missing} of its {len(system.roles)} workspaces are not in this audit.")
    return notes


def judge_system(system: System, members: Sequence[View]) -> dict[str, Judged]:
    """Every criterion, judged for a system with at least one member."""
    trainers = _trainers(members)
    servers = _servers(system, members)
    judged: dict[str, Judged] = {}
    for name, criterion in catalogue().items():
        relevant = _relevant(criterion, trainers, servers)
        judged[name] = _combined(criterion, relevant, judged)
    return judged


def _trainers(members: Sequence[View]) -> tuple[View, ...]:
    return tuple(v for v in members if not training.no_training(v).yes) or tuple(members)


def _servers(system: System, members: Sequence[View]) -> tuple[View, ...]:
    production = tuple(v for v in members if system.role_of(v.workspace) == "prod")
    return production or tuple(v for v in members if not serving.deployed(v).no) or tuple(members)


def _relevant(
    criterion: Criterion, trainers: tuple[View, ...], servers: tuple[View, ...]
) -> tuple[View, ...]:
    if criterion.training:
        return trainers
    if criterion.serving or any(catalogue()[name].serving for name in criterion.builds_on):
        return servers
    return tuple(dict.fromkeys((*trainers, *servers)))


def _combined(
    criterion: Criterion, members: tuple[View, ...], judged: Mapping[str, Judged]
) -> Judged:
    def of_the_system(name: str) -> Fact:
        below = judged[name]
        return below.fact.saying(f"{name}: {below.fact.because}")

    facts: list[Fact] = []
    idle: list[Fact] = []
    for view in members:
        view.judged_by(of_the_system)
        answer = _of_member(view, criterion)
        (idle if answer.verdict == NOT_APPLICABLE else facts).append(
            answer.fact.saying(f"{view.workspace.name}: {answer.fact.because}")
        )
    if not facts:
        return Judged(criterion, all_of(*idle), NOT_APPLICABLE)
    fact = all_of(*facts)
    return Judged(criterion, fact, _VERDICTS[fact.truth])


def _of_member(view: View, criterion: Criterion) -> Judged:
    """A member's verdict, without its role: the system has both."""
    ruling = guarded(view, criterion)
    if isinstance(ruling, NotApplicable):
        return settled(view, Judged(criterion, yes(ruling.because), NOT_APPLICABLE))
    return settled(view, Judged(criterion, ruling, _VERDICTS[ruling.truth]))
