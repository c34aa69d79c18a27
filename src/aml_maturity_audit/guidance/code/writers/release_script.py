"""The steps of a release: deploy beside what is live, try it, move the traffic over."""

from typing import Any

from aml_maturity_audit.guidance.code.quoting import command
from aml_maturity_audit.guidance.code.repository import Home
from aml_maturity_audit.guidance.code.site import Serving, Site
from aml_maturity_audit.guidance.code.writers.rollout import MIRRORED

_LOOK = 600
"""Seconds to see whether what came so far goes wrong."""
_EXTENSION = "az extension add --name ml --yes --only-show-errors"


def release_steps(
    site: Site, serving: Serving, place: Home, path: str, request: str
) -> list[dict[str, Any]]:
    """The steps of the deployment job, each by itself in the log."""
    choose = _choice(site, serving)
    deploy = ("az", "ml", "online-deployment", "create", "-f", path, "-e", serving.endpoint)
    invoke = ("az", "ml", "online-endpoint", "invoke", "-n", serving.endpoint, "-r", request)
    update = ("az", "ml", "online-endpoint", "update", "-n", serving.endpoint)
    started = f'{choose}{command(*deploy, *site.where)} -n "$next"\n'
    tried = f'{choose}{command(*invoke, *site.where)} -d "$next"\n'
    shift = command(*update, *site.where)
    moved = (
        f'{choose}{shift} --mirror-traffic "$next={MIRRORED}"\n'
        f"sleep {_LOOK}\n"
        f'{shift} --mirror-traffic "$next=0"\n'
        f'{shift} --traffic "$live=90 $next=10"\n'
        f"sleep {_LOOK}\n"
        f'{shift} --traffic "$live=0 $next=100"\n'
    )
    return [
        {"checkout": "self"},
        _step(place, "Deploy beside what is live", started),
        _step(place, "Try it", tried),
        _step(place, "Move the traffic over", moved),
    ]


def _choice(site: Site, serving: Serving) -> str:
    """Which of the two deployments is live; a rollout that was left half way is for a person."""
    show = ("az", "ml", "online-endpoint", "show", "-n", serving.endpoint, *site.where)
    names = (serving.live.name, serving.next)
    shares = "/".join(
        f"$({command(*show, '--query', _share(name), '-o', 'tsv')})" for name in names
    )
    return (
        f'case "{shares}" in\n'
        f"  100/*) live={names[0]}; next={names[1]};;\n"
        f"  */100) live={names[1]}; next={names[0]};;\n"
        '  *) echo "The last rollout is half way: end it first." >&2; false;;\n'
        "esac\n"
    )


def _share(name: str) -> str:
    """The JMESPath expression for a deployment's share; names may hold dashes."""
    return f'traffic."{name}"'


def _step(place: Home, title: str, script: str) -> dict[str, Any]:
    return {
        "task": "AzureCLI@2",
        "displayName": title,
        "inputs": {
            "azureSubscription": place.connection,
            "scriptType": "bash",
            "scriptLocation": "inlineScript",
            "inlineScript": f"set -euo pipefail\n{_EXTENSION}\n{script}",
        },
    }
