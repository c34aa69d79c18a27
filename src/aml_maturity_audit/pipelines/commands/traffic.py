"""Traffic allocation: whether a command allocates any, and whether it splits it.

Splitting is two targets that both get traffic, a share strictly between 0 and 100, or a mirror
share above 0; `--all-traffic` and 100 are none (criteria.md, section 1, "splits traffic").
"""

import re

from aml_maturity_audit.pipelines.commands.options import Options

_SHARE = re.compile(r"[\"']?([^\s,=:\"'{}\[\]]+)[\"']?\s*[=:]\s*[\"']?([^\s,\"'{}\]]+)")
_SETS = re.compile(r"(?:^|\s)(?:properties\.)?(mirror_)?traffic(?:\.|=)", re.I)


def allocates(options: Options) -> bool:
    """Whether `az ml` is told where traffic goes."""
    if options.has("--traffic", "--mirror-traffic", "--all-traffic", "-r"):
        return True
    return bool(_SETS.search(options.text("--set")))


def splits(options: Options) -> bool:
    """Whether that leaves live traffic on more than one deployment, or mirrors some."""
    changes = options.text("--set")
    mirrored = shares(options.text("--mirror-traffic"))
    mirrored += shares(" ".join(re.findall(r"mirror_traffic\.(\S+)", changes)))
    if any(share is not None and share > 0 for share in mirrored):
        return True
    live = shares(options.text("--traffic", "-r"))
    live += shares(" ".join(re.findall(r"(?<!mirror_)traffic\.(\S+)", changes)))
    return divides(live)


def shares(text: str) -> list[float | None]:
    """The share of every target in `blue=90 green=10`; None where it is an expression."""
    found: list[float | None] = []
    for _, value in _SHARE.findall(text):
        try:
            found.append(float(value.rstrip("%")))
        except ValueError:
            found.append(None)
    return found


def divides(live: list[float | None]) -> bool:
    """Whether shares leave more than one target with traffic."""
    if any(share is not None and 0 < share < 100 for share in live):
        return True
    return sum(share != 0 for share in live) >= 2 and 100 not in live
