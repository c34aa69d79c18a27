"""Scripts of steps read command by command into the ledger, with the files they run."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from aml_maturity_audit.pipelines.choices import each_choice
from aml_maturity_audit.pipelines.commands.interpret import interpret
from aml_maturity_audit.pipelines.commands.meaning import Meaning, Sign, Use
from aml_maturity_audit.pipelines.commands.names import trains_by_purpose
from aml_maturity_audit.pipelines.commands.python_code import read_python
from aml_maturity_audit.pipelines.elsewhere import AT_HOME, Places, is_elsewhere, shown
from aml_maturity_audit.pipelines.job_files import read_job_file
from aml_maturity_audit.pipelines.ledger import Ledger, Place
from aml_maturity_audit.pipelines.limits import MAX_COMMANDS
from aml_maturity_audit.pipelines.recipes import KINDS, Recipes
from aml_maturity_audit.pipelines.repository import Repository
from aml_maturity_audit.pipelines.script_paths import candidates
from aml_maturity_audit.pipelines.shell import BASH, PYTHON, Command, commands_of
from aml_maturity_audit.pipelines.texts import Origin, Text

_DEEPEST = 6


@dataclass(frozen=True)
class Script:
    """A script with everything its meaning depends on."""

    text: Text
    dialect: str
    place: Place
    variables: Mapping[str, str | None] = field(default_factory=dict)
    folder: str | None = ""
    """Where it runs, from the root of the repository; None where only the run knows."""
    depth: int = 0
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Variables that are one of several literals, by lower-case name."""
    within: frozenset[tuple[str, str]] = frozenset()
    """Targets of makefiles and scripts of packages that led here, with their files."""
    places: Places = AT_HOME
    """Which repositories its paths belong to."""

    def inner(self, text: Text, dialect: str) -> "Script":
        """A script that this one runs, at the same place."""
        return replace(self, text=text, dialect=dialect, depth=self.depth + 1)


@dataclass
class ScriptReader:
    """Reads scripts; files they run are taken from the repository, or wanted."""

    repository: Repository
    ledger: Ledger
    judged: int = 0
    recipes: Recipes = field(init=False)

    def __post_init__(self) -> None:
        """Recipes are looked up in the same repository."""
        self.recipes = Recipes(self._text)

    def read(self, script: Script) -> None:
        """Everything the script's commands show."""
        if script.dialect == PYTHON:
            meaning = read_python(script.text.value)
            self._note(meaning, script, script.text.origin, script.text.value.strip()[:200])
            return
        commands = commands_of(script.text.value, script.dialect, script.variables)
        for command in commands:
            self.judged += 1
            if self.judged > MAX_COMMANDS:
                self.ledger.say(f"only the first {MAX_COMMANDS} commands were read")
                return
            script = _moved(script, command)
            self._command(script, command)

    def _command(self, script: Script, command: Command) -> None:
        meaning = interpret(command, script.place.around)
        origin = script.text.origin_at(command.position)
        line = command.source.replace("\\\n", " ")
        self._note(meaning, script, origin, line)
        if script.depth >= _DEEPEST:
            return
        for nested in meaning.nested:
            text = _placed(nested.source, script.text, command)
            self.read(script.inner(text, nested.dialect))
        for use in meaning.uses:
            self._use(use, script, origin, line)

    def _note(self, meaning: Meaning, script: Script, origin: Origin, text: str) -> None:
        self.ledger.azure_ml |= meaning.azure_ml
        self.ledger.show(meaning.signs, origin, text, script.place)
        self.ledger.mention(each_choice(meaning.named, script.choices), origin)

    def _use(self, use: Use, script: Script, origin: Origin, line: str) -> None:
        if use.kind in KINDS:
            self._recipe(use, script, origin, line)
            return
        path, text = self._open(use.path, script)
        if path in self.repository.unread:  # its name proves nothing while it may be looked into
            self.ledger.say(f"{shown(path)} could not be read ({origin.file}:{origin.line})")
            return
        if text is None and is_elsewhere(path):
            self.ledger.say(f"{shown(path)} was not read ({origin.file}:{origin.line})")
        if use.kind == "job":
            self._job(use, (path, text), script, origin, line)
        elif text is None:
            self.ledger.show(use.fallback, origin, line, script.place)
        else:
            given = {str(index): value for index, value in enumerate(use.arguments, 1)}
            inner = script.inner(Text.running(text, Origin(shown(path), 1)), use.dialect)
            self.read(replace(inner, variables={**script.variables, **given}))
            if acts(text, use.dialect):
                unseen = [sign for sign in use.fallback if not self.ledger.has(sign, shown(path))]
                self.ledger.show(unseen, origin, line, script.place)

    def _recipe(self, use: Use, script: Script, origin: Origin, line: str) -> None:
        """What stands behind a target of a makefile, or a script of a package."""
        found = candidates(use.path, script.folder) if script.folder is not None else []
        path = script.places.key(found[0]) if found else ""
        if path is None or is_elsewhere(path):  # a target's name proves nothing there either
            where = f"{origin.file}:{origin.line}"
            self.repository.unread.setdefault(path or found[0])
            self.ledger.say(f"{shown(path or found[0])} was not read ({where})")
            return
        target = (use.arguments[0] if use.arguments else "") or ""
        text = self.recipes.find(use.kind, path, target) if path else None
        if path in self.repository.unread:
            self.ledger.say(f"{path} could not be read ({origin.file}:{origin.line})")
            return
        if text is None:
            self.ledger.show(use.fallback, origin, line, script.place)
            return
        if (path, target) in script.within:
            return
        before = {sign.practice: self._count(sign.practice) for sign in use.fallback}
        within = script.within | {(path, target)}
        inner = script.inner(text, BASH)
        self.read(replace(inner, folder=posixpath.dirname(path), within=within))
        if does_something(text.value):
            unseen = [
                sign for sign in use.fallback if self._count(sign.practice) == before[sign.practice]
            ]
            self.ledger.show(unseen, origin, line, script.place)

    def _count(self, practice: str) -> int:
        return len(self.ledger.practices.get(practice, ()))

    def _text(self, path: str) -> str | None:
        text = self.repository.text(path)
        return text if isinstance(text, str) else None

    def _open(self, path: str, script: Script) -> tuple[str, str | None]:
        """The first candidate that was handed in, or None where none can be read."""
        for candidate in candidates(path, script.folder):
            key = script.places.key(candidate)
            if key is None:  # of a repository that only the run knows, and so not read
                self.repository.unread.setdefault(candidate)
                return candidate, None
            text = self.repository.text(key)
            if text is None or key in self.repository.unread:
                return key, None
            if isinstance(text, str):
                return key, text
        return path, None

    def _job(
        self, use: Use, file: tuple[str, str | None], script: Script, origin: Origin, line: str
    ) -> None:
        path, text = file
        if text is None:
            self.ledger.show(use.fallback, origin, line, script.place)
            return
        job = read_job_file(shown(path), text)
        around = script.place.around
        signs = [sign for sign in use.fallback if sign.practice != "trains_model"]
        if len(signs) < len(use.fallback) and trains_by_purpose([*job.names, path], around):
            signs.append(Sign("trains_model"))
        self.ledger.show(signs, origin, line, script.place)
        for where, name in job.registers:
            sign = Sign("registers_model", inferred=True)
            self.ledger.show([sign], where, f"job step {name}", script.place)
        for where, name in job.promotes:
            self.ledger.show([Sign("promotes_via_registry")], where, name, script.place)


_ACTING = re.compile(
    r"(?:az|azd|kubectl|helm|docker|curl|python\d?|func|databricks|kustomize|ssh|scp)(?:\.exe)?"
)


def acts(text: str, dialect: str) -> bool:
    """Whether a script runs anything that could do what its name claims.

    One that only prints or tests does not do it, whatever it is called.
    """
    commands = commands_of(text, dialect)
    return any(_ACTING.fullmatch(command.words[0].value.lower()) for command in commands)


_SAYING = {"echo", "printf", "true", ":", "exit", "false", "cd", "set", "export", "test", "["}


def does_something(source: str) -> bool:
    """Whether a recipe runs any command beyond those that only say something.

    npm writes `echo "Error: no test specified" && exit 1` as the test of every new package.
    """
    return any(command.words[0].value not in _SAYING for command in commands_of(source))


def _moved(script: Script, command: Command) -> Script:
    """The script from here on, where the command is `cd` or its like."""
    words = command.words
    if words[0].value not in {"cd", "pushd", "Set-Location", "sl"} or len(words) < 2:
        return script
    folder = candidates(words[1].value, script.folder) if words[1].known else []
    return replace(script, folder=folder[0] if folder else None)


def _placed(source: str, outer: Text, command: Command) -> Text:
    """A nested script with the lines it was written on, found again in the outer text."""
    position = command.heredoc_position if command.heredoc == source else command.position
    start = outer.value.count("\n", 0, position)
    lines = source.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    lead = next((index for index, line in enumerate(lines) if line.strip()), 0)
    for shift in range(min(40, len(outer.lines) - start)):
        if first[:60] and first[:60] in outer.lines[start + shift][0]:
            start = start + shift - lead
            break
    last = len(outer.lines) - 1
    return Text(
        tuple((line, outer.lines[max(0, min(start + i, last))][1]) for i, line in enumerate(lines))
    )
