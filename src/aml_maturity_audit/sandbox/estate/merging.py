"""`like:` — an item is its templates, merged deeply, with its own values on top."""

from collections.abc import Mapping
from typing import TypeAlias

from aml_maturity_audit.errors import UsageError
from aml_maturity_audit.sandbox.estate.vocabulary import nearest
from aml_maturity_audit.sandbox.estate.yamlfile import Plain

Tree: TypeAlias = dict[str, Plain]
ABSENT = "${absent}"


class Templates:
    """The estate's templates, resolved once each."""

    def __init__(self, raw: Mapping[str, Plain]) -> None:
        self._raw = raw
        self._done: dict[str, Tree] = {}
        self._open: list[str] = []

    def unfold(self, item: Mapping[str, Plain], where: str) -> Tree:
        """The item with everything it is `like` merged beneath its own values."""
        own: Tree = {key: value for key, value in item.items() if key != "like"}
        if "like" not in item:
            return own
        merged: Tree = {}
        for name in _names(item["like"], where):
            merged = lay_over(merged, self._template(name, where))
        return lay_over(merged, own)

    def _template(self, name: str, where: str) -> Tree:
        if name in self._done:
            return self._done[name]
        if name in self._open:
            raise UsageError(f"The template {name!r} is like itself: {' > '.join(self._open)}.")
        if name not in self._raw:
            raise UsageError(
                f"{where} is like the unknown template {name!r}.", remedy=nearest(name, self._raw)
            )
        self._open.append(name)
        template = self._raw[name]
        if not isinstance(template, dict):
            raise UsageError(f"The template {name!r} is not a mapping.")
        self._done[name] = self.unfold(template, f"The template {name!r}")
        self._open.pop()
        return self._done[name]


def _names(like: Plain, where: str) -> list[str]:
    names = [like] if isinstance(like, str) else like
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f"{where}: 'like' takes a template's name or a list of names.")
    return [str(name) for name in names]


def merge(below: Mapping[str, Plain], above: Mapping[str, Plain]) -> Tree:
    """Mappings merge key by key; everything else is replaced; `${absent}` takes a key away."""
    return _without_absent(lay_over(below, above))


def lay_over(below: Mapping[str, Plain], above: Mapping[str, Plain]) -> Tree:
    """The same, keeping `${absent}` for what may still be laid beneath."""
    merged: Tree = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        both = isinstance(value, dict) and isinstance(under, dict)
        merged[key] = lay_over(under, value) if both else value  # type: ignore[arg-type]
    return merged


def _without_absent(tree: Mapping[str, Plain]) -> Tree:
    return {
        key: _without_absent(value) if isinstance(value, dict) else value
        for key, value in tree.items()
        if value != ABSENT
    }
