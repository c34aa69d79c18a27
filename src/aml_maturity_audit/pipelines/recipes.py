"""Makefiles and package.json: the shell behind `make target` and `npm run script`.

A target with a recipe of its own is read by that recipe; what it depends on only prepares it,
unless it is named for a practice, as in `image: test`. One without a recipe is read by what it
depends on.
"""

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.commands.meaning import Meaning
from aml_maturity_audit.pipelines.commands.runners import name_target
from aml_maturity_audit.pipelines.repository import normal_path
from aml_maturity_audit.pipelines.texts import Origin, Text

Load = Callable[[str], str | None]
"""The text of a file of the repository, None where there is none to be read."""

_RULE = re.compile(r"(?P<targets>[^\s#=:.%][^=:#%]*?)\s*::?(?!=)\s*(?P<needs>[^=#;]*)(?:#.*)?")
_VARIABLE = re.compile(r"(?:export\s+|override\s+)?([\w.-]+)\s*(?::{0,3}|\?)=\s*([^#]*)")
_INCLUDE = re.compile(r"-?s?include\s+([\w./ -]+)")
_REFERENCE = re.compile(r"\$[({]([\w.-]+)[)}]")
_CONDITIONAL = re.compile(r"\s*(?:ifn?eq|ifn?def|else|endif)\b")
_MOST_INCLUDES = 8
_MOST_TARGETS = 60
_LONGEST = 4000
"""Characters of a recipe line with its variables filled in."""


@dataclass
class _Makefile:
    load: Load
    recipes: dict[str, list[tuple[str, Origin]]] = field(default_factory=dict)
    needs: dict[str, list[str]] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=lambda: {"MAKE": "make"})
    first: str = ""
    files: int = 0

    def read(self, path: str, source: str) -> None:
        self.files += 1
        current: list[str] = []
        for number, line in enumerate(source.split("\n"), 1):
            if line.startswith("\t"):
                if not _CONDITIONAL.match(line):
                    self._recipe(current, line, Origin(path, number))
            elif len(line) > _LONGEST or self._directive(path, line):
                continue
            elif rule := _RULE.fullmatch(line):
                current = rule.group("targets").split()
                self._rule(current, rule.group("needs").split())
            elif line.strip() and not line.startswith("#"):
                current = []

    def _recipe(self, targets: list[str], line: str, origin: Origin) -> None:
        for target in targets:
            self.recipes.setdefault(target, []).append((line, origin))

    def _rule(self, targets: list[str], needs: list[str]) -> None:
        self.first = self.first or next(iter(targets), "")
        for target in targets:
            self.needs.setdefault(target, []).extend(word for word in needs if word != "|")

    def _directive(self, path: str, line: str) -> bool:
        """Conditions, variables and included files; whether the line is one of them."""
        if _CONDITIONAL.match(line):
            return True
        if variable := _VARIABLE.fullmatch(line.strip()):
            self.variables.setdefault(variable.group(1), variable.group(2).strip())
            return True
        included = _INCLUDE.fullmatch(line.strip())
        for name in included.group(1).split() if included else ():
            file = normal_path(posixpath.join(posixpath.dirname(path), name))
            source = self.load(file) if file and self.files < _MOST_INCLUDES else None
            if file and source is not None:
                self.read(file, source)
        return included is not None

    def text(self, target: str, seen: set[str]) -> list[tuple[str, Origin]]:
        if target in seen or len(seen) > _MOST_TARGETS:
            return []
        seen.add(target)
        own = self.recipes.get(target)
        needs = self.needs.get(target, [])
        if own is not None:
            needs = [need for need in needs if says_what_it_does(need)]
        rows = [row for need in needs for row in self.text(need, seen)]
        return rows + self._lines(own or [])

    def _lines(self, recipe: list[tuple[str, Origin]]) -> list[tuple[str, Origin]]:
        """A recipe as its shell gets it, without the marks before its commands."""
        found, goes_on = [], False
        for line, origin in recipe:
            plain = line.strip() if goes_on else line.strip().lstrip("@-+ \t")
            found.append((self._filled(plain), origin))
            goes_on = line.rstrip().endswith("\\")
        return found

    def _filled(self, line: str) -> str:
        for _ in range(3):
            line = _REFERENCE.sub(lambda m: self.variables.get(m.group(1), m.group()), line)
            if len(line) > _LONGEST:
                return ""
        line = _REFERENCE.sub(r"${\1}", line)  # what is left is no command substitution
        return line.replace("$$", "$")


def says_what_it_does(target: str) -> bool:
    """Whether a target is named for a practice."""
    named = Meaning()
    name_target(named, target)
    return bool(named.signs)


KINDS = {"make", "package"}
"""Kinds of a use that stand for a recipe."""


@dataclass
class Recipes:
    """The recipes of one repository; every file is taken apart once, however often it is used."""

    load: Load
    makefiles: dict[str, _Makefile] = field(default_factory=dict)
    packages: dict[str, dict[str, str]] = field(default_factory=dict)

    def find(self, kind: str, path: str, target: str) -> Text | None:
        """The shell behind a target of a makefile, or behind a script of a package.

        None where the file has none of that name. An empty target is the makefile's first.
        """
        source = self.load(path)
        if source is None:
            return None
        return self._make(path, source, target) if kind == "make" else (
            self._package(path, source, target)
        )  # fmt: skip

    def _make(self, path: str, source: str, target: str) -> Text | None:
        if path not in self.makefiles:
            self.makefiles[path] = _Makefile(self.load)
            self.makefiles[path].read(path, source)
        makefile = self.makefiles[path]
        target = target or makefile.first
        rows = makefile.text(target, set()) if target in makefile.needs else []
        return Text(tuple(rows)) if rows else None

    def _package(self, path: str, source: str, target: str) -> Text | None:
        if path not in self.packages:
            self.packages[path] = _scripts(source)
        scripts = self.packages[path]
        if target not in scripts:
            return None
        key = json.dumps(target)
        lines = enumerate(source.split("\n"), 1)
        line = next((number for number, text in lines if text.strip().startswith(key)), 1)
        found = [scripts.get(name, "") for name in (f"pre{target}", target, f"post{target}")]
        rows = [row for text in found for row in text.split("\n") if row]
        return Text(tuple((row, Origin(path, line)) for row in rows)) if rows else None


def _scripts(source: str) -> dict[str, str]:
    try:
        package = json.loads(source)
    except (ValueError, RecursionError):
        return {}
    scripts = package.get("scripts") if isinstance(package, dict) else None
    given = scripts.items() if isinstance(scripts, dict) else ()
    return {name: text for name, text in given if isinstance(text, str)}
