"""What went wrong in deltalake, in one sentence with a way out.

Its errors are texts of several lines, coloured for a terminal; what the storage answered stands in
the middle of them.
"""

import re

from aml_maturity_audit.errors import AccessError, AuditError, NotFoundError, ToolFailure

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_STATUS = re.compile(r"(?:^|[\s(])([45]\d\d) [A-Z][A-Za-z ]+", re.MULTILINE)
_CODE = re.compile(r"<Code>(\w{1,60})</Code>")
_FRAME = re.compile(r"\d+: |at \S+:\d+")
"""Begins a line of a stack that deltalake tells too."""
_REFUSED = (401, 403)
_NO_CONTAINER = {"ContainerNotFound", "FilesystemNotFound", "ResourceNotFound"}
_LONGEST = 200


def is_unauthenticated(error: Exception) -> bool:
    """Whether the storage refused the token, which a fresh one may settle."""
    return _status(_plain(error)) == 401


def trouble(uri: str, error: Exception) -> AuditError:
    """The error to raise in the place of one of deltalake's."""
    text = _plain(error)
    status, code = _status(text), _CODE.search(text)
    said = f"{status} {code[1]}" if code else str(status)
    if status in _REFUSED:
        return AccessError(
            f"Access to the history at {uri} was refused ({said}).",
            remedy="Grant the identity Storage Blob Data Contributor on the container; to look,"
            " Storage Blob Data Reader is enough.",
        )
    if code is not None and code[1] in _NO_CONTAINER:
        return NotFoundError(
            f"The container of the history at {uri} does not exist.",
            remedy="Create it, or correct the address.",
        )
    return ToolFailure(
        f"The history at {uri} could not be read or written: {_last(text)}.",
        remedy="Check that the place exists and that it can be reached from here.",
    )


def _plain(error: Exception) -> str:
    return _COLOUR.sub("", str(error))


def _status(text: str) -> int | None:
    found = _STATUS.search(text)
    return int(found[1]) if found else None


def _last(text: str) -> str:
    """The innermost reason that is not the body of an answer."""
    lines = [line.strip(" ↳\t") for line in text.splitlines()]
    lines = [line for line in lines if line and line[0] not in "<{" and not _FRAME.match(line)]
    return lines[-1][:_LONGEST].rstrip(". ") if lines else "no reason given"
