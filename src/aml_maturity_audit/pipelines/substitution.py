"""`${{ … }}` and `$(…)` replaced by what they stand for, where that is known."""

import re
from collections.abc import Callable

from aml_maturity_audit.pipelines.expressions import Lookup, evaluate
from aml_maturity_audit.pipelines.limits import MAX_SCRIPT
from aml_maturity_audit.pipelines.texts import Origin, Text, replaced
from aml_maturity_audit.pipelines.values import Bound, Unknown, Value, str_of, usual

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.S)
_MACRO = re.compile(r"\$\(([A-Za-z_][\w.-]*)\)")
_COMMENT_LINE = re.compile(r"(?m)^[ \t]*#.*$")


def value_of(text: Text, lookup: Lookup) -> Value:
    """A scalar's value: an expression's own where it is nothing else, else the filled-in text."""
    whole = _EXPRESSION.fullmatch(text.value.strip())
    if whole and "${{" not in whole.group(1):
        value = evaluate(whole.group(1), lookup)
        if not isinstance(value, Unknown):
            return value
    return filled(text, lookup)


def filled(text: Text, lookup: Lookup) -> Text:
    """The text with every known expression replaced; others stay as they are written."""
    if "${{" not in text.value:
        return text
    cuts = []
    total = len(text.value)
    for match in _EXPRESSION.finditer(text.value):
        value = usual(evaluate(match.group(1), lookup))
        if isinstance(value, Unknown | Bound):
            continue
        put = (
            value
            if isinstance(value, Text)
            else Text.at(str_of(value), text.origin_at(match.start()))
        )
        total += len(put.value)
        if total > MAX_SCRIPT:
            break
        cuts.append((match.start(), match.end(), put))
    return replaced(text, cuts)


def with_macros(text: Text, known: Callable[[str], str | None]) -> Text:
    """The text with `$(name)` replaced where `known` has exactly one value for the name."""
    for _ in range(4):
        cuts = []
        total = len(text.value)
        for match in _MACRO.finditer(text.value):
            value = known(match.group(1))
            if value is None or match.group() in value:
                continue
            total += len(value)
            if total > MAX_SCRIPT:
                break
            cuts.append((match.start(), match.end(), Text.at(value, text.origin_at(match.start()))))
        if not cuts:
            break
        text = replaced(text, cuts)
    return text


def nowhere(value: str) -> Text:
    """Text that was written in no file."""
    return Text.at(value, Origin("", 0))
