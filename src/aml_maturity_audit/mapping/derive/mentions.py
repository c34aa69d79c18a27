"""Which workspaces a pipeline names. Source: criteria.md, section 1, "linked pipeline"."""

import re

from aml_maturity_audit.mapping.estate import Estate, ProjectView
from aml_maturity_audit.mapping.seen import Seen, seen
from aml_maturity_audit.mapping.truth import Fact, Truth, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import SERVICE_CONNECTIONS, Pipeline, ServiceConnection
from aml_maturity_audit.signals.ids import same_id
from aml_maturity_audit.signals.practices import WorkspaceMention
from aml_maturity_audit.signals.workspaces import Workspace

_GUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


def named(view: View, project: ProjectView, pipeline: Pipeline) -> Fact:
    """Yes where the pipeline names this workspace, no where it names only others.

    Unknown, with a sentence, where a name fits and what is beside it does not tell which of two
    namesakes is meant; unknown without a sentence where it names none that can be resolved.
    """
    mentions = pipeline.content.mentions if pipeline.content else ()
    answers = [_is_this(view, project, pipeline, m) for m in mentions if m.workspace]
    for truth in (Truth.YES, Truth.UNKNOWN):
        for answer in answers:
            if answer.truth is truth:
                return answer
    if answers and not any(m.workspace is None for m in mentions):
        return answers[0]
    return unknown("")


def names_some_other(view: View, project: ProjectView, pipeline: Pipeline) -> bool:
    """Whether it names a workspace that is certainly not this one."""
    mentions = pipeline.content.mentions if pipeline.content else ()
    return any(m.workspace and _is_this(view, project, pipeline, m).no for m in mentions)


def is_unresolvable(pipeline: Pipeline) -> bool:
    """Whether it uses Azure ML on a workspace whose name cannot be resolved."""
    content = pipeline.content
    if content is None or not content.uses_azure_ml:
        return False
    unclear = any(mention.workspace is None for mention in content.mentions)
    return unclear or (not content.mentions and bool(content.unresolved))


def may_be_meant(pipeline: Pipeline) -> Fact:
    """Unknown where what could not be read or resolved of it may name this workspace."""
    if pipeline.content is None:
        problem = pipeline.problem.rstrip(".") or "its file could not be read"
        return unknown(f"which workspaces {pipeline.name} names is not known: {problem}")
    if pipeline.content.unread:
        return unknown(
            f"{pipeline.name} uses {pipeline.content.unread[0]}, which could not be read and may"
            " name this workspace"
        )
    if is_unresolvable(pipeline):
        return unknown(
            f"{pipeline.name} uses Azure ML with a workspace name that cannot be resolved"
        )
    return no("")


def _is_this(
    view: View, project: ProjectView, pipeline: Pipeline, mention: WorkspaceMention
) -> Fact:
    workspace = view.workspace
    place = f"{mention.file}:{mention.line}"
    told = (mention.workspace or "").lower()
    if same_id(told, workspace.id):
        return yes(f"{pipeline.name} names the workspace by its id ({place})")
    if told != workspace.name.lower():
        return no(f"{pipeline.name} names workspace {mention.workspace} ({place})")
    group = mention.resource_group
    if group and group.lower() != workspace.resource_group.lower():
        return no(f"{pipeline.name} names {mention.workspace} in another resource group ({place})")
    subscription = _in_subscription(view, mention, workspace.subscription_id)
    if subscription.no:
        return no(f"{pipeline.name} names {mention.workspace} in another subscription ({place})")
    if subscription.unknown and mention.subscription:
        return unknown(
            f"{pipeline.name} names {mention.workspace} in subscription {mention.subscription}"
            f" ({place}), which may be another one; map it in the configuration"
        )
    return _by_connections(view, project, pipeline, mention, place)


def _by_connections(
    view: View, project: ProjectView, pipeline: Pipeline, mention: WorkspaceMention, place: str
) -> Fact:
    """The name fits; where only the pipeline's connections tell the subscription, they must too."""
    told: set[str] = set()
    own = view.workspace.subscription_id.lower()
    if not mention.subscription:
        view.note(SERVICE_CONNECTIONS)
        used = connections_of(view.estate, project, pipeline)
        told = {c.subscription_id.lower() for c in used if c.subscription_id}
        unread = unread_connections(view.estate, project, pipeline)
        if unread is not None and own not in told:
            return unread
    if told and own not in told:
        return no(f"{pipeline.name} signs in to another subscription ({place})")
    others = [
        other
        for other in view.estate.namesakes(view.workspace)
        if not _rules_out(view, mention, other, told)
    ]
    if others:
        return unknown(
            f"{pipeline.name} names {mention.workspace} ({place}), and"
            f" {len(others) + 1} workspaces have that name; map it in the configuration"
        )
    return yes(f"{pipeline.name} names the workspace ({place})")


def _rules_out(view: View, mention: WorkspaceMention, other: Workspace, told: set[str]) -> bool:
    """Whether what stands beside the name tells that another workspace is not meant."""
    group = mention.resource_group
    if group and group.lower() != other.resource_group.lower():
        return True
    if _in_subscription(view, mention, other.subscription_id).no:
        return True
    return bool(told) and other.subscription_id.lower() not in told


def _in_subscription(view: View, mention: WorkspaceMention, id: str) -> Fact:
    """Whether a mention is in a subscription; unknown where it does not say, or says a name that
    was not read."""
    told = (mention.subscription or "").lower()
    if not told:
        return unknown("")
    if told == id.lower():
        return yes("")
    names = [s.name.lower() for s in view.estate.subscriptions if s.id.lower() == id.lower()]
    if told in names:
        return yes("")
    return no("") if any(names) or _GUID.match(told) else unknown("")


def connections_of(
    estate: Estate, project: ProjectView, pipeline: Pipeline
) -> list[ServiceConnection]:
    """The service connections that a pipeline is seen to use."""
    used = _used(pipeline)
    known = estate.once("connections", _connections).get(project.id, {}) if used else {}
    found = {c.id: c for told in sorted(used) for c in known.get(told, ())}
    return list(found.values())


def _connections(estate: Estate) -> dict[str, dict[str, list[ServiceConnection]]]:
    """The service connections of every project, by id and by name in lower case."""
    found: dict[str, dict[str, list[ServiceConnection]]] = {}
    for project in estate.projects:
        here = found.setdefault(project.id, {})
        for connection in _read(project).items:
            for told in {connection.id.lower(), connection.name.lower()}:
                here.setdefault(told, []).append(connection)
    return found


def unread_connections(estate: Estate, project: ProjectView, pipeline: Pipeline) -> Fact | None:
    """The doubt where a pipeline uses a service connection that could not be read."""
    known = _read(project)
    if known.complete:
        return None
    read = estate.once("connections", _connections).get(project.id, {})
    if _used(pipeline) <= read.keys():
        return None
    return unknown(f"where {pipeline.name} signs in is not known: {known.why}", known.missing)


def _read(project: ProjectView) -> Seen[ServiceConnection]:
    return seen(SERVICE_CONNECTIONS, project.readings.get(SERVICE_CONNECTIONS))


def _used(pipeline: Pipeline) -> set[str]:
    """Ids and names of the service connections in it, in lower case."""
    names = pipeline.content.service_connections if pipeline.content else ()
    return {told.lower() for told in (*pipeline.connections, *names)}
