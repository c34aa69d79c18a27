"""What a source of an Azure DevOps project gets to see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import quote

import msgspec

from aml_maturity_audit.azure.devops.api import STABLE
from aml_maturity_audit.azure.devops.client import DevOps, Route
from aml_maturity_audit.azure.devops.paging import WHOLE, Paging
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.azure_devops.shape import Shape
from aml_maturity_audit.collectors.cicd.source import ProjectContext
from aml_maturity_audit.signals.reading import Gap

S = TypeVar("S", bound=msgspec.Struct)
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class DevOpsContext(ProjectContext):
    """One project of an organization."""

    devops: DevOps
    project: str
    """Its name."""
    shapes: dict[str, Shape] = field(default_factory=dict)
    """Pipeline id to how far its runs may leave out parts; anything where it is not told."""
    paths: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Repository id to all paths of its default branch, where they were listed whole, each with
    the id that git gives its content."""

    unlisted: list[Gap] = field(default_factory=list)
    """What may hide environments, and with them their deployments; not what hides their checks."""

    @property
    def page(self) -> str:
        """The project's address in the portal."""
        return f"{self.devops.organization.url}/{quote(self.project)}"

    def route(
        self,
        path: str,
        *,
        scope: str,
        source: str,
        api: tuple[str, ...] = STABLE,
        params: Mapping[str, str] | None = None,
        area: tuple[str, str] | None = None,
        body: object = None,
    ) -> Route:
        """A route within the project; `path` follows `_apis/`."""
        return Route(
            path=f"/{self.project}/_apis/{path}",
            scope=scope,
            source=source,
            api=api,
            params=params,
            area=area,
            body=body,
        )

    async def listing(
        self,
        route: Route,
        kind: type[S],
        keep: Callable[[S], R | None],
        *,
        paging: Paging = WHOLE,
        limit: int | None = None,
        enough: Callable[[Sequence[S]], bool] | None = None,
    ) -> Listing[R]:
        """A list of the project. What hides in it may be about any pipeline, so no gap names one.

        (A gap's `resource` is a pipeline's id where it hides runs of that pipeline only.)
        """
        found = await self.devops.listing(
            route, kind, keep, paging=paging, limit=limit, enough=enough
        )
        return replace(found, gaps=tuple(about_all(gap) for gap in found.gaps))


def about_all(gap: Gap) -> Gap:
    """The gap as one of the whole list; what it is about stays in the sentence."""
    return Gap(kind=gap.kind, reason=gap.reason, action=gap.action)
