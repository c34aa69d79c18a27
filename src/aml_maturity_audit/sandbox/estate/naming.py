"""What `${workspace:NAME}` and its like can name, found before anything is built."""

from collections.abc import Iterator, Mapping

from aml_maturity_audit.sandbox.estate.filling import Filling, Names
from aml_maturity_audit.sandbox.estate.guids import guid_of
from aml_maturity_audit.sandbox.estate.items import entries
from aml_maturity_audit.sandbox.estate.merging import Templates
from aml_maturity_audit.sandbox.estate.model import Estate
from aml_maturity_audit.sandbox.estate.vocabulary import GROUP_COLLECTIONS, ML
from aml_maturity_audit.sandbox.estate.yamlfile import Plain


def estate_names(estate: Estate, templates: Templates, filling: Filling) -> Names:
    """Lookups by name: `resource`, `workspace`, `guid`, `subscription`, `client`, `object`."""
    known: dict[str, dict[str, str]] = {
        "resource": {},
        "workspace": {},
        "registry": {},
        "guid": {},
        "subscription": {},
        "client": {},
        "object": {},
    }
    for name, identity in estate.identities.items():
        known["client"][name] = identity.client_id
        known["object"][name] = identity.object_id
    for name, principal in estate.settings.principals.items():
        known["client"].setdefault(name, principal.client_id or guid_of(f"client/{name}"))
        known["object"].setdefault(name, principal.object_id or guid_of(f"object/{name}"))
    for id_, raw in estate.subscriptions.items():
        spec = _mapping(raw)
        known["subscription"][str(spec.get("displayName", id_))] = f"/subscriptions/{id_}"
        for type_, name, path, properties in _top_level(
            f"/subscriptions/{id_}", spec, templates, filling
        ):
            known["resource"].setdefault(name, path)
            if type_ == f"{ML}/workspaces":
                known["workspace"].setdefault(name, path)
                known["guid"].setdefault(name, str(properties.get("workspaceId") or guid_of(path)))
            elif type_ == f"{ML}/registries":
                known["registry"].setdefault(name, path)
    return Names(known)


def _top_level(
    subscription: str, spec: Mapping[str, Plain], templates: Templates, filling: Filling
) -> Iterator[tuple[str, str, str, Mapping[str, Plain]]]:
    for group, raw in _mapping(spec.get("resourceGroups")).items():
        content = templates.unfold(_mapping(raw), f"The resource group {group}")
        typed = {GROUP_COLLECTIONS[key]: content[key] for key in GROUP_COLLECTIONS.keys() & content}
        typed |= _mapping(content.get("resources"))
        for type_, items in typed.items():
            path = f"{subscription}/resourceGroups/{group}/providers/{type_}"
            for entry in entries(items, templates, path):
                name = entry.name(filling)
                yield type_, name, f"{path}/{name}", _mapping(entry.spec.get("properties"))


def _mapping(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}
