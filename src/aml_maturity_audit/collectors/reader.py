"""Running the collectors of one workspace or subscription, each as soon as its needs are read."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, Unregistered, reading_of
from aml_maturity_audit.collectors.base import Collector
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.fanout import rest
from aml_maturity_audit.collectors.granting import filter_gaps
from aml_maturity_audit.collectors.together import together
from aml_maturity_audit.errors import AuditError
from aml_maturity_audit.signals.access import PERMISSIONS
from aml_maturity_audit.signals.reading import Failed, NotCollected, Observed, Reading

_log = logging.getLogger(__name__)

DATA_PLANE_OFF = "The data plane was turned off (--no-data-plane); leave that out to read it."


async def read_all(collectors: Sequence[Collector[Any]], context: Context) -> None:
    """Fills the context's readings, one per collector.

    Collectors run concurrently, each waiting only for the signals it names in `after`.
    """
    done = {one.yields.name: asyncio.Event() for one in collectors}

    async def run(collector: Collector[Any]) -> None:
        for key in collector.after:
            if key.name in done:
                await done[key.name].wait()
        context.put(collector.yields, await read(collector, context))
        done[collector.yields.name].set()

    await together(*(run(collector) for collector in collectors))
    _mark_filtered(collectors, context)


async def read(collector: Collector[Any], context: Context) -> Reading[Any]:
    """One collector's reading; the only place where any failure becomes one.

    A refused sign-in (`AuditError`) ends the run: no other reading would come either.
    """
    if collector.data_plane and not context.data_plane:
        return NotCollected(hint=DATA_PLANE_OFF)
    try:
        fetched = await collector.fetch(context)
    except Unregistered:
        return Observed(value=())
    except Problem as problem:
        return reading_of(problem)
    except AuditError:
        raise
    except Exception as bug:  # noqa: BLE001 - a bug in one source costs its own reading only
        _log.debug("reading %s failed", collector.yields.name, exc_info=bug)
        return Failed(reason=_told(collector, bug))
    if isinstance(fetched, Listing):
        return Observed(value=fetched.items, gaps=tuple(rest(gap) for gap in fetched.gaps))
    return fetched


def _told(collector: Collector[Any], bug: Exception) -> str:
    """Type and place only: a message may quote what a stranger wrote."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})" if trace else ""
    return f"{collector.yields.title}: reading failed inside the tool, {type(bug).__name__}{place}."


def _mark_filtered(collectors: Sequence[Collector[Any]], context: Context) -> None:
    """Adds the gaps of lists that ARM filters by what the caller may read (rule 3)."""
    for collector in collectors:
        reading = context.read(collector.yields)
        if not collector.filtered or not isinstance(reading, Observed):
            continue
        gaps = filter_gaps(context.read(PERMISSIONS), collector.filtered, collector.yields.title)
        marked = Observed(value=reading.value, gaps=(*reading.gaps, *gaps))
        context.put(collector.yields, marked)
