"""Which workspaces a pipeline names. Source: criteria.md, section 1, "linked pipeline"."""

from aml_maturity_audit.mapping.estate import ProjectView
from aml_maturity_audit.mapping.truth import Fact, Truth, no, unknown, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import SERVICE_CONNECTIONS, Pipeline, ServiceConnection
from aml_maturity_audit.signals.practices import WorkspaceMention


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


def _is_this(
    view: View, project: ProjectView, pipeline: Pipeline, mention: WorkspaceMention
) -> Fact:
    workspace = view.workspace
    place = f"{mention.file}:{mention.line}"
    if (mention.workspace or "").lower() not in {workspace.name.lower(), workspace.id.lower()}:
        return no(f"{pipeline.name} names workspace {mention.workspace} ({place})")
    group = mention.resource_group
    if group and group.lower() != workspace.resource_group.lower():
        return no(f"{pipeline.name} names {mention.workspace} in another resource group ({place})")
    subscription = mention.subscription
    if subscription and subscription.lower() not in _subscription_names(view):
        return no(f"{pipeline.name} names {mention.workspace} in another subscription ({place})")
    return _by_connections(view, project, pipeline, mention, place)


def _by_connections(
    view: View, project: ProjectView, pipeline: Pipeline, mention: WorkspaceMention, place: str
) -> Fact:
    """The name fits; where the pipeline's connections tell the subscription, it must fit too."""
    used = connections_of(view, project, pipeline)
    own = view.workspace.subscription_id.lower()
    told = {c.subscription_id.lower() for c in used if c.subscription_id}
    if told and own not in told:
        return no(f"{pipeline.name} signs in to another subscription ({place})")
    others = [
        other
        for other in view.estate.namesakes(view.workspace)
        if not _rules_out(mention, other.resource_group, other.subscription_id, told)
    ]
    if others:
        return unknown(
            f"{pipeline.name} names {mention.workspace} ({place}), and"
            f" {len(others) + 1} workspaces have that name; map it in the configuration"
        )
    return yes(f"{pipeline.name} names the workspace ({place})")


def _rules_out(mention: WorkspaceMention, group: str, subscription: str, told: set[str]) -> bool:
    if mention.resource_group and mention.resource_group.lower() != group.lower():
        return True
    return bool(told) and subscription.lower() not in told


def _subscription_names(view: View) -> set[str]:
    own = view.workspace.subscription_id.lower()
    names = {s.name.lower() for s in view.estate.subscriptions if s.id.lower() == own and s.name}
    return names | {own}


def connections_of(view: View, project: ProjectView, pipeline: Pipeline) -> list[ServiceConnection]:
    """The service connections that a pipeline is seen to use."""
    used = set(pipeline.connections)
    names = {n.lower() for n in (pipeline.content.service_connections if pipeline.content else ())}
    known = view.see_project(project, SERVICE_CONNECTIONS)
    return [c for c in known.items if c.id in used or c.name.lower() in names]
