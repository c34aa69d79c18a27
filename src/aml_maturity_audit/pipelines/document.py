"""The published form of readings: `aml-maturity-audit/pipelines/v1`, described by `schema.json`."""

from collections.abc import Mapping
from pathlib import Path

from aml_maturity_audit.signals.practices import PRACTICES, PipelineContent, PracticeEvidence

SCHEMA = "aml-maturity-audit/pipelines/v1"
SCHEMA_FILE = Path(__file__).with_name("schema.json")
"""The JSON Schema every document fits."""

_KINDS = {"azure-pipelines", "github-actions"}


def to_document(results: Mapping[str, PipelineContent]) -> dict[str, object]:
    """The document for readings by path. Source: issue "Azure DevOps: pipelines read as evidence".

    All practices stand in every pipeline; what is not a published kind is `unknown`.
    """
    return {
        "schema": SCHEMA,
        "pipelines": [_pipeline(path, results[path]) for path in sorted(results)],
    }


def _pipeline(path: str, content: PipelineContent) -> dict[str, object]:
    return {
        "path": path,
        "kind": content.kind if content.kind in _KINDS else "unknown",
        "parsed": content.parsed,
        "practices": {
            name: {
                "value": bool(content.practices.get(name)),
                "evidence": [_evidence(item) for item in content.practices.get(name, ())],
            }
            for name in PRACTICES
        },
        "unresolved": list(content.unresolved),
    }


def _evidence(item: PracticeEvidence) -> dict[str, object]:
    return {"file": item.file, "line": item.line, "text": item.text}
