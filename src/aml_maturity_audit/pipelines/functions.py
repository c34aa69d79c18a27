"""The functions of both expression languages that can be evaluated without a run.

Everything that reads the run is left out: an unknown function yields UNKNOWN. `failed()` and
`canceled()` are false: what runs only then does nothing in a run that succeeds, and only such runs
count.
"""

from collections.abc import Callable

from aml_maturity_audit.pipelines.values import (
    UNKNOWN,
    Bound,
    Free,
    Unknown,
    Value,
    equal,
    order,
    settled,
    str_of,
    truth,
)
from aml_maturity_audit.pipelines.yaml_tree import Items, Scalar

Function = Callable[[list[Value]], Value]

_LONGEST = 2000
"""Characters of an argument: calls in calls multiply."""


def _and(values: list[Value]) -> Value:
    known = [truth(value) for value in values]
    if False in known:
        return False
    return UNKNOWN if None in known else True


def _or(values: list[Value]) -> Value:
    known = [truth(value) for value in values]
    if True in known:
        return True
    return UNKNOWN if None in known else False


def _xor(values: list[Value]) -> Value:
    known = [truth(value) for value in values[:2]]
    return UNKNOWN if None in known or len(known) < 2 else known[0] != known[1]


def _not(values: list[Value]) -> Value:
    known = truth(values[0]) if values else None
    return UNKNOWN if known is None else not known


def _three(known: bool | None) -> Value:
    return UNKNOWN if known is None else known


def _pair(test: Callable[[Value, Value], bool | None]) -> Function:
    return lambda values: _three(test(values[0], values[1])) if len(values) >= 2 else UNKNOWN


def _differs(left: Value, right: Value) -> bool | None:
    same = equal(left, right)
    return None if same is None else not same


def _ordered(test: Callable[[int], bool]) -> Callable[[Value, Value], bool | None]:
    def judge(left: Value, right: Value) -> bool | None:
        sign = order(left, right)
        return None if sign is None else test(sign)

    return judge


def _texts(test: Callable[[str, str], bool]) -> Callable[[Value, Value], bool | None]:
    def judge(left: Value, right: Value) -> bool | None:
        left, right = settled(left), settled(right)
        if isinstance(left, Unknown | Bound) or isinstance(right, Unknown | Bound):
            return None
        return test(str_of(left).casefold(), str_of(right).casefold())

    return judge


def _in(values: list[Value]) -> Value:
    return _or([_three(equal(values[0], value)) for value in values[1:]]) if values else UNKNOWN


def _not_in(values: list[Value]) -> Value:
    return _not([_in(values)])


def _contains_value(values: list[Value]) -> Value:
    if len(values) < 2 or not isinstance(values[0], Bound):
        return UNKNOWN
    node = values[0].node
    if not isinstance(node, Items) or not all(isinstance(item, Scalar) for item in node.nodes):
        return UNKNOWN
    items: list[Value] = [item.text for item in node.nodes if isinstance(item, Scalar)]
    return _or([_three(equal(item, values[1])) for item in items])


def _contains(values: list[Value]) -> Value:
    if values and isinstance(values[0], Bound):
        return _contains_value(values)
    return _pair(_texts(lambda left, right: right in left))(values)


def _coalesce(values: list[Value]) -> Value:
    for value in values:
        if isinstance(value, Unknown | Free | Bound) or str_of(value):
            return value
    return None


def _iif(values: list[Value]) -> Value:
    known = truth(values[0]) if len(values) == 3 else None
    return UNKNOWN if known is None else values[1] if known else values[2]


def _mapped(change: Callable[[list[str]], str]) -> Function:
    def judge(values: list[Value]) -> Value:
        if any(isinstance(value, Unknown | Bound) for value in values) or not values:
            return UNKNOWN
        result = change([str_of(value)[:_LONGEST] for value in values])
        return Free(result) if any(isinstance(value, Free) for value in values) else result

    return judge


def _format(texts: list[str]) -> str:
    result = texts[0]
    for index, text in enumerate(texts[1:]):
        result = result.replace("{" + str(index) + "}", text)
    return result.replace("{{", "{").replace("}}", "}")


def _replace(texts: list[str]) -> str:
    return texts[0].replace(texts[1], texts[2]) if len(texts) == 3 and texts[1] else texts[0]


FUNCTIONS: dict[str, Function] = {
    "and": _and,
    "or": _or,
    "xor": _xor,
    "not": _not,
    "eq": _pair(equal),
    "ne": _pair(_differs),
    "gt": _pair(_ordered(lambda sign: sign > 0)),
    "ge": _pair(_ordered(lambda sign: sign >= 0)),
    "lt": _pair(_ordered(lambda sign: sign < 0)),
    "le": _pair(_ordered(lambda sign: sign <= 0)),
    "startswith": _pair(_texts(str.startswith)),
    "endswith": _pair(_texts(str.endswith)),
    "contains": _contains,
    "containsvalue": _contains_value,
    "in": _in,
    "notin": _not_in,
    "coalesce": _coalesce,
    "iif": _iif,
    "always": lambda _: True,
    "failed": lambda _: False,
    "failure": lambda _: False,
    "canceled": lambda _: False,
    "cancelled": lambda _: False,
    "lower": _mapped(lambda texts: texts[0].lower()),
    "upper": _mapped(lambda texts: texts[0].upper()),
    "trim": _mapped(lambda texts: texts[0].strip()),
    "format": _mapped(_format),
    "replace": _mapped(_replace),
}
