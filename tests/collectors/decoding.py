"""From literal JSON to the record a source keeps, as the door would decode it."""

import json
from typing import Any, TypeVar

import msgspec

from aml_maturity_audit.collectors.wire.base import created_at
from aml_maturity_audit.collectors.wire.job import JobWire
from aml_maturity_audit.collectors.wire.job_record import parse_job
from aml_maturity_audit.signals.jobs import Job
from collectors.fake_azure import HOME, made

S = TypeVar("S")


def wire(kind: type[S], body: Any) -> S:
    return msgspec.json.decode(json.dumps(body).encode(), type=kind)


def job(properties: dict[str, Any], name: str = "train-1", **more: Any) -> Job:
    body = {"name": name, "id": f"{HOME}/jobs/{name}", "systemData": made(), **more}
    item = wire(JobWire, {**body, "properties": {"jobType": "Command", **properties}})
    return parse_job(item, HOME, created_at(item))
