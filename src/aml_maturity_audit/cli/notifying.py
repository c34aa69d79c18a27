"""Telling the webhook after a run; whatever goes wrong there is said and fails nothing."""

import asyncio
import os
from datetime import datetime
from typing import TYPE_CHECKING

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.cli.messages import say
from aml_maturity_audit.config import Config
from aml_maturity_audit.errors import AuditError
from aml_maturity_audit.files import read_bounded

if TYPE_CHECKING:
    from aml_maturity_audit.history.store import History
    from aml_maturity_audit.notify.send import Webhook


def webhook_in(config: Config) -> "Webhook | None":
    """Where to tell; None: nowhere. Raises UsageError for an address that may not be used."""
    if config.notification_url is None:
        return None
    from aml_maturity_audit.notify.send import webhook_of

    return webhook_of(config.notification_url, os.environ)


def notify(
    webhook: "Webhook | None",
    config: Config,
    whole: Assessment | None,
    history: "History | None",
) -> None:
    """Tell what changed since the baseline, else since the history's run before this one.

    `whole` is None where other shards of the run are not there yet: the last one tells.
    """
    if webhook is None or whole is None:
        return
    from aml_maturity_audit.notify.compose import notification
    from aml_maturity_audit.notify.send import send

    try:
        message = notification(whole, _previous(config, whole, history))
        said = asyncio.run(send(webhook, message, os.environ))
    except AuditError as error:
        said = str(error)
    if said:
        say(f"Nobody was notified: {said}.", event="notification-failed")


def _previous(config: Config, whole: Assessment, history: "History | None") -> Assessment | None:
    if config.baseline is not None:
        return load(read_bounded(config.baseline), name=str(config.baseline))
    if history is None:
        return None
    complete = history.whole_runs() - {whole.run.id}
    earlier = [
        str(row["run_id"])
        for row in history.runs()
        if row["run_id"] in complete
        and isinstance(row["collected_at"], datetime)
        and row["collected_at"] < whole.run.collected_at
    ]
    return history.document(earlier[-1]) if earlier else None
