"""The local Azure as a whole: its parts, its log, its faults, its throttle."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from aml_maturity_audit.sandbox.arm.part import ResourceManager
from aml_maturity_audit.sandbox.arm.refusals import method_not_allowed
from aml_maturity_audit.sandbox.dataplane.history import History
from aml_maturity_audit.sandbox.dataplane.mlflow import Tracking
from aml_maturity_audit.sandbox.dataplane.registries import Registries
from aml_maturity_audit.sandbox.devops.part import DevOps
from aml_maturity_audit.sandbox.entra.metadata import Metadata
from aml_maturity_audit.sandbox.entra.part import Entra
from aml_maturity_audit.sandbox.estate.building import build
from aml_maturity_audit.sandbox.estate.model import Estate
from aml_maturity_audit.sandbox.faults import Faults
from aml_maturity_audit.sandbox.github.part import GitHub
from aml_maturity_audit.sandbox.requestlog import Received, RequestLog, only_reads
from aml_maturity_audit.sandbox.storage.part import Storage
from aml_maturity_audit.sandbox.throttling import Throttle
from aml_maturity_audit.sandbox.tokens import Tokens, bearer
from aml_maturity_audit.sandbox.web import Answer, Call, Part


class Cloud:
    """Answers any request to the sandbox, without knowing about sockets."""

    def __init__(self, estate: Estate, url: str, now: datetime) -> None:
        self.world = build(estate, url, now)
        tenant = estate.settings.tenant
        self.tokens = Tokens(url, tenant.id, tenant.token_lifetime)
        self.requests = RequestLog()
        self.faults = Faults(estate.settings.faults)
        self.throttle = Throttle(estate.settings.throttling, time.monotonic)
        self.storage = Storage(self.world, self.tokens)
        self._parts: tuple[Part, ...] = (
            Metadata(self.world),
            Entra(self.world, self.tokens),
            ResourceManager(self.world, self.tokens, self.throttle),
            Tracking(self.world, self.tokens),
            Registries(self.world, self.tokens),
            History(self.world, self.tokens),
            GitHub(self.world),
            DevOps(self.world, self.tokens),
        )

    def receive(self, call: Call) -> Received:
        """Write the request down."""
        token = bearer(call.header("Authorization"))
        grant = self.tokens.grant(token) if token else None
        received = Received(
            method=call.method,
            path=call.path,
            query=call.query,
            host=call.header("Host"),
            audience=grant.audience if grant else None,
            authorization=call.header("Authorization").partition(" ")[0] or None,
            user_agent=call.header("User-Agent"),
        )
        self.requests.add(received)
        return received

    def answer(self, call: Call) -> Answer:
        """The undisturbed answer, with the ids every Azure answer carries."""
        answer = self._answer(call)
        return replace(answer, headers={**_ids(call), **answer.headers})

    def _answer(self, call: Call) -> Answer:
        if self.storage.claims(call):  # the only part that is written to
            return self.storage.answer(call)
        if not only_reads(call.method, call.path):
            return method_not_allowed(call.method)
        part = next((part for part in self._parts if part.claims(call)), None)
        return part.answer(call) if part else _nobody(call)


def _ids(call: Call) -> Mapping[str, str]:
    request = str(uuid.uuid4())
    return {
        "x-ms-request-id": request,
        "x-ms-correlation-request-id": call.header("x-ms-correlation-request-id") or request,
        "x-ms-client-request-id": call.header("x-ms-client-request-id"),
        "Cache-Control": "no-cache",
    }


def _nobody(call: Call) -> Answer:
    body = {"error": {"code": "NotFound", "message": f"Nothing answers at '{call.path}'."}}
    return Answer.json(body, 404)
