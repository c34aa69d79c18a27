"""What is said to the person at the terminal: on stderr; stdout carries the artefact only."""

import sys


def say(text: str) -> None:
    """One message; whatever names it holds, nothing in it acts on the terminal or an agent."""
    from aml_maturity_audit.assessment.safe import inert

    lines = (inert(line) for line in text.splitlines() or [""])
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


def speak_raw(text: str) -> None:
    """Lines that a pipeline agent is meant to act on, already escaped for it."""
    sys.stderr.write(text)
    sys.stderr.flush()
