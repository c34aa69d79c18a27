"""One file for each endpoint that serves, and a sentence for each that cannot have one."""

from collections.abc import Callable, Iterator

from aml_maturity_audit.guidance.code.artefact import Artefact, Lacking, NameMissing
from aml_maturity_audit.guidance.code.site import Serving, Site


def for_each(
    site: Site, what: str, make: Callable[[Site, Serving], Artefact | None]
) -> Iterator[Artefact | Lacking]:
    """What `make` makes for each endpoint; None where it needs none.

    Raises NameMissing where nothing serves online.
    """
    for live in site.live():
        try:
            made = make(site, site.serving_of(live))
        except NameMissing as missing:
            yield Lacking(what=f"{what}, endpoint {live.endpoint}", why=missing.why)
            continue
        if made is not None:
            yield made


def managed(serving: Serving) -> bool:
    """Whether the deployment runs on instances of Azure ML, not on Kubernetes."""
    return serving.live.kind.lower() in {"", "managed"}
