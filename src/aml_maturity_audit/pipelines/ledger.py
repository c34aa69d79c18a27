"""Where everything a reading finds is written down, within limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from aml_maturity_audit.pipelines.commands.meaning import Named, Sign
from aml_maturity_audit.pipelines.limits import (
    MAX_EVIDENCE,
    MAX_MENTIONS,
    MAX_SENTENCES,
)
from aml_maturity_audit.pipelines.scrub import scrubbed
from aml_maturity_audit.pipelines.shell import Word
from aml_maturity_audit.pipelines.texts import Origin
from aml_maturity_audit.signals.practices import (
    PRACTICES,
    PipelineContent,
    PracticeEvidence,
    WorkspaceMention,
)


@dataclass(frozen=True)
class Place:
    """Where in the pipeline something runs."""

    stage: str | None = None
    job: str | None = None
    step: str | None = None
    around: str = ""
    """Display names of the step and of the calls it came through."""

    def within(self, *, step: str | None = None, around: str = "") -> "Place":
        """The same place, for one of its steps."""
        beside = f"{self.around} | {around}".strip(" |")[-400:]
        return replace(self, step=step or self.step, around=beside)


NOWHERE = Place()


@dataclass
class Ledger:
    """What one reading has found so far."""

    practices: dict[str, dict[tuple[str, int, str], PracticeEvidence]] = field(default_factory=dict)
    mentions: dict[tuple[str | None, str, str, int], WorkspaceMention] = field(default_factory=dict)
    azure_ml: bool = False
    connections: dict[str, None] = field(default_factory=dict)
    environments: dict[str, None] = field(default_factory=dict)
    stages: dict[str, None] = field(default_factory=dict)
    unresolved: dict[str, None] = field(default_factory=dict)
    gated: set[tuple[str | None, str | None]] = field(default_factory=set)
    """(stage, job) behind a gate."""

    def show(self, signs: Sequence[Sign], origin: Origin, text: str, place: Place) -> None:
        """Writes down what was seen at `origin`."""
        for sign in signs:
            self._add(sign, origin, scrubbed(text), place)

    def _add(self, sign: Sign, origin: Origin, line: str, place: Place) -> None:
        found = self.practices.setdefault(sign.practice, {})
        key = (origin.file, origin.line, _where(origin, place))
        known = found.get(key)
        if known is not None and not (known.inferred and not sign.inferred):
            return
        if known is None and len(found) >= MAX_EVIDENCE:
            return
        found[key] = PracticeEvidence(
            file=origin.file,
            line=origin.line,
            text=line,
            stage=_name(place.stage),
            job=_name(place.job),
            step=_name(place.step),
            splits_traffic=sign.splits,
            inferred=sign.inferred,
        )

    def has(self, sign: Sign, file: str) -> bool:
        """Whether a practice was already seen in a file."""
        return any(key[0] == file for key in self.practices.get(sign.practice, ()))

    def mention(self, named: Iterable[Named], origin: Origin) -> None:
        """Writes down the workspaces a command names."""
        for item in named:
            if item.workspace is None:
                continue
            workspace, expression = _literal(item.workspace)
            key = (workspace, expression, origin.file, origin.line)
            if key not in self.mentions and len(self.mentions) < MAX_MENTIONS:
                self.mentions[key] = WorkspaceMention(
                    workspace=workspace,
                    resource_group=_literal(item.resource_group)[0],
                    subscription=_literal(item.subscription)[0],
                    expression=expression,
                    file=origin.file,
                    line=origin.line,
                )

    def say(self, sentence: str) -> None:
        """Writes down what could not be resolved."""
        if len(self.unresolved) < MAX_SENTENCES:
            self.unresolved.setdefault(scrubbed(sentence))

    def name(self, *names: str | None) -> None:
        """Writes down names of stages and jobs."""
        for name in names:
            if name and name.strip() and len(self.stages) < 200:
                self.stages.setdefault(scrubbed(name))

    def content(self, *, kind: str, parsed: bool, is_template: bool, wants: Sequence[str]) -> (
        PipelineContent
    ):  # fmt: skip
        """Everything found, as the record others build on."""
        return PipelineContent(
            kind=kind,
            parsed=parsed,
            is_template=is_template,
            practices={
                name: tuple(self._gated(item) for item in self.practices[name].values())
                for name in PRACTICES
                if self.practices.get(name)
            },
            mentions=tuple(self.mentions.values()),
            uses_azure_ml=self.azure_ml,
            service_connections=tuple(self.connections),
            environments=tuple(self.environments),
            stages=tuple(self.stages),
            unresolved=tuple(self.unresolved),
            wants=tuple(wants),
        )

    def _gated(self, evidence: PracticeEvidence) -> PracticeEvidence:
        if (evidence.stage, evidence.job) not in self.gated:
            return evidence
        return msgspec.structs.replace(evidence, gated=True)


def _where(origin: Origin, place: Place) -> str:
    """What keeps places on one line apart; without lines, the step does."""
    step = place.step if origin.line == 0 else ""
    return f"{place.stage}/{place.job}/{step}"


def _name(text: str | None) -> str | None:
    return scrubbed(text) or None if text else None


def _literal(word: Word | None) -> tuple[str | None, str]:
    """A name where the word is one, and the expression where it is not."""
    if word is None:
        return None, ""
    value = word.value.strip().strip("\"'")
    if word.known and value and not any(mark in value for mark in "$%{}"):
        return scrubbed(value), ""
    return None, scrubbed(word.value)
