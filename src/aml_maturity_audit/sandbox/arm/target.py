"""What a path of ARM means: its scope, its type, its name and the action it takes to read it."""

from dataclasses import dataclass

_REGISTRY = "microsoft.machinelearningservices/registries/"


@dataclass(frozen=True)
class Target:
    """A path, taken apart. `name` is empty for a collection."""

    path: str
    scope: str  # what stands before the last /providers/
    type: str
    name: str
    parent: str  # the id of the collection's owner
    subscription: str
    group: str

    @property
    def is_collection(self) -> bool:
        """Whether the path names a collection."""
        return not self.name

    @property
    def action(self) -> str:
        """The RBAC action that reads it (azure_facts A.23)."""
        if self.type.lower().startswith(_REGISTRY):
            return "Microsoft.MachineLearningServices/registries/assets/read"
        return f"{self.type}/read"

    @property
    def rights_scope(self) -> str:
        """Where the right must be held: the item itself, or a collection's owner."""
        return self.parent if self.is_collection else self.path


def read_target(path: str) -> Target | None:
    """The target of a path; None where it is no ARM path."""
    parts = path.strip("/").split("/")
    lowered = [part.lower() for part in parts]
    subscription = parts[1] if lowered[0] == "subscriptions" and len(parts) > 1 else ""
    group = parts[3] if len(parts) > 3 and lowered[2] == "resourcegroups" else ""
    where = [i for i, part in enumerate(lowered) if part == "providers"]
    if where:
        return _provided(parts, where[-1], subscription, group)
    clean = "/" + "/".join(parts)
    if len(parts) <= 2 and lowered[0] == "subscriptions":
        kind = "Microsoft.Resources/subscriptions"
        return Target(clean, "", kind, subscription, "", subscription, "")
    if subscription and len(parts) <= 4 and lowered[2] == "resourcegroups":
        kind = "Microsoft.Resources/subscriptions/resourceGroups"
        return Target(clean, "", kind, group, f"/subscriptions/{subscription}", subscription, group)
    return None


def _provided(parts: list[str], place: int, subscription: str, group: str) -> Target | None:
    rest = parts[place + 2 :]
    if not rest:
        return None
    scope = "/" + "/".join(parts[:place]) if place else ""
    type_ = "/".join([parts[place + 1], *rest[::2]])
    path = "/" + "/".join(parts)
    if len(rest) % 2 == 0:
        return Target(path, scope, type_, rest[-1], path.rsplit("/", 2)[0], subscription, group)
    parent = scope if len(rest) == 1 else "/" + "/".join(parts[:-1])
    return Target(path, scope, type_, "", parent, subscription, group)
