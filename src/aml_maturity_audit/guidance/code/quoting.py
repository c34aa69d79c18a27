"""Texts as YAML and as Bicep, whatever is in them."""

import shlex
from collections.abc import Mapping
from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Scripts as blocks, the rest as it comes; no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  yaml's own signature
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(content: Mapping[str, Any]) -> str:
    """A mapping as YAML, in its own order."""
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, width=100, allow_unicode=False)


def bicep(text: str) -> str:
    """A text as a Bicep string: nothing in it is interpolated or ends it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("${", "\\${")
    plain = escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f"'{plain}'"


def command(*words: str) -> str:
    """Words as one shell command."""
    return shlex.join(words)
