"""ARM and the data plane over answers at hand: the real paging and decoding, no network."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

from aml_maturity_audit.azure.arm import Arm
from aml_maturity_audit.azure.clouds import PUBLIC
from aml_maturity_audit.azure.dataplane import DataPlane
from aml_maturity_audit.azure.guard import ArmGuard, DataGuard
from aml_maturity_audit.azure.problems import AccessDenied, Missing, Problem
from aml_maturity_audit.azure.question import Question
from aml_maturity_audit.azure.wire import Wire
from aml_maturity_audit.collectors.context import Context
from aml_maturity_audit.collectors.estate import Estate
from aml_maturity_audit.collectors.plan import Plan
from aml_maturity_audit.signals.reading import Reading, SignalKey
from aml_maturity_audit.signals.workspaces import Workspace

SUBSCRIPTION = "11111111-0000-4000-8000-000000000001"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
ML = "providers/Microsoft.MachineLearningServices"
HOME = f"{GROUP}/{ML}/workspaces/churn"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
GUID = "aaaaaaaa-0000-4000-8000-000000000001"

Answer = object
"""A body to encode as JSON, or a Problem to raise."""


def denied(action: str = "Some/thing/read") -> AccessDenied:
    return AccessDenied("it was answered with 403", action=action)


@dataclass
class FakeAzure:
    """Answers by path; what has no answer is missing."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    bodies: list[Mapping[str, object]] = field(default_factory=list)
    queries: list[dict[str, list[str]]] = field(default_factory=list)

    def on(self, path: str, answer: Answer) -> "FakeAzure":
        self.answers[path.lower()] = answer
        return self

    def listing(self, path: str, *pages: list[Any] | Problem) -> "FakeAzure":
        """Pages of a list; a Problem stands for a page that does not come."""
        for number, page in enumerate(pages):
            here = path if number == 0 else f"{path}?page={number}"
            if isinstance(page, Problem):
                self.on(here, page)
                continue
            body: dict[str, object] = {"value": page}
            if number + 1 < len(pages):
                body["nextLink"] = f"https://management.azure.com{path}?page={number + 1}"
            self.on(here, body)
        return self

    async def ask(self, question: Question, decode: Callable[[bytes], Any]) -> Any:
        address = urlsplit(question.url)
        query = parse_qs(address.query)
        path = unquote(address.path)
        self.asked.append(path)
        self.queries.append(query)
        if question.body is not None:
            self.bodies.append(question.body)
        key = f"{path}?page={query['page'][0]}" if "page" in query else path
        answer = self.answers.get(key.lower())
        if answer is None:
            raise Missing(f"{path} does not exist")
        if callable(answer):
            answer = answer(question.body)
        if isinstance(answer, Exception):
            raise answer
        return decode(json.dumps(answer).encode())

    @property
    def arm(self) -> Arm:
        return Arm(cast("Wire", self), ArmGuard(PUBLIC), PUBLIC.arm)

    @property
    def data(self) -> DataPlane:
        return DataPlane(cast("Wire", self), DataGuard(PUBLIC), PUBLIC.registry_discovery)


def workspace(name: str = "churn", **known: Any) -> Workspace:
    values: dict[str, Any] = {
        "id": HOME if name == "churn" else f"{GROUP}/{ML}/workspaces/{name}",
        "name": name,
        "subscription_id": SUBSCRIPTION,
        "resource_group": "rg",
        "guid": GUID if name == "churn" else "",
    }
    return Workspace(**{**values, **known})


def plan(**known: Any) -> Plan:
    return Plan(**{"collected_at": NOW, "run_id": "r1", **known})


def context(
    azure: FakeAzure,
    readings: Mapping[SignalKey[Any], Reading[Any]] | None = None,
    *,
    of: Workspace | None = None,
    estate: Estate | None = None,
    of_subscription: bool = False,
    **known: Any,
) -> Context:
    """A context of the workspace `churn`, or of its subscription."""
    known_estate = estate or Estate()
    here = of or workspace()
    known_estate.add_workspaces([here])
    return Context(
        arm=azure.arm,
        data=azure.data,
        plan=plan(**known),
        estate=known_estate,
        subscription_id=SUBSCRIPTION,
        of_workspace=None if of_subscription else here,
        readings=dict(readings or {}),
    )


def made(
    at: str = "2026-11-10T10:00:00.1234567Z", by: str = "First Last", kind: str = "User"
) -> Any:
    return {"createdAt": at, "createdBy": by, "createdByType": kind, "lastModifiedAt": at}
