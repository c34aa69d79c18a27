"""A fleet of like workspaces: the sandbox renders each page of one of them once; for the others the
page is renamed as bytes, so that serving costs next to nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote

from aml_maturity_audit.sandbox import parse_estate
from aml_maturity_audit.sandbox.clock import now
from aml_maturity_audit.sandbox.cloud import Cloud
from aml_maturity_audit.sandbox.web import Answer, Call

PER_SUBSCRIPTION = 25
WINDOW_HOURS = 83 * 24
_WORKSPACES = "/providers/microsoft.machinelearningservices/workspaces"
_SUBSCRIPTION = re.compile(rb"00000000-0000-4000-8000-[0-9]{12}")
_WORKSPACE = re.compile(rb"ws-[0-9]{5}")


def subscription_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def workspace_name(number: int) -> str:
    return f"ws-{number:05d}"


def workspace_guid(number: int) -> str:
    return f"00000000-0000-4000-9000-{number:012d}"


def workspace_path(number: int) -> str:
    subscription = subscription_id(number // PER_SUBSCRIPTION)
    return f"/subscriptions/{subscription}/resourceGroups/rg{_WORKSPACES}/{workspace_name(number)}"


TEMPLATE_SUBSCRIPTION = subscription_id(999_999_999_999)
TEMPLATE_WORKSPACE = workspace_name(99_999)

_MODEL = (
    '{created: -9d, by: ci, versions: {"3": {created: -9d, by: ci, properties: {modelType:'
    ' mlflow_model, jobName: train-3, modelUri: "azureml://jobs/train-3/outputs/model"}}}}'
)
_DEPLOYMENT = (
    "{created: -4d, by: ci, sku: {name: Default, tier: Standard, capacity: 2},"
    " properties: {endpointComputeType: Managed, instanceType: Standard_DS3_v2,"
    ' appInsightsEnabled: true, model: "${workspace}/models/m1/versions/3"}}'
)
_ENDPOINT = (
    "{created: -90d, by: ci, properties: {authMode: AADToken, traffic: {blue: 90, green: 10}},"
    f" deployments: {{blue: {_DEPLOYMENT}, green: {_DEPLOYMENT}}}}}"
)
_ESTATE = Path(__file__).with_name("fleet.yaml").read_text(encoding="utf-8")


_ALIKE = "8f14e45fceea167a5a36dedd4bea2543b1b0e7d1"
"""The commit of every job, and the start of its code's id, unless no two are to be alike."""


def estate_text(jobs: int, *, unlike: bool = False) -> str:
    """One workspace of the fleet, in the sandbox's YAML; a job takes 2.5 KB as JSON.

    They are runs of one thing; `unlike` ones have commit, code and display name of their own.
    """
    changes = {
        "SUBSCRIPTION": TEMPLATE_SUBSCRIPTION,
        "WORKSPACE": TEMPLATE_WORKSPACE,
        "JOBS": str(jobs),
        "EVERY": str(max(1, WINDOW_HOURS * 60 // jobs)),
        "{MODELS}": "{" + ", ".join(f"m{n}: {_MODEL}" for n in range(1, 11)) + "}",
        "{ENDPOINTS}": "{" + ", ".join(f"e{n}: {_ENDPOINT}" for n in range(1, 4)) + "}",
    }
    text = _ESTATE
    for name, value in changes.items():
        text = text.replace(name, value)
    return _with_their_own(text) if unlike else text


def _with_their_own(text: str) -> str:
    text = text.replace(_ALIKE, f"{_ALIKE[:30]}${{n}}")
    text = text.replace("ContentSnapshotId: 8f14e45f", "ContentSnapshotId: ${n}")
    return text.replace("train on customers", "train on customers ${n}")


@dataclass
class Fleet:
    """Answers for `workspaces` like workspaces, `PER_SUBSCRIPTION` to a subscription."""

    url: str
    workspaces: int
    jobs: int = 200
    unlike: bool = False
    rendered: dict[bytes, Answer] = field(default_factory=dict)
    lists: dict[bytes, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        estate = parse_estate(estate_text(self.jobs, unlike=self.unlike))
        self.cloud = Cloud(estate, self.url, now())
        identity = next(iter(estate.identities.values()))
        token = self.cloud.tokens.issue(identity, self.url)
        self._authorization = {"Authorization": f"Bearer {token}"}
        body = self._template(self._path(f"rg{_WORKSPACES}/{TEMPLATE_WORKSPACE}")).body
        found = re.search(rb'"workspaceId":"([^"]+)"', body)
        assert found is not None
        self._guid = found[1]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point an SDK at the fleet; the CA file is the server's to add."""
        tenant, who = (
            self.cloud.world.settings.tenant,
            next(iter(self.cloud.world.identities.values())),
        )
        return {
            "ARM_CLOUD_METADATA_URL": f"{self.url}/metadata/endpoints?api-version=2019-05-01",
            "AZURE_AUTHORITY_HOST": self.url,
            "AZURE_TENANT_ID": tenant.id,
            "AZURE_CLIENT_ID": who.client_id,
            "AZURE_CLIENT_SECRET": who.secret,
        }

    def answer(self, method: str, target: bytes, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request."""
        if method != "GET" or not target.startswith(b"/subscriptions"):
            said = self.cloud.answer(_call(method, target, body, self._authorization))
            return said.status, said.body
        path = target.partition(b"?")[0].lower().rstrip(b"/")
        if path == b"/subscriptions":
            return 200, self._known(path, self._subscriptions)
        subscription = _SUBSCRIPTION.search(target)
        assert subscription is not None
        if path.endswith(_WORKSPACES.encode()):
            return 200, self._known(path, lambda: self._workspaces(subscription[0]))
        workspace = _WORKSPACE.search(target)
        return self._renamed(target, subscription[0], workspace[0] if workspace else b"")

    def _renamed(self, target: bytes, subscription: bytes, workspace: bytes) -> tuple[int, bytes]:
        asked = target.replace(subscription, TEMPLATE_SUBSCRIPTION.encode())
        if workspace:
            asked = asked.replace(workspace, TEMPLATE_WORKSPACE.encode())
        said = self.rendered.get(asked)
        if said is None:
            said = self.rendered[asked] = self._template(asked)
        body = said.body.replace(TEMPLATE_SUBSCRIPTION.encode(), subscription)
        if workspace:
            body = body.replace(TEMPLATE_WORKSPACE.encode(), workspace)
            body = body.replace(self._guid, workspace_guid(int(workspace[3:])).encode())
        return said.status, body

    def _template(self, target: bytes | str) -> Answer:
        asked = target.encode() if isinstance(target, str) else target
        return self.cloud.answer(_call("GET", asked, b"", self._authorization))

    def _path(self, rest: str) -> str:
        query = "api-version=2024-10-01"
        return f"/subscriptions/{TEMPLATE_SUBSCRIPTION}/resourceGroups/{rest}?{query}"

    def _known(self, path: bytes, render: Callable[[], bytes]) -> bytes:
        if path not in self.lists:
            self.lists[path] = render()
        return self.lists[path]

    def _subscriptions(self) -> bytes:
        count = -(-self.workspaces // PER_SUBSCRIPTION)
        one = '{{"id":"/subscriptions/{0}","subscriptionId":"{0}","displayName":"fleet"}}'
        listed = ",".join(one.format(subscription_id(number)) for number in range(count))
        return f'{{"value":[{listed}]}}'.encode()

    def _workspaces(self, subscription: bytes) -> bytes:
        first = int(subscription[-12:]) * PER_SUBSCRIPTION
        numbers = range(first, min(first + PER_SUBSCRIPTION, self.workspaces))
        asked = self._path(f"rg{_WORKSPACES}/{TEMPLATE_WORKSPACE}").encode()
        bodies = (self._renamed(asked, subscription, workspace_name(n).encode()) for n in numbers)
        renamed = [
            body.replace(TEMPLATE_WORKSPACE.encode(), workspace_name(n).encode()).replace(
                self._guid, workspace_guid(n).encode()
            )
            for n, (_, body) in zip(numbers, bodies, strict=True)
        ]
        return b'{"value":[' + b",".join(renamed) + b"]}"


def _call(method: str, target: bytes, body: bytes, headers: dict[str, str]) -> Call:
    path, _, query = target.decode().partition("?")
    pairs = tuple(parse_qsl(query, keep_blank_values=True))
    return Call(method, unquote(path), pairs, headers, body)
