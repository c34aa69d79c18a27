"""Calls over HTTP: scoring addresses, and Azure Resource Manager written to by hand."""

import re
from collections.abc import Sequence

from aml_maturity_audit.pipelines.commands.meaning import Meaning
from aml_maturity_audit.pipelines.commands.names import trains_by_purpose
from aml_maturity_audit.pipelines.shell import Word

CLIENTS = {"curl", "invoke-restmethod", "invoke-webrequest", "http", "wget", "iwr", "irm",
           "invoke-azrestmethod", "invoke-azrest"}  # fmt: skip
_SCORING = re.compile(
    r"/score\b|/invocations\b|\.inference\.ml\.azure\.|scoring_?uri|/api/v1/service/", re.I
)
_MANAGED = re.compile(r"management\.azure|microsoft\.machinelearningservices", re.I)
_WRITES = {"put", "-xput", "--request=put", "--method=put"}
_PATCHES = {"patch", "-xpatch", "--request=patch", "--method=patch"}
_ENDPOINT = re.compile(r"/(?:online|batch|serverless)endpoints/", re.I)
_RESOURCES = {
    "models": "registers_model",
    "schedules": "creates_schedule_or_monitor",
    "computes": "provisions_infra",
}
_RESOURCE = re.compile(
    r"machinelearningservices/(?P<holder>workspaces|registries)/[^/?\s]+"
    r"(?:/(?P<kind>[a-z]+)/(?P<name>[^/?\s]+))?",
    re.I,
)


def read_request(words: Sequence[Word], around: str) -> Meaning:
    """What `curl`, `az rest` and their kin do, by address and method.

    Only what is put there makes something; reading and deleting show nothing.
    """
    meaning = Meaning()
    given = {word.value.lower() for word in words[1:]}
    text = " ".join(word.value for word in words[1:])
    if _MANAGED.search(text):
        if _ENDPOINT.search(text):
            if given & (_WRITES | _PATCHES):
                meaning.show("deploys_model", inferred=True)
        elif given & _WRITES:
            _put(meaning, text, around)
    elif _SCORING.search(text):
        meaning.show("tests_deployment", inferred=True)
    return meaning


def _put(meaning: Meaning, text: str, around: str) -> None:
    found = _RESOURCE.search(text)
    if found is None:
        return
    kind, name = (found.group("kind") or "").lower(), found.group("name") or ""
    in_registry = found.group("holder").lower() == "registries"
    if not kind:
        meaning.show("provisions_infra", inferred=True)
    elif kind == "jobs" and trains_by_purpose([name], around):
        meaning.show("trains_model", inferred=True)
    elif kind in _RESOURCES:
        meaning.show(_RESOURCES[kind], inferred=True)
    if kind and in_registry:
        meaning.show("promotes_via_registry", inferred=True)
