"""The kinds of trouble that a request can meet, as rules of the sandbox."""

from collections.abc import Mapping
from typing import Any

Trouble = Mapping[str, Any]

_PAGE = "<!doctype html><html><title>Sign in</title><body>Sign in to your account</body></html>"

KINDS: Mapping[str, Trouble] = {
    "401": {"status": 401},
    "403": {"status": 403},
    "404": {"status": 404},
    "429": {"status": 429},
    "500": {"status": 500},
    "reset": {"kind": "reset"},
    "closed mid-body": {"kind": "close"},
    "redirect": {"kind": "redirect"},
    "HTML": {"body": _PAGE, "content_type": "text/html"},
    "truncated": {"kind": "truncate"},
    "random bytes": {"body_bytes": bytes((7919 * n * n + 31 * n) % 256 for n in range(1, 400))},
    "empty": {"body": ""},
    "empty object": {"json": {}},
    "empty list": {"json": []},
    "null": {"json": None},
    "value null": {"json": {"value": None}},
    "value an object": {"json": {"value": {}}},
    "items null": {"json": {"value": [None, None]}},
    "foreign next link": {"kind": "stranger"},
    "looping next link": {"kind": "loop"},
}
