"""Principals of the estate as Azure DevOps names them."""

from collections.abc import Mapping

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.settings import Principal
from aml_maturity_audit.sandbox.estate.vocabulary import nearest

_SYSTEM = Principal(
    name="Microsoft.VisualStudio.Services.TFS",
    type="Service",
    object_id="00000002-0000-8888-8000-000000000000",
)


class People:
    """Looks principals up by the name they have in the estate."""

    def __init__(self, principals: Mapping[str, Principal]) -> None:
        self._principals = principals

    def identity(self, name: str | None, where: str) -> Tree:
        """The identity reference of a principal; without a name the system itself."""
        one = self._one(name, where)
        object_id = one.object_id or guid_of(f"object/{name}")
        # DevOps has ids of its own; the directory's object id shows in neither of them.
        own = guid_of(f"devops/{object_id}")
        kind = {"User": "aad", "Service": "s2s"}.get(one.type, "aadsp")
        unique = (one.upn or f"{name}@contoso.example") if one.type == "User" else object_id
        return {
            "id": own,
            "displayName": one.name,
            "uniqueName": unique,
            "descriptor": f"{kind}.{own.replace('-', '')}",
        }

    def client_id(self, name: str, where: str) -> str:
        """The client id of an application."""
        return self._one(name, where).client_id or guid_of(f"client/{name}")

    def _one(self, name: str | None, where: str) -> Principal:
        if name is None:
            return _SYSTEM
        found = self._principals.get(name)
        if found is None:
            raise UsageError(
                f"{where} is by the unknown principal {name!r}.",
                remedy=nearest(name, self._principals),
            )
        return found
