"""What a run leaves behind: its row in the history, and its reports where they are kept."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.cli.delivering import Delivery
from aml_maturity_audit.cli.filing import Place, file_reports, reached_place
from aml_maturity_audit.cli.judging import Judging
from aml_maturity_audit.cli.keeping import reached
from aml_maturity_audit.cli.sharding import keep
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import ExitCode
from aml_maturity_audit.signals.shards import Shard
from aml_maturity_audit.signals.snapshot import Snapshot

if TYPE_CHECKING:
    from aml_maturity_audit.history.store import History


@dataclass(frozen=True)
class Left:
    """What is there now."""

    whole: Assessment | None
    """The run; None where other shards of it are not there yet."""
    filed: bool
    """Whether every report that was to be kept is."""

    def or_failed(self, code: ExitCode) -> ExitCode:
        """The exit code, or 1 where a report was not kept: the first that holds."""
        return code if self.filed else ExitCode.TOOL_FAILED


@dataclass(frozen=True)
class Keepers:
    """Where a run is to be kept; each None: nowhere."""

    history: "History | None"
    place: Place | None

    def leave(
        self, delivery: Delivery, judging: Judging, snapshot: Snapshot, assessment: Assessment
    ) -> Left:
        """Keep a run, or a shard of it; whoever brings the last shard keeps the run's reports.

        Reports of a run that is whole come first: they need no history. Shards without a history
        are never put together, so each keeps its own. Raises AuditError as `keep` does.
        """
        shard = Shard.parse(snapshot.header.shard)
        part = "" if shard.is_whole else f"shard-{shard.number}-of-{shard.total}"
        filed = True
        if shard.is_whole or self.history is None:
            filed = file_reports(self.place, delivery, assessment, self.history, part)
        if self.history is not None:
            keep(self.history, judging, snapshot, assessment)
        if shard.is_whole or self.history is None:
            return Left(assessment if shard.is_whole else None, filed)
        whole = self.history.document(assessment.run.id)
        filed = whole is None or file_reports(self.place, delivery, whole, self.history)
        return Left(whole, filed)


def keepers_of(config: Config) -> Keepers:
    """What the configuration names, reached: better before hours of reading than after them.

    Raises AuditError where one cannot be.
    """
    return Keepers(reached(config), reached_place(config))
