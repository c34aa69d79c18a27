"""Runs in several shards: what each is told, what it leaves in a history, and the whole of them."""

import re
from collections import Counter
from dataclasses import replace as changed
from typing import TYPE_CHECKING

from msgspec.structs import replace

from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.collectors.cicd.proposals import CODE, proposals
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.signals.shards import Shard
from aml_maturity_audit.signals.snapshot import RunWarning, Snapshot
from aml_maturity_audit.signals.snapshot_packed import packed, unpacked

if TYPE_CHECKING:
    from aml_maturity_audit.assessment.model import Assessment, Run
    from aml_maturity_audit.cli.judging import Judging
    from aml_maturity_audit.history.store import History

_RUN_ID = re.compile(r"[A-Za-z0-9._:\-]{1,100}")


def shard_of(config: Config) -> Shard:
    """The part that this process does. Raises UsageError for one that is none, or of no run."""
    shard = Shard.parse(config.shard) if config.shard else Shard()
    if config.run_id is not None and not _RUN_ID.fullmatch(config.run_id):
        raise UsageError(
            f"{config.run_id!r} cannot be the id of a run.",
            remedy="Use at most 100 letters, digits, dots, colons, dashes and underscores.",
        )
    if not shard.is_whole and config.run_id is None:
        raise UsageError(
            "The shards of a run need an id in common.",
            remedy="Give all of them the same --run-id ID, or AML_MATURITY_AUDIT_RUN_ID.",
        )
    return shard


def keep(
    history: "History", judging: "Judging", snapshot: Snapshot, assessment: "Assessment"
) -> None:
    """Keep a run in a history; whoever brings the last shard puts the run together.

    Where two bring it at once both do, with the same result. Raises UsageError for a run that was
    split otherwise, ToolFailure where the history cannot be written.
    """
    from aml_maturity_audit.history.merge import missing

    shard, run_id = Shard.parse(snapshot.header.shard), assessment.run.id
    missing([*history.shards(run_id), str(shard)])  # or it was split otherwise
    if shard.is_whole:
        history.write(assessment)
        return
    history.write(assessment, str(shard), packed(snapshot))
    absent = missing(history.shards(run_id))
    if absent:
        say(f"Shard {shard} of run {run_id} is kept; {len(absent)} of {shard.total} are not there.")
        return
    history.complete(put_together(history, run_id, judging), shard.total)
    say(f"All {shard.total} shards of run {run_id} are there; they are judged together.")


def saved(history: "History", run_id: str | None, judging: "Judging") -> "Assessment":
    """A run of a history as a whole, by default the newest one.

    Raises UsageError where it is not there, a shard is missing, or its shards were judged by other
    rules than these.
    """
    found = history.document(run_id)
    return found or put_together(history, run_id or history.newest(), judging)


def put_together(history: "History", run_id: str, judging: "Judging") -> "Assessment":
    """What the shards of a run read, judged as one run would have judged it."""
    from aml_maturity_audit.history.merge import merged

    rules = dict(history.facts(run_id))
    snapshots = [
        unpacked(content, f"shard {shard} of {run_id}")
        for shard, content in history.snapshots(run_id)
        if shard in rules
    ]
    whole = _proposing(merged(snapshots))
    first = next(iter(rules.values()))
    assessment = changed(judging, edition=first.edition).judge(whole, first.window_days)
    _refuse_other_rules(assessment.run, rules)
    return assessment


def _refuse_other_rules(ours: "Run", rules: "dict[str, Run]") -> None:
    for shard, run in sorted(rules.items()):
        if _rules(run) != _rules(ours):
            raise UsageError(
                f"Shard {shard} of run {run.id} was judged by other rules than these.",
                remedy="Use the configuration and the version of the tool that it was judged with.",
            )


def _rules(run: "Run") -> tuple[object, ...]:
    return (run.edition, run.catalogue_digest, run.policy_digest, run.window_days)


def _proposing(snapshot: Snapshot) -> Snapshot:
    """With the CI/CD sources that all jobs point to, in the place of what each shard said of its
    own."""
    from aml_maturity_audit.cli.cicd import origins_in, repositories_of

    footer = snapshot.footer
    origins = Counter(origin for item in snapshot.workspaces for origin in origins_in(item))
    named = [*snapshot.header.scope.cicd, *(p.project.organization for p in snapshot.projects)]
    found = proposals(origins, named, repositories_of(snapshot.projects))
    others = [warning for warning in footer.warnings if not _is_proposal(warning)]
    snapshot.footer = replace(footer, warnings=(*others, *found))
    return snapshot


def _is_proposal(warning: RunWarning) -> bool:
    return warning.code == CODE
