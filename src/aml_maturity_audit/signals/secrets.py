"""Free text without secrets: the last thing that is done to whatever is kept of an answer.

Names, tags, commands and addresses come from strangers, who put secrets in them. What looks like
one is replaced before a reading leaves the collectors (design.md, section 5), so that no snapshot,
report, history or message can hold it. Ids, versions and references are left as they are.
"""

import re

import msgspec

from aml_maturity_audit.signals.texts import Opaque, texts_in

HIDDEN = "***"

_NAME = (
    r"(?:[\w.-]*(?:password|passwd|passphrase|passwort|secret|token|api[_-]?key|access[_-]?key|"
    r"account[_-]?key|access[_-]?signature|credential|private[_-]?key|connection[_-]?string|"
    r"instrumentation[_-]?key|shared[_-]?access[_-]?key|signature|authorization)|"
    r"(?:[\w.-]*[_.-])?(?:pwd|sas|pat|sig|auth|key|pass))"
)
_VALUE = r"(?![$*])(?:\\?\"[^\"]*\"?|'[^']*'?|[^\s\"';,&|}]+)"
_RULES = (
    (re.compile(r"\beyJ[\w-]{8,}(?:\.[\w-]+)*"), HIDDEN),
    (
        re.compile(
            r"\b(?:gh[pousr]_\w{16,}|github_pat_\w{20,}|sk-[\w-]{16,}|xox[abprs]-[\w-]{10,}|"
            r"AKIA\w{12,}|glpat-[\w-]{16,})"
        ),
        HIDDEN,
    ),
    (re.compile(r"(?i)([a-z][a-z0-9+.-]*://)[^\s/@]+@"), rf"\1{HIDDEN}@"),
    (re.compile(r"(?i)\b(bearer|basic)(\s+|%20)[\w.~+/=-]{6,}"), rf"\1\2{HIDDEN}"),
    (re.compile(rf"(?i)(\B--?{_NAME}(?:\s+|=))(?!-){_VALUE}"), rf"\1{HIDDEN}"),
    (re.compile(rf"(?i)(\b{_NAME}\\?[\"']?\s*(?:=|%3D|:\s+|%3A%20)){_VALUE}"), rf"\1{HIDDEN}"),
    (re.compile(rf"(?i)(\\?[\"']{_NAME}\\?[\"']\s*:\s*){_VALUE}"), rf"\1{HIDDEN}"),
    (re.compile(r"(?<![\w/+])[A-Za-z0-9+/]{40,}={1,2}(?![\w=])"), HIDDEN),
)
_SIGNS = (
    *("pass", "pwd", "secret", "token", "key", "credential", "signature", "connection", "sas"),
    *("auth", "bearer", "basic", "eyj", "github_pat_", "sk-", "xox", "akia", "glpat-"),
)
"""Every secret that the rules find has one of these in or beside it, or one of those below."""
_SHORT = (
    ("pat", re.compile(r"pat[^a-z0-9_./-]")),
    ("sig", re.compile(r"sig[^a-z0-9_./-]")),
    ("gh", re.compile(r"gh[pousr]_")),
)
"""Signs of which a part is looked for first, which is many times faster."""
_BASE64_END = re.compile(r"=(?![a-z0-9_=])")
_ALIKE = {0x130: "i", 0x131: "i", 0x17F: "s", 0x212A: "k"}
"""Letters that `re` takes for one of ASCII where casing does not count, and `lower` does not."""


def without_secrets(text: str) -> str:
    """`text` with everything replaced that looks like a secret; the rest is as it was."""
    return _scrubbed(text) if _is_suspect(text) else text


def encoded_without_secrets(value: object) -> bytes:
    """`value` as JSON, every text in it without secrets."""
    encoded = msgspec.json.encode(value)
    try:
        texts = texts_in(value)
    except Opaque:
        texts = texts_in(msgspec.json.decode(encoded))
    if not _is_suspect("\n".join(texts)):
        return encoded
    if all(without_secrets(text) == text for text in texts):
        return encoded
    return msgspec.json.encode(_cleaned(msgspec.json.decode(encoded)))


def _scrubbed(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _is_suspect(text: str) -> bool:
    """A quick look for what every secret that can be recognised has in or beside it."""
    lowered = (text if text.isascii() else text.translate(_ALIKE)).lower()
    if "@" in lowered and "://" in lowered:
        return True
    for sign in _SIGNS:
        if sign in lowered:
            return True
    for part, sign_of in _SHORT:
        if part in lowered and sign_of.search(lowered) is not None:
            return True
    return "=" in lowered and _BASE64_END.search(lowered) is not None


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return without_secrets(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {without_secrets(key): _cleaned(item) for key, item in value.items()}
    return value
