"""The door: opened once per run, it signs in and hands out the ways to ask.

Source: design.md, sections 1 and 2. Everything that leaves this machine for Azure goes through it.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

from azure.core import AsyncPipelineClient
from azure.core.pipeline.transport import AsyncHttpTransport
from azure.core.rest import AsyncHttpResponse
from azure.mgmt.resource.resources.aio import ResourceManagementClient

from aml_maturity_audit.azure.account import ARM, DATA_PLANE, RequestAccount
from aml_maturity_audit.azure.agent import AgentPolicy
from aml_maturity_audit.azure.arm import Arm
from aml_maturity_audit.azure.auth import Auth
from aml_maturity_audit.azure.challenge import ChallengePolicy
from aml_maturity_audit.azure.clouds import Cloud
from aml_maturity_audit.azure.credentials import new_credential
from aml_maturity_audit.azure.dataplane import DataPlane
from aml_maturity_audit.azure.guard import ArmGuard, DataGuard, GuardPolicy
from aml_maturity_audit.azure.metadata import ask_the_time, cloud_of
from aml_maturity_audit.azure.pace import Lanes
from aml_maturity_audit.azure.patience import Patience
from aml_maturity_audit.azure.sending import Sending
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.azure.transport import SharedTransport, new_session
from aml_maturity_audit.azure.wire import Send, Wire

ARM_WIDTH = 24
"""Requests under way per subscription."""
DATA_WIDTH = 4
"""Requests under way per data-plane host."""


@dataclass(frozen=True)
class Settings:
    """How to reach Azure and as whom."""

    auth: Auth = Auth.DEFAULT
    cloud: str | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True)
class Door:
    """The ways to ask, and the account of what was asked."""

    arm: Arm
    data: DataPlane
    cloud: Cloud
    account: RequestAccount
    tokens: Tokens
    ahead: timedelta | None = None
    """How far this machine's clock is ahead of Azure's; None where that is not known."""


@asynccontextmanager
async def open_door(settings: Settings) -> AsyncIterator[Door]:
    """Sign in and open the door for a block.

    Raises SignInRefused where Entra refuses, UsageError for settings that cannot be used, and
    ToolFailure where Entra cannot be reached.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(new_session(settings.environ))
        transport = SharedTransport(session, settings.patience)
        cloud = await cloud_of(settings.cloud, settings.environ, transport)

        def sign_in_afresh() -> Any:  # noqa: ANN401  azure-core's protocol is invariant
            return new_credential(
                settings.auth, cloud, transport, settings.environ, settings.patience
            )

        tokens = Tokens(sign_in_afresh, settings.auth, settings.environ)
        await stack.enter_async_context(tokens)
        await tokens.sign_in(cloud.scope)
        if transport.ahead is None:  # whoever gave the token was not asked by us
            await ask_the_time(transport, cloud)
        yield replace(behind(transport, cloud, tokens, settings.patience), ahead=transport.ahead)


def behind(
    transport: AsyncHttpTransport[Any, Any], cloud: Cloud, tokens: Tokens, patience: Patience
) -> Door:
    """The door over a given transport: what tests open without a network."""
    account = RequestAccount()
    arm_guard, data_guard = ArmGuard(cloud), DataGuard(cloud)
    wires = {
        kind: Wire(
            send,
            tokens=tokens,
            account=account,
            lanes=Lanes(width),
            patience=patience,
            host_kind=kind,
        )
        for kind, send, width in (
            (ARM, _arm_sender(transport, cloud, tokens, arm_guard), ARM_WIDTH),
            (DATA_PLANE, _data_sender(transport, cloud, tokens, data_guard), DATA_WIDTH),
        )
    }
    return Door(
        arm=Arm(wires[ARM], arm_guard, cloud.arm),
        data=DataPlane(wires[DATA_PLANE], data_guard, cloud.registry_discovery),
        cloud=cloud,
        account=account,
        tokens=tokens,
    )


def _arm_sender(
    transport: AsyncHttpTransport[Any, Any], cloud: Cloud, tokens: Tokens, guard: ArmGuard
) -> Send:
    """ResourceManagementClient's send_request with the policies that are needed, and no others.

    Left out: redirects (never followed), logging of headers and bodies, registration of
    resource providers (a write), and retries (see `wire.py`).
    """
    credential = cast("Any", tokens)
    client = ResourceManagementClient(
        credential,
        subscription_id="00000000-0000-0000-0000-000000000000",
        base_url=cloud.arm,
        credential_scopes=[cloud.scope],
        policies=[
            GuardPolicy(guard),
            AgentPolicy(),
            ChallengePolicy(tokens, cloud.scope),
        ],
        transport=transport,
    )
    return _streaming(client.send_request)


def _data_sender(
    transport: AsyncHttpTransport[Any, Any], cloud: Cloud, tokens: Tokens, guard: DataGuard
) -> Send:
    """The same for data-plane hosts, whose tokens are ARM's (azure_facts A.5)."""
    client: AsyncPipelineClient[Any, Any] = AsyncPipelineClient(
        cloud.arm,
        policies=[
            GuardPolicy(guard),
            AgentPolicy(),
            ChallengePolicy(tokens, cloud.scope),
        ],
        transport=transport,
    )
    return _streaming(client.send_request)


def _streaming(send_request: Any) -> Send:  # noqa: ANN401  two clients, one signature
    def send(request: Sending) -> Awaitable[AsyncHttpResponse]:
        return cast("Awaitable[AsyncHttpResponse]", send_request(request, stream=True))

    return send
