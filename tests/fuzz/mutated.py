"""Documents that were whole, with something in them replaced, taken out or put twice."""

import copy
from typing import Any

from hypothesis import strategies as st

LEAF = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["../../etc/passwd", "2026-13-45T00:00:00Z", "-1", "9" * 40, "\ud800"])
)
ANY = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree."""
    found = [path] if path else []
    inner = tree.items() if isinstance(tree, dict) else ()
    inner = enumerate(tree) if isinstance(tree, list) else inner
    for key, value in inner:
        found += places(value, (*path, key))
    return found


@st.composite
def mutated(draw: st.DrawFn, tree: Any) -> Any:
    """The tree with one to three changes."""
    changed = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        there = places(changed)
        if not there:
            return draw(ANY)
        *way, last = draw(st.sampled_from(there))
        within = changed
        for step in way:
            within = within[step]
        change = draw(st.sampled_from(["replace", "remove", "double"]))
        if change == "replace":
            within[last] = draw(ANY)
        elif change == "remove":
            del within[last]
        elif isinstance(within, list):
            within.append(copy.deepcopy(within[last]))
        else:
            within[f"{last}again"] = copy.deepcopy(within[last])
    return changed
