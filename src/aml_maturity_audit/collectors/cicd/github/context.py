"""What a source of a GitHub repository gets to see."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import msgspec

from aml_maturity_audit.azure.github.client import GitHub, Route
from aml_maturity_audit.azure.listing import Listing
from aml_maturity_audit.collectors.cicd.github.flow import Flow
from aml_maturity_audit.collectors.cicd.github.shared import Shared
from aml_maturity_audit.collectors.cicd.github.wire import Wire
from aml_maturity_audit.collectors.cicd.source import ProjectContext
from aml_maturity_audit.collectors.wire.plain import text
from aml_maturity_audit.signals.cicd import ServiceConnection
from aml_maturity_audit.signals.origins import canonical
from aml_maturity_audit.signals.reading import FAILED, Gap, Observed, SignalKey

S = TypeVar("S", bound=msgspec.Struct)
R = TypeVar("R")


class Record(Wire):
    """A repository's own record."""

    id: object = None
    name: object = None
    full_name: object = None
    html_url: object = None
    clone_url: object = None
    ssh_url: object = None
    default_branch: object = None
    archived: object = None
    disabled: object = None

    @property
    def origins(self) -> tuple[str, ...]:
        """Its addresses in one spelling."""
        told = (text(self.clone_url), text(self.html_url), text(self.ssh_url))
        return tuple(dict.fromkeys(origin for url in told if (origin := canonical(url))))


@dataclass(frozen=True, kw_only=True)
class GitHubContext(ProjectContext):
    """One repository."""

    github: GitHub
    record: Record
    shared: Shared = field(default_factory=Shared)
    """Files of other repositories, for the whole run."""
    flows: dict[str, Flow] = field(default_factory=dict)
    """Pipeline id to the jobs that its file has."""
    paths: list[frozenset[str]] = field(default_factory=list)
    """All paths of the default branch, where they were listed whole."""
    identities: dict[str, ServiceConnection] = field(default_factory=dict)
    """Who its workflows are seen to sign in as, by id."""

    @property
    def name(self) -> str:
        """Owner and name."""
        return text(self.record.full_name)

    @property
    def branch(self) -> str:
        """Its default branch."""
        return text(self.record.default_branch)

    def route(
        self,
        path: str,
        *,
        permission: str,
        source: str,
        params: Mapping[str, str] | None = None,
        key: str = "",
    ) -> Route:
        """A route of the repository."""
        return Route(
            path=f"/repos/{self.name}/{path}",
            permission=permission,
            source=source,
            params=params or {},
            key=key,
        )

    async def listing(
        self,
        route: Route,
        kind: type[S],
        keep: Callable[[S], R | None],
        *,
        limit: int | None = None,
        enough: Callable[[Sequence[S]], bool] | None = None,
        total: Callable[[int], None] | None = None,
    ) -> Listing[R]:
        """A list of the repository. What hides in it may be about any pipeline: no gap names one.

        (A gap's `resource` is a pipeline's id where it hides runs of that pipeline only.)
        """
        found = await self.github.listing(
            route, kind, keep, limit=limit, enough=enough, total=total
        )
        return replace(found, gaps=tuple(about_all(gap) for gap in found.gaps))


def hidden_by(context: ProjectContext, key: SignalKey[Any], what: str) -> tuple[Gap, ...]:
    """The gap of a reading that is made from another one, where that was not read whole."""
    reading = context.readings.get(key)
    if isinstance(reading, Observed) and not reading.gaps:
        return ()
    return (Gap(kind=FAILED, reason=f"{what}, as the {key.name} were not read whole."),)


def about_all(gap: Gap) -> Gap:
    """The gap as one of the whole list; what it is about stays in the sentence."""
    return Gap(kind=gap.kind, reason=gap.reason, action=gap.action)
