"""Every criterion of every workspace, with why and from what."""

from rich.console import Group, RenderableType
from rich.text import Text

from aml_maturity_audit.assessment.model import Assessment, CriterionResult, WorkspaceAssessment
from aml_maturity_audit.assessment.words import STATE_WORDS, verdict_word
from aml_maturity_audit.reports import views
from aml_maturity_audit.reports.formats.table.look import (
    HEADING,
    QUIET,
    hanging,
    heading,
    indented,
    verdict_text,
)
from aml_maturity_audit.reports.systems import with_systems


def every_criterion(document: Assessment) -> list[RenderableType]:
    """A heading, then a section per workspace; unscored ones have their readings."""
    title = heading("Every criterion")
    return [
        title,
        *(_section(workspace) for workspace in views.by_name(with_systems(document).workspaces)),
    ]


def _section(workspace: WorkspaceAssessment) -> Group:
    title = Text(workspace.name, style=HEADING)
    title.append(f" · {workspace.id}", style=f"not bold {QUIET}")
    grid = hanging()
    for criterion in views.ladder_order(workspace.criteria):
        grid.add_row(verdict_text(criterion), _told(criterion))
    for reading in workspace.readings:
        if reading.state != "observed" or not reading.complete:
            state = STATE_WORDS.get(reading.state, reading.state)
            words = [state if reading.state != "observed" else "read in part", reading.detail]
            words.append(f"grant {reading.action}" if reading.action else "")
            said = "; ".join(word for word in words if word)
            grid.add_row(Text("not seen", style=QUIET), Text(f"{reading.signal}: {said}"))
    return Group(title, indented(grid))


def _told(criterion: CriterionResult) -> Text:
    text = Text(criterion.title, style=HEADING)
    where = views.required_by(criterion)
    counts = "" if criterion.counts else "; a signal, not required by this edition"
    text.append(f"  {criterion.id} ({where}{counts})", style=f"not bold {QUIET}")
    text.append(f"\n{criterion.because}", style="not bold")
    for evidence in criterion.evidence:
        source = f"  [{evidence.source}]" if evidence.source else ""
        text.append(f"\n· {evidence.text}{source}", style=f"not bold {QUIET}")
    if criterion.attested is not None:
        text.append(f"\n{_attestation(criterion)}", style="not bold")
    for missing in criterion.missing:
        asked = f"grant {missing.action}" if missing.action else missing.hint
        text.append(f"\nneeds {missing.signal}: {asked}", style="not bold")
    if criterion.verdict != "met" and criterion.remedy:
        text.append(f"\n→ {criterion.remedy}", style="not bold")
    return text


def _attestation(criterion: CriterionResult) -> str:
    attested = criterion.attested
    if attested is None:
        return ""
    said = f"attested by {attested.by} on {attested.on}, until {attested.expires}"
    if attested.override:
        observed = verdict_word(attested.observed)
        said += f", against the observed verdict {observed}: {attested.reason}"
    return said
