"""Texts in Markdown that stay texts: no markup, link, mention, reference or HTML.

Rules of GitHub Flavored Markdown; Azure DevOps renders a subset of it.
"""

import re

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = re.compile(r"[\\`*_\[\]|~$&<>]")
_ADDRESS = re.compile(r":(?=//)|(?<=mailto):|(?<=xmpp):|(?<=javascript):", re.IGNORECASE)
"""What makes a bare address a link."""
_WWW = re.compile(r"(?<=www)\.", re.IGNORECASE)
_EMOJI = re.compile(r":(?=[a-z0-9_+-]+:)", re.IGNORECASE)
_REFERENCE = re.compile(r"([@#])(?=\w)")
"""Mentions, mail addresses and issue numbers; they are found after entities are resolved."""


def plain(text: str) -> str:
    """The text, escaped: it reads the same when rendered, and nothing in it is markup."""
    text = _MARKUP.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), text)
    text = _ADDRESS.sub("&#58;", text)
    text = _WWW.sub("&#46;", text)
    text = _EMOJI.sub("&#58;", text)
    return _REFERENCE.sub(r"\1<!-- -->", text)


def code(text: str) -> str:
    """The text as inline code, for ids and actions; a grave accent in it becomes an apostrophe."""
    return f"`{text.replace('`', chr(39)).replace('|', chr(92) + '|')}`" if text else ""


def link(text: str, url: str) -> str:
    """A link where `url` (from `safe.web_address`) is one, else the text."""
    return f"[{plain(text)}]({url})" if url else plain(text)
