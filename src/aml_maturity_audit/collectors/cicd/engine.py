"""Running the sources of one project, each as soon as its needs are read."""

import asyncio
import importlib
import logging
import pkgutil
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.azure.problems import Problem, reading_of
from aml_maturity_audit.collectors.cicd.source import C, Source
from aml_maturity_audit.collectors.together import together
from aml_maturity_audit.errors import AuditError
from aml_maturity_audit.signals.reading import Failed, Reading

_log = logging.getLogger(__name__)


async def read_project(sources: Sequence[Source[C, Any]], context: C) -> None:
    """Fills the context's readings, one per source; sources run concurrently."""
    done = {one.yields.name: asyncio.Event() for one in sources}

    async def run(source: Source[C, Any]) -> None:
        for key in source.after:
            await done[key.name].wait()
        context.put(source.yields, await read(source, context))
        done[source.yields.name].set()

    await together(*(run(source) for source in sources))


async def read(source: Source[C, Any], context: C) -> Reading[Any]:
    """One source's reading; any failure costs this reading only."""
    try:
        fetched = await source.fetch(context)
    except Problem as problem:
        return reading_of(problem)
    except AuditError:
        raise
    except Exception as bug:  # noqa: BLE001 - a bug in one source costs its own reading only
        _log.debug("reading %s failed", source.yields.name, exc_info=bug)
        return Failed(reason=_told(source, bug))
    return fetched.reading() if isinstance(fetched, Listing) else fetched


def sources_in(package: ModuleType) -> tuple[Source[Any, Any], ...]:
    """Every source of a package, by signal name.

    Raises ValueError for a signal with two sources, or a source that waits for what nobody yields
    or for itself.
    """
    found: dict[str, Source[Any, Any]] = {}
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        source: Source[Any, Any] = importlib.import_module(info.name).SOURCE
        if source.yields.name in found:
            raise ValueError(f"two sources yield {source.yields.name}")
        found[source.yields.name] = source
    for name in found:
        _check(name, found, ())
    return tuple(found[name] for name in sorted(found))


def _check(name: str, found: dict[str, Source[Any, Any]], path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError(f"sources wait for each other: {' -> '.join((*path, name))}")
    if name not in found:
        raise ValueError(f"nothing yields {name}, which {path[-1]} waits for")
    for key in found[name].after:
        _check(key.name, found, (*path, name))


def _told(source: Source[Any, Any], bug: Exception) -> str:
    """Type and place only: a message may quote what a stranger wrote."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})" if trace else ""
    return f"{source.yields.title}: reading failed inside the tool, {type(bug).__name__}{place}."
