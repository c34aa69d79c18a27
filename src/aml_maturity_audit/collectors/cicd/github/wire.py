"""Parts of GitHub's answers that several sources read."""

import msgspec

from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.cicd import Person


class Wire(msgspec.Struct, gc=False):
    """A part of an answer, in GitHub's own spelling; only declared fields are decoded."""


class Account(Wire):
    """Somebody, by a login of GitHub's."""

    login: object = None
    type: object = None


def starter(who: Account | None) -> Person:
    """Who started a run, without a name.

    A login is neither the name nor the UPN of the directory, and comparing it with those would tell
    one person from herself. So whether she also trains stays unknown.
    """
    return Person(is_service=_is_service(who))


def member(who: Account | None) -> Person:
    """Somebody in a pull request, by login: for hints, which only count."""
    return Person(name=text(who.login) if who else "", is_service=_is_service(who))


def _is_service(who: Account | None) -> bool:
    return who is not None and (
        text(who.type).lower() == "bot" or text(who.login).lower().endswith("[bot]")
    )
