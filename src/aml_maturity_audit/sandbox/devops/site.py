"""Where something is built: its organization and project, and who reads the estate there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from aml_maturity_audit.sandbox.devops.model import Numbers, Organization, Project
from aml_maturity_audit.sandbox.devops.people import People
from aml_maturity_audit.sandbox.devops.reading import Item, Reader
from aml_maturity_audit.sandbox.estate.filling import Filling

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True)
class Site:
    """An organization under construction."""

    organization: Organization
    reader: Reader
    people: People
    numbers: Numbers

    def within(self, project: Project, where: str, filling: Filling) -> "Place":
        """The same, in one of its projects."""
        return Place(self, project, where, filling.with_variables(project=project.name))


@dataclass(frozen=True)
class Place:
    """A project under construction."""

    site: Site
    project: Project
    where: str
    filling: Filling

    @property
    def people(self) -> People:
        """Who is who."""
        return self.site.people

    @property
    def numbers(self) -> Numbers:
        """The organization's running numbers."""
        return self.site.numbers

    @property
    def url(self) -> str:
        """The project's API address."""
        return f"{self.site.organization.url}/{self.project.id}"

    @property
    def web(self) -> str:
        """The project's address in links for people."""
        return f"{self.site.organization.web}/{self.project.name}"

    def each(
        self, raw: object, kind: type[S], name: str, filling: Filling | None = None
    ) -> Iterator[Item[S]]:
        """The items of one of the project's collections."""
        return self.site.reader.each(raw, kind, f"{self.where}/{name}", filling or self.filling)
