"""Trouble by rule: which requests go wrong, and how."""

import re
import threading
from collections.abc import Iterable

from aml_maturity_audit.sandbox.estate.settings import FaultRule
from aml_maturity_audit.sandbox.web import Call


class Fault:
    """One rule, and how often it was met."""

    def __init__(self, rule: FaultRule) -> None:
        self.rule = rule
        self.matched = 0
        self.struck = 0
        self._path = re.compile(rule.path, re.IGNORECASE)

    def strikes(self, call: Call) -> bool:
        """Whether this request is one of those that go wrong; counts it."""
        if self.rule.method and self.rule.method.upper() != call.method:
            return False
        query = "&".join(f"{key}={value}" for key, value in call.query)
        if not self._path.search(f"{call.path}?{query}" if query else call.path):
            return False
        self.matched += 1
        first = self.rule.nth or 1
        times = self.rule.times or (1 if self.rule.nth else None)
        hit = self.matched >= first and (times is None or self.matched < first + times)
        self.struck += hit
        return hit


class Faults:
    """All rules in order; the first that strikes decides. May be changed at any time."""

    def __init__(self, rules: Iterable[FaultRule]) -> None:
        self._lock = threading.Lock()
        self._faults = [Fault(rule) for rule in rules]

    def add(self, path: str = "", **how: object) -> Fault:
        """Add a rule; `how` takes the fields of `FaultRule`."""
        fault = Fault(FaultRule(path=path, **how))  # type: ignore[arg-type]
        with self._lock:
            self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Take a rule away."""
        with self._lock:
            self._faults.remove(fault)

    def clear(self) -> None:
        """Take all rules away."""
        with self._lock:
            self._faults.clear()

    def striking(self, call: Call) -> FaultRule | None:
        """The rule that this request falls under, if any."""
        with self._lock:
            for fault in self._faults:
                if fault.strikes(call):
                    return fault.rule
        return None
