"""Where something is built: its repository, and who reads the estate there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.devops.reading import Item, Reader
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.times import absolute, duration, plain_time
from aml_maturity_audit.sandbox.github.accounts import Accounts
from aml_maturity_audit.sandbox.github.model import Repository

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True)
class Place:
    """A repository under construction."""

    repository: Repository
    short: Tree
    """As other bodies name it."""
    accounts: Accounts
    reader: Reader
    where: str
    filling: Filling

    @property
    def url(self) -> str:
        """Its API address."""
        return str(self.short["url"])

    @property
    def web(self) -> str:
        """Its address for people."""
        return str(self.short["html_url"])

    def each(
        self, raw: object, kind: type[S], name: str, filling: Filling | None = None
    ) -> Iterator[Item[S]]:
        """The items of one of its collections."""
        return self.reader.each(raw, kind, f"{self.where}/{name}", filling or self.filling)


def time_of(text: str, where: str) -> str:
    """A written time as GitHub writes it; `UsageError` where it is none."""
    try:
        return plain_time(absolute(text))
    except ValueError as problem:
        raise UsageError(f"{where}: {problem}.") from problem


def span(took: str, finished: str, where: str) -> tuple[str, str]:
    """When something started and finished, as GitHub writes times."""
    try:
        end = absolute(finished)
        return plain_time(end - duration(took)), plain_time(end)
    except ValueError as problem:
        raise UsageError(f"{where}: {problem}.") from problem
