"""YAML from others, read with limits: no aliases to blow up, no depth to drown in, safe types."""

import yaml
from yaml.events import AliasEvent, MappingStartEvent, SequenceStartEvent

MAX_BYTES = 2_000_000
MAX_DEPTH = 20


def load_bounded(text: str) -> object:
    """The document in `text`. Raises yaml.YAMLError where it is not valid, or beyond the limits."""
    if len(text) > MAX_BYTES:
        raise yaml.YAMLError(f"it is longer than {MAX_BYTES:,} characters")
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, AliasEvent):
            raise yaml.YAMLError("it uses aliases, which are not read here")
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            depth += 1
        elif event.__class__.__name__ in {"MappingEndEvent", "SequenceEndEvent"}:
            depth -= 1
        if depth > MAX_DEPTH:
            raise yaml.YAMLError(f"it is deeper than {MAX_DEPTH} levels")
    try:
        return yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader with fewer types
    except ValueError as error:
        raise yaml.YAMLError(str(error)) from error


class _PlainLoader(yaml.SafeLoader):
    """Leaves dates as they are written: one that cannot be must cost its entry only."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own shape
        first: [(tag, regexp) for tag, regexp in known if tag != "tag:yaml.org,2002:timestamp"]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
