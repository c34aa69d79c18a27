"""Assessments, made once for each distinct snapshot."""

import re
from datetime import datetime
from hashlib import sha256

from aml_maturity_audit.assessment.model import Assessment
from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.signals.snapshot import Snapshot
from torture.parts import id_of

_TOLD = re.compile(rb'( was (?:not )?answered)[^"\\]*')
"""Why something was not read, in words: no rule reads them."""


class Assessed:
    """Remembers what each snapshot came to; two that differ only in words are one."""

    def __init__(self, assessed_at: datetime) -> None:
        self._assessed_at = assessed_at
        self._known: dict[bytes, Assessment] = {}

    def __call__(self, snapshot: Snapshot) -> Assessment:
        key = _digest(snapshot)
        if key not in self._known:
            self._known[key] = assess(snapshot, assessed_at=self._assessed_at)
        return self._known[key]


def _digest(snapshot: Snapshot) -> bytes:
    """Of all readings; requests, which differ from run to run, left out."""
    digest = sha256()
    items = [*snapshot.workspaces, *snapshot.subscriptions, *snapshot.projects]
    for item in sorted(items, key=id_of):
        digest.update(id_of(item).encode())
        for name, raw in sorted(item.readings.raw().items()):
            digest.update(name.encode() + _TOLD.sub(rb"\1", bytes(raw)))
    for warning in snapshot.footer.warnings:
        digest.update(f"{warning.code} {warning.resource}".encode())
    return digest.digest()
