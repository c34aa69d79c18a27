"""A blue-green rollout with mirrored traffic. Source: azure_facts A.11, A.14 (safe rollout)."""

from collections.abc import Iterator

from aml_maturity_audit.guidance.code import names
from aml_maturity_audit.guidance.code.artefact import ENDPOINT, Artefact, Lacking, NameMissing
from aml_maturity_audit.guidance.code.quoting import as_yaml, command
from aml_maturity_audit.guidance.code.site import COLLECTED, MONITORED, ROLLED_OUT, Serving, Site
from aml_maturity_audit.guidance.code.writers.deployment import check
from aml_maturity_audit.guidance.code.writers.each import for_each, managed

WHAT = "a blue-green rollout with mirrored traffic"
FOR = COLLECTED | MONITORED | ROLLED_OUT
MIRRORED = 10
"""Per cent; Azure takes at most 50, to one deployment."""
_SCHEMA = "https://azuremlschemas.azureedge.net/latest/managedOnlineEndpoint.schema.json"


def write(site: Site) -> Iterator[Artefact | Lacking]:
    """One file for each endpoint on which another deployment is to take over."""
    return for_each(site, WHAT, lambda site, one: _rollout(site, one) if one.replaced else None)


def _rollout(site: Site, serving: Serving) -> Artefact:
    if site.splits(serving.live):
        raise NameMissing(f"Endpoint {serving.endpoint} splits its traffic: end that first.")
    if not managed(serving):
        raise NameMissing(f"Endpoint {serving.endpoint} is on {serving.live.kind}: none mirrors.")
    check(site, serving)
    file = names.file_name(f"endpoint-{serving.endpoint}-mirror", ".yml")
    mode = site.given.need("auth-mode", f"How {serving.endpoint} signs in is in no snapshot")
    content = {
        "$schema": _SCHEMA,
        "name": serving.endpoint,
        "auth_mode": mode,
        "traffic": {serving.live.name: 100},
        "mirror_traffic": {serving.next: MIRRORED},
    }
    return Artefact(
        name=file,
        kind=ENDPOINT,
        text=as_yaml(content),
        does=f"Sends a copy of {MIRRORED} % of the requests to {serving.next}, whose answers nobody"
        f" gets; {serving.live.name} keeps answering all.",
        apply=(_update(site, serving, "--mirror-traffic", {serving.next: MIRRORED}),),
        criteria=site.wants(FOR),
        mind=_afterwards(site, serving),
    )


def _afterwards(site: Site, serving: Serving) -> tuple[str, ...]:
    none = _update(site, serving, "--mirror-traffic", {serving.next: 0})
    tenth = _update(site, serving, "--traffic", {serving.live.name: 90, serving.next: 10})
    whole = _update(site, serving, "--traffic", {serving.live.name: 0, serving.next: 100})
    back = _update(site, serving, "--traffic", {serving.live.name: 100, serving.next: 0})
    return (
        "The commands change traffic only; the file says what the endpoint then is.",
        f"When the copy looks right: {none}, then {tenth}, then {whole}.",
        f"The way back at any time: {back}.",
        f"Keep {serving.live.name} to roll back to; where no pipeline shifts traffic, only a split"
        " or a mirror that stands shows that releases are compared.",
    )


def _update(site: Site, serving: Serving, option: str, shares: dict[str, int]) -> str:
    value = " ".join(f"{name}={share}" for name, share in shares.items())
    update = ("az", "ml", "online-endpoint", "update", "-n", serving.endpoint)
    return command(*update, option, value, *site.where)
