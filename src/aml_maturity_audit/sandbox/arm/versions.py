"""api-version: required everywhere, refused by the estate's rules."""

import re
from collections.abc import Sequence

from aml_maturity_audit.sandbox.arm.refusals import (
    api_version_invalid,
    api_version_missing,
    api_version_unknown,
)
from aml_maturity_audit.sandbox.arm.target import read_target
from aml_maturity_audit.sandbox.estate.settings import ApiVersions
from aml_maturity_audit.sandbox.web import Answer, Call


def version_refusal(call: Call, rules: Sequence[ApiVersions]) -> Answer | None:
    """The 400 for a missing or refused api-version; None where it may pass."""
    version = call.asked("api-version")
    if not version:
        return api_version_missing()
    for rule in rules:
        if not re.search(rule.path, call.path, re.IGNORECASE):
            continue
        if version in rule.refused or (rule.supported and version not in rule.supported):
            return _refusal(call, version, rule)
    return None


def _refusal(call: Call, version: str, rule: ApiVersions) -> Answer:
    if rule.code == "InvalidApiVersionParameter":
        return api_version_invalid(version, rule.supported)
    target = read_target(call.path)
    type_ = target.type.partition("/")[2] if target else ""
    return api_version_unknown(type_, version, rule.supported)
