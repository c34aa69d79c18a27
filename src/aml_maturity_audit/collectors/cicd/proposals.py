"""Sources that the user may want to name: seen in git origins, never asked unasked.

Source: issue "Azure DevOps", Session; design.md, section 5.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping

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
    told = list(named)
    hosts = {_host_and_path(url)[0] for url in told} - {_AZURE, _GITHUB}
    known = {source for url in told if (source := _source_of_name(url, hosts))}
    known |= {source_of(origin, hosts) for origin in seen} - {""}
    jobs: Counter[str] = Counter()
    for origin, count in origins.items():
        full = (canonical(origin) or origin).lower()
        source = source_of(full, hosts)
        if source and not any(_lies_in(full, one) for one in known):
            jobs[source] += count
    return tuple(_proposal(source, count) for source, count in sorted(jobs.items()))


def _lies_in(origin: str, known: str) -> bool:
    return origin == known or origin.startswith(f"{known}/")


def source_of(origin: str, hosts: Container[str] = ()) -> str:
    """The organization, or repository of GitHub, that a canonical origin lies in.

    Of a server of one's own the host is all that is told; with `hosts`, of which something was
    named, its first two parts: a collection's project, or an owner's repository.
    """
    parts = origin.split("/")
    if parts[0] == _AZURE:
        return "/".join(parts[:2])
    if parts[0] == _GITHUB:
        return "/".join(parts[:3]) if len(parts) > 2 else ""
    return "/".join(parts[:3]) if parts[0] in hosts else parts[0]


def _source_of_name(url: str, hosts: Container[str]) -> str:
    """The address that a user gave, as canonical origins spell it."""
    host, path = _host_and_path(url)
    if host == _AZURE:
        return f"{_AZURE}/{path.split('/', 1)[0]}"
    return f"{host}/{path}" if path and (host == _GITHUB or host in hosts) else host


def _host_and_path(url: str) -> tuple[str, str]:
    """Both in lower case, the host without its port."""
    text = url.strip().lower().removeprefix("https://").rstrip("/")
    host, _, path = text.partition("/")
    if host.endswith(".visualstudio.com"):
        return _AZURE, host.split(".", 1)[0]
    return host.split(":", 1)[0], path


def _proposal(source: str, jobs: int) -> RunWarning:
    if source.startswith(f"{_AZURE}/"):
        how = f"Name it to have its pipelines read: --devops-organization https://{source}"
    elif source.startswith(f"{_GITHUB}/"):
        name = source.partition("/")[2]
        how = f"Name it to have its workflows read: --github-repository {name}"
    else:
        host = source.partition("/")[0]
        how = (
            f"If it is an Azure DevOps Server, name it: --devops-organization https://{host}/…;"
            f" if it is a GitHub of your own: --github-api-url https://{host}/api/v3"
            " --github-repository OWNER/REPO"
        )
    return RunWarning(
        code=CODE,
        text=f"{jobs} jobs come from {source}, which was not named and not asked. {how}.",
        resource=source,
    )
