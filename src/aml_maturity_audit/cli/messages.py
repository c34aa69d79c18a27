"""What is said to the person at the terminal, or to what keeps logs: on stderr, never on stdout.

As text one message is one or more lines; with `--log-format json` it is one JSON object on one
line, and the end of the command is one, too. Nothing else leaves the machine.
"""

import logging
import os
import re
import sys

JSON = "json"
VARIABLE = "AML_MATURITY_AUDIT_LOG_FORMAT"
_CORRELATION = re.compile(r"\(correlation id ([A-Za-z0-9-]{1,64})\)")


class _Voice:
    """How things are said in this process, and what was said last."""

    json = False
    last = ""


class _Failures(logging.Handler):
    """Says which requests failed, with what a support case is opened with."""

    def emit(self, record: logging.LogRecord) -> None:
        """One failed request."""
        text = record.getMessage()
        found = _CORRELATION.search(text)
        _write(text, event="request-failed", level="warning", correlationId=found and found[1])


_FAILURES = _Failures(level=logging.INFO)


def speak_as(format: str, *, failures: bool = False) -> None:
    """Say what follows in this format; `failures`: each failed request, too (json always does)."""
    _Voice.json = format == JSON
    logger = logging.getLogger("aml_maturity_audit.requests")
    logger.removeHandler(_FAILURES)
    logger.propagate = False
    if _Voice.json or failures:
        logger.setLevel(logging.INFO)
        logger.addHandler(_FAILURES)
    else:
        logger.setLevel(logging.CRITICAL)


def begin() -> None:
    """A command begins: until its configuration is read, the environment says how to speak."""
    _Voice.last = ""
    speak_as(os.environ.get(VARIABLE, ""))


def ended(code: int) -> None:
    """A command has ended: a log gets its exit code; a terminal has a shell for that."""
    if _Voice.json:
        level = "info" if code == 0 else "error"
        job = os.environ.get("CONTAINER_APP_JOB_NAME")
        execution = os.environ.get("CONTAINER_APP_JOB_EXECUTION_NAME")
        last = _Voice.last
        _write(last, event="ended", level=level, exitCode=code, job=job, execution=execution)


def say(text: str, *, event: str = "message") -> None:
    """One message; whatever names it holds, nothing in it acts on the terminal or an agent."""
    _Voice.last = text
    _write(text, event=event, level="warning" if event.endswith("-failed") else "info")


def speak_raw(text: str) -> None:
    """Lines that a pipeline agent is meant to act on, already escaped for it."""
    sys.stderr.write(text)
    sys.stderr.flush()


def _write(text: str, *, event: str, level: str, **more: object) -> None:
    from aml_maturity_audit.assessment.safe import inert

    lines = [inert(line) for line in text.splitlines() or [""]]
    if _Voice.json:
        lines = [_as_json("\n".join(lines), event, level, more)]
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


def _as_json(text: str, event: str, level: str, more: dict[str, object]) -> str:
    import json

    from aml_maturity_audit.azure.clock import now

    said = {"time": now().strftime("%Y-%m-%dT%H:%M:%SZ"), "level": level, "event": event}
    rest = {key: value for key, value in more.items() if value is not None}
    return json.dumps({**said, "message": text, **rest})
