"""Sources that the user may want to name: seen in git origins, never asked unasked.

Source: issue "Azure DevOps", Session; design.md, section 5.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from aml_maturity_audit.signals.origins import canonical
from aml_maturity_audit.signals.snapshot import RunWarning

CODE = "cicd-source-proposed"
_AZURE = "dev.azure.com"
_GITHUB = "github.com"


def proposals(
    origins: Mapping[str, int], named: Iterable[str], seen: Iterable[str] = ()
) -> tuple[RunWarning, ...]:
    """A warning per organization that `origins` (with how many jobs have each) point to.

    `named` are the addresses of what the user named, organizations or repositories; `seen` are
    the canonical origins of the repositories found there.
    """
    known = {source for url in named if (source := _source_of_name(url))}
    known |= {source_of(origin) for origin in seen} - {""}
    jobs: Counter[str] = Counter()
    for origin, count in origins.items():
        source = source_of(canonical(origin) or origin)
        if source and not any(source == one or source.startswith(f"{one}/") for one in known):
            jobs[source] += count
    return tuple(_proposal(source, count) for source, count in sorted(jobs.items()))


def source_of(origin: str) -> str:
    """The organization, or repository of GitHub, that a canonical origin lies in."""
    parts = origin.split("/")
    if parts[0] == _AZURE:
        return "/".join(parts[:2])
    if parts[0] == _GITHUB:
        return "/".join(parts[:3]) if len(parts) > 2 else ""
    return parts[0]


def _source_of_name(url: str) -> str:
    """The address that a user gave, as `source_of` spells it; a collection as its host."""
    text = url.strip().lower().removeprefix("https://").rstrip("/")
    host, _, path = text.partition("/")
    if host.endswith(".visualstudio.com"):
        return f"{_AZURE}/{host.split('.', 1)[0]}"
    if host == _AZURE:
        return f"{_AZURE}/{path.split('/', 1)[0]}"
    if host == _GITHUB:
        return f"{_GITHUB}/{path}"
    return host.split(":", 1)[0]


def _proposal(source: str, jobs: int) -> RunWarning:
    if source.startswith(f"{_AZURE}/"):
        how = f"Name it to have its pipelines read: --devops-organization https://{source}"
    elif source.startswith(f"{_GITHUB}/"):
        name = source.partition("/")[2]
        how = f"Name it to have its workflows read: --github-repository {name}"
    else:
        how = (
            f"If it is an Azure DevOps Server, name it: --devops-organization https://{source}/…;"
            f" if it is a GitHub Enterprise Server: --github-api-url https://{source}/api/v3"
            " --github-repository OWNER/REPO"
        )
    return RunWarning(
        code=CODE,
        text=f"{jobs} jobs come from {source}, which was not named and not asked. {how}.",
        resource=source,
    )
