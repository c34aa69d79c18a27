"""The rack, set up once for all tests of a process; and how much was tried, told at the end."""

from collections import Counter
from collections.abc import Iterator

import pytest

from torture.rack import Rack, racked


@pytest.fixture(scope="session")
def rack() -> Iterator[Rack]:
    with racked() as ready:
        yield ready


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The sum over all processes."""
    counted: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if "torture" in report.nodeid and getattr(report, "when", "") == "call":
                counted.update(dict(report.user_properties))
    if counted:
        told = ", ".join(f"{number} {what}" for what, number in counted.items())
        terminalreporter.write_line(f"torture: {told}")
