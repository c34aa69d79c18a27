"""Every signal by name, found by walking the vocabulary."""

import importlib
import pkgutil
from functools import lru_cache
from typing import Any

from aml_maturity_audit import signals
from aml_maturity_audit.errors import ToolFailure
from aml_maturity_audit.signals.reading import SignalKey


@lru_cache(maxsize=1)
def signal_keys() -> dict[str, SignalKey[Any]]:
    """Every SignalKey by its name. Raises ToolFailure where two share one."""
    found: dict[str, SignalKey[Any]] = {}
    for module in pkgutil.iter_modules(signals.__path__):
        loaded = importlib.import_module(f"{signals.__name__}.{module.name}")
        for value in vars(loaded).values():
            if isinstance(value, SignalKey) and found.setdefault(value.name, value) is not value:
                raise ToolFailure(f"Two signals are called {value.name}.")
    return dict(sorted(found.items()))
