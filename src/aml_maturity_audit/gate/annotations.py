"""A gate's findings as annotations of the pipeline that runs it.

Azure Pipelines reads ``##vso[task.logissue …]`` lines; in their text ``%`` is ``%AZP25`` and line
ends are ``%0D`` and ``%0A``, in properties also ``]`` is ``%5D`` and ``;`` is ``%3B`` (logging
commands, Microsoft Learn). GitHub reads ``::error …::`` lines; ``%``, CR and LF are
percent-encoded, in properties also ``:`` and ``,`` (actions/toolkit, command.ts).
"""

from aml_maturity_audit.assessment.safe import inert
from aml_maturity_audit.gate.result import FAILED, PASSED, Finding, GateResult

_TITLE = "Azure ML maturity"


def azure_pipelines(result: GateResult) -> str:
    """One logging command per finding, a line each; empty where there is none."""
    return "".join(
        f"##vso[task.logissue type={_kind(finding)};code={_azure_property(_code(finding))}]"
        f"{_azure_text(_told(finding))}\n"
        for finding in _counting(result)
    )


def github(result: GateResult) -> str:
    """One workflow command per finding, a line each; empty where there is none."""
    return "".join(
        f"::{_kind(finding)} title={_github_property(f'{_TITLE}: {_code(finding)}')}"
        f"::{_github_text(_told(finding))}\n"
        for finding in _counting(result)
    )


def _counting(result: GateResult) -> list[Finding]:
    return [finding for finding in result.findings if finding.outcome != PASSED]


def _kind(finding: Finding) -> str:
    return "error" if finding.outcome == FAILED else "warning"


def _code(finding: Finding) -> str:
    return f"{finding.outcome} {finding.workspace}"


def _told(finding: Finding) -> str:
    """What is the case and what would have to change, on one line; inert before it is escaped."""
    return inert(" ".join((finding.sentence, *finding.changes)))


def _azure_text(text: str) -> str:
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _azure_property(text: str) -> str:
    return _azure_text(inert(text)).replace("]", "%5D").replace(";", "%3B")


def _github_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(text: str) -> str:
    return _github_text(inert(text)).replace(":", "%3A").replace(",", "%2C")
