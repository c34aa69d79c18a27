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
    return yaml.safe_load(text)
