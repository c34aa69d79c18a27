"""What no snapshot holds and the user can say: `--with KEY=VALUE`.

Each value is checked for being what it should be, as it ends up in files that are applied.
"""

import re
from collections.abc import Sequence

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.guidance.code.artefact import NameMissing

_ARM = r"/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[\w.()-]{1,90}/providers"
_HANDLERS = (
    r"Microsoft\.Web/sites/[\w-]+/functions/[\w-]+",
    r"Microsoft\.EventHub/namespaces/[\w-]+/eventhubs/[\w.-]+",
    r"Microsoft\.ServiceBus/namespaces/[\w-]+/(?:queues|topics)/[\w.-]+",
)
TASKS = ("classification", "regression", "text_classification", "question_answering")

KEYS: dict[str, tuple[re.Pattern[str], str]] = {
    "auth-mode": (
        re.compile(r"key|aml_token|aad_token"),
        "how the endpoint authenticates: key, aml_token or aad_token",
    ),
    "deployment-environment": (
        re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}"),
        "the Azure DevOps environment that releases go to",
    ),
    "events-to": (
        re.compile(f"{_ARM}/(?:{'|'.join(_HANDLERS)})", re.IGNORECASE),
        "the ARM id of the function, event hub, queue or topic that handles events",
    ),
    "instance-type": (re.compile(r"Standard_[A-Za-z0-9_]{2,40}"), "the size of an instance"),
    "notify": (
        re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
        "an e-mail address to tell",
    ),
    "request-file": (
        re.compile(r"(?!/)(?!.*\.\.)[A-Za-z0-9._/-]{1,200}"),
        "a sample request, as a path in the repository",
    ),
    "service-connection": (
        re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,127}"),
        "the Azure service connection that releases use",
    ),
    "task": (re.compile("|".join(TASKS)), f"what the model does: {', '.join(TASKS)}"),
    "training-image": (
        re.compile(
            r"[a-z0-9][a-z0-9.-]*(?::\d+)?(?:/[a-z0-9._-]+)+(?::[\w.-]+|@sha256:[0-9a-f]{64})"
        ),
        "the image that training runs in, with its tag or digest",
    ),
}


class Given:
    """The values that the user gave, by key."""

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self._values = values or {}

    def get(self, key: str) -> str | None:
        """The value of a key; None where it was not given."""
        return self._values.get(key)

    def need(self, key: str, because: str) -> str:
        """The value of a key. Raises NameMissing, saying why it is needed and how to give it."""
        value = self._values.get(key)
        if value is None:
            raise NameMissing(f"{because}: give {KEYS[key][1]}, --with {key}=….")
        return value


def parse_given(pairs: Sequence[str]) -> Given:
    """The values in `KEY=VALUE` texts. Raises UsageError for an unknown key or a wrong value."""
    values: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key not in KEYS:
            raise UsageError(
                f"--with {pair!r} is not KEY=VALUE with a known key.",
                remedy=f"Keys are {', '.join(sorted(KEYS))}.",
            )
        pattern, meaning = KEYS[key]
        if not pattern.fullmatch(value):
            raise UsageError(f"--with {key}={value!r} is not {meaning}.")
        values[key] = value
    return Given(values)
