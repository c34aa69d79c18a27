"""Parts of Azure DevOps' answers that several sources read. No secret has a field to be in."""

import re

from aml_maturity_audit.collectors.wire.base import Wire
from aml_maturity_audit.collectors.wire.plain import text, truth
from aml_maturity_audit.signals.cicd import Person

_SERVICES = re.compile(r"^(svc|s2s|aadsp|system|vsts?sp)\.", re.IGNORECASE)
"""Kinds of descriptors that are no person's (azure_facts A.21)."""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SERVICE_NAMES = ("microsoft.visualstudio.services", "project collection build service")


class Ref(Wire):
    """Something that is pointed to."""

    id: object = None
    name: object = None


class Identity(Wire):
    """Somebody."""

    id: object = None
    display_name: object = None
    unique_name: object = None
    descriptor: object = None
    is_container: object = None


def person(who: Identity | None) -> Person:
    """Somebody as a record.

    The id of Azure DevOps is none of the directory's, so it is left out (azure_facts A.21).
    """
    if who is None:
        return Person()
    unique, name = text(who.unique_name), text(who.display_name)
    return Person(
        upn=unique if "@" in unique and "\\" not in unique else "",
        name=name,
        is_service=_is_service(text(who.descriptor), unique, name),
    )


def is_group(who: Identity) -> bool:
    """Whether it is a group, which votes for its members."""
    return truth(who.is_container) is True


def _is_service(descriptor: str, unique: str, name: str) -> bool:
    if _SERVICES.match(descriptor) or unique.lower().startswith("vstfs:///"):
        return True
    return name.lower().startswith(_SERVICE_NAMES)


def is_guid(name: str) -> bool:
    """Whether a name is an id: classic steps name service connections by theirs."""
    return _GUID.fullmatch(name) is not None


def branch_of(ref: object) -> str:
    """The name of a branch without `refs/heads/`."""
    return text(ref).removeprefix("refs/heads/")
