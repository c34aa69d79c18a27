"""The part of MLflow's filter language that readers of runs use."""

import operator
import re
from collections.abc import Callable, Mapping

from aml_maturity_audit.sandbox.estate.merging import Tree

_TERM = re.compile(
    r"""^\s*(?:(?P<where>attributes?|attr|run|tags?|params?|metrics?)\.)?
    (?P<name>`[^`]+`|"[^"]+"|[\w.]+)\s*
    (?P<operator>>=|<=|!=|=|>|<|LIKE|ILIKE)\s*(?P<value>'[^']*'|"[^"]*"|-?[\d.]+)\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_OPERATORS: Mapping[str, Callable[[float | str, float | str], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}


class UnknownFilter(ValueError):
    """The filter cannot be read; MLflow answers 400."""


def passes(item: Tree, condition: str) -> bool:
    """Whether a run or experiment meets every term, joined by `and`."""
    if not condition.strip():
        return True
    return all(_holds(item, term) for term in re.split(r"\s+and\s+", condition, flags=re.I))


def _holds(item: Tree, term: str) -> bool:
    match = _TERM.match(term)
    if match is None:
        raise UnknownFilter(f"Invalid clause(s) in filter string: '{term}'.")
    found = _value(item, (match["where"] or "attribute").lower(), match["name"].strip('`"'))
    if found is None:
        return False
    wanted, name = match["value"].strip("'\""), match["operator"].upper()
    if name in ("LIKE", "ILIKE"):
        pattern = ".*".join(re.escape(part) for part in wanted.split("%"))
        return re.fullmatch(pattern, str(found), re.I if name == "ILIKE" else 0) is not None
    if isinstance(found, int | float):
        return _OPERATORS[name](float(found), float(wanted))
    return _OPERATORS[name](str(found), wanted)


def _value(item: Tree, where: str, name: str) -> object:
    data = item.get("data")
    if where.startswith(("tag", "param", "metric")):
        kind = next(kind for kind in ("tags", "params", "metrics") if kind.startswith(where[:3]))
        source = data.get(kind) if isinstance(data, dict) else item.get(kind)
        listed = source if isinstance(source, list) else []
        return next((p["value"] for p in listed if isinstance(p, dict) and p["key"] == name), None)
    info = item.get("info")
    return info.get(name) if isinstance(info, dict) else item.get(name)
