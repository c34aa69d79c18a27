"""What a collector is: the signal it yields, the permissions it needs, and how to fetch it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.signals.reading import Reading, SignalKey

T = TypeVar("T")

DEFAULT = frozenset({"default"})
"""Workspaces that train and serve; hubs and projects are only listed (criteria.md, section 4)."""
FEATURE_STORE = frozenset({"featurestore"})


@dataclass(frozen=True, kw_only=True)
class Collector(Generic[T]):
    """One source of one signal.

    `fetch` raises `Problem` where Azure does not answer; the engine makes the reading of it.
    """

    yields: SignalKey[T]
    needs: tuple[str, ...]
    """RBAC actions that reading it takes; they make the role that the user is asked to grant."""
    fetch: Callable[[Context], Awaitable["Reading[T] | Listing[Any]"]]
    after: tuple[SignalKey[Any], ...] = ()
    """Signals of the same workspace (or subscription) that `fetch` reads through its context."""
    kinds: frozenset[str] = DEFAULT
    """Workspace kinds it is run for, in lower case; of no meaning for subscriptions."""
    data_plane: bool = False
    """It talks to the data plane, which the user can turn off."""
    filtered: tuple[str, ...] = ()
    """ARM leaves out of this list what the caller may not read; only these actions at the whole
    subscription make an absence in it a fact (criteria.md, section 1, rule 3)."""
    trips: int = 1
    """Round trips that its own fetch makes one after another; 0 where it only combines readings."""
    prologue: bool = False
    """It is run before the workspaces: they cannot be known or addressed without it."""
