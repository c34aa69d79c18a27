"""Blob Batch: many deletions in one request, each answered by itself.

Source: learn.microsoft.com, "Blob Batch".
"""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from aml_maturity_audit.sandbox.web import Answer, Call

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_REQUEST = re.compile(r"^(\w+) (\S+) HTTP/1\.1\r?$", re.MULTILINE)
_ID = re.compile(r"^Content-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_REPLY = "batchresponse_sandbox"


def answered(call: Call, answer: Callable[[Call], Answer]) -> Answer:
    """The answers to all requests in the body of one; `answer` gives that of each."""
    boundary = _BOUNDARY.search(call.header("Content-Type"))
    body = call.body.decode("utf-8", "replace")
    parts = body.split(f"--{boundary[1]}") if boundary else []
    replies = [_reply(part, found, answer) for part in parts if (found := _REQUEST.search(part))]
    text = "".join(f"--{_REPLY}\r\n{reply}\r\n" for reply in replies) + f"--{_REPLY}--\r\n"
    kind = f"multipart/mixed; boundary={_REPLY}"
    return Answer(202, text.encode(), {}, kind)


def _reply(part: str, request: re.Match[str], answer: Callable[[Call], Answer]) -> str:
    given = answer(Call(request[1], unquote(urlsplit(request[2]).path)))
    number = _ID.search(part)
    own = f"Content-ID: {number[1]}\r\n" if number else ""
    headers = "".join(f"{name}: {value}\r\n" for name, value in given.headers.items())
    content = f"Content-Length: {len(given.body)}\r\n\r\n{given.body.decode()}"
    status = f"HTTP/1.1 {given.status} {'Accepted' if given.status == 202 else 'Refused'}\r\n"
    return f"Content-Type: application/http\r\n{own}\r\n{status}{headers}{content}"
