"""JSON of unsure shape, asked without raising."""

from collections.abc import Iterator, Mapping


def fields(value: object) -> Mapping[str, object]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def entries(value: object) -> Iterator[Mapping[str, object]]:
    """The objects in a list."""
    for item in value if isinstance(value, list | tuple) else ():
        if isinstance(item, Mapping):
            yield item


def text(holder: Mapping[str, object], key: str) -> str:
    """A text or number as text; empty where there is none."""
    value = holder.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def flag(holder: Mapping[str, object], key: str) -> bool | None:
    """A boolean, also where it is written as text; None where there is none."""
    value = holder.get(key)
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return None
