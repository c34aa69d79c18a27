"""Attempts of a run before its last one: bodies of their own, with their own jobs and times."""

from datetime import datetime, timedelta

from aml_maturity_audit.sandbox.devops.reading import Item
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute, plain_time
from aml_maturity_audit.sandbox.github.jobs import jobs_of
from aml_maturity_audit.sandbox.github.site import Place, span
from aml_maturity_audit.sandbox.github.specs import AttemptSpec, RunSpec

_PAUSE = timedelta(minutes=1)


def add_attempts(place: Place, item: Item[RunSpec], run: Tree) -> None:
    """Add what came before the last attempt of a run, and tell in it when the first one began."""
    number = run["id"]
    assert isinstance(number, int)
    told = [*item.spec.earlier]
    before = absolute(str(run["run_started_at"]))
    for position in range(item.spec.attempt - 1, 0, -1):
        spec = told.pop() if told else _untold(before, item.spec)
        started, finished = span(spec.took, spec.at, item.where)
        by = place.accounts.account(spec.by or item.spec.by, item.where)
        body = {
            **run,
            "run_attempt": position,
            "conclusion": spec.conclusion,
            "status": "completed",
            "run_started_at": started,
            "updated_at": finished,
            "created_at": started,
            "triggering_actor": by,
            "html_url": f"{run['html_url']}/attempts/{position}",
        }
        place.repository.attempts[number, position] = body, jobs_of(place, spec, body)
        before = absolute(started)
        run["created_at"] = started
    if item.spec.attempt > 1:
        run["previous_attempt_url"] = f"{run['url']}/attempts/{item.spec.attempt - 1}"


def _untold(before: datetime, spec: RunSpec) -> AttemptSpec:
    """A failure that ended a minute before the next attempt."""
    return AttemptSpec(at=plain_time(before - _PAUSE), by=spec.by)
