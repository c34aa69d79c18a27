"""The JSON Schema of the TOML file, made from the options themselves.

Editors read it (`#:schema PATH` in the first line); `make docs` writes docs/config.schema.json.
"""

import json
from typing import Any

from aml_maturity_audit.config.options import Option, options

SCHEMA_ID = "aml-maturity-audit/config/v1"
_SECTION = "notification"


def config_schema() -> str:
    """The schema as JSON text; keys with underscores are taken like those with dashes."""
    properties = {option.key: _property(option) for option in options().values()}
    spelled = {key.replace("-", "_"): value for key, value in properties.items() if "-" in key}
    section = {
        "type": "object",
        "description": "Whom to tell of changes.",
        "properties": {"url": properties[f"{_SECTION}-url"]},
        "additionalProperties": False,
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "aml-maturity-audit.toml",
        "type": "object",
        "properties": dict(sorted({**properties, **spelled, _SECTION: section}.items())),
        "additionalProperties": False,
    }
    return json.dumps(schema, indent=2) + "\n"


def _property(option: Option) -> dict[str, Any]:
    described: dict[str, Any] = {"description": option.help, **_type(option)}
    if option.default not in (None, (), {}):
        default = option.default
        described["default"] = list(default) if isinstance(default, tuple) else default
    return described


def _type(option: Option) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    if option.is_list:
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    if option.table:
        table = {"type": "object"}
        return {"type": "array", "items": table} if isinstance(option.default, tuple) else table
    if option.is_switch:
        return {"type": "boolean"}
    if option.kind in (int, int | None):
        bounds = {"minimum": option.minimum, "maximum": option.maximum}
        return {"type": "integer", **{k: v for k, v in bounds.items() if v is not None}}
    return {"enum": list(option.choices)} if option.choices else text
