"""npm and its kin, and the task runners of JavaScript monorepos."""

import posixpath
from collections.abc import Callable, Iterator
from itertools import pairwise

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Nested, Use
from aml_maturity_audit.pipelines.commands.targets import by_target

PACKAGE_MANAGERS = {"npm", "yarn", "pnpm", "bun"}
_WITH_VALUE = {"--prefix", "-C", "--dir", "--cwd", "--filter", "-F", "-w", "--workspace",
               "--loglevel", "--filter-prod", "--include", "--exclude", "--scope"}  # fmt: skip
_TEST = {"test", "t", "tst"}
_FLAGS = {("pnpm", "-w"), ("yarn", "-w")}
"""What takes a value in one of them and none in another."""
_NO_SCRIPT = {"install", "ci", "add", "i", "publish", "pack", "audit", "version", "link", "config",
              "cache", "login", "outdated", "update", "upgrade", "init", "create"}  # fmt: skip


def read_javascript(meaning: Meaning, name: str, arguments: list[str]) -> None:
    """`npm test`, `yarn workspace web lint`, `pnpm --filter web run test`, `npm exec …`."""
    plain = list(_plain(name, arguments))
    folder = _folder(name, arguments)
    if plain[:1] == ["workspace"]:
        plain = plain[2:]
    elif plain[:1] == ["workspaces"]:
        plain = plain[plain.index("run") :] if "run" in plain else []
    if plain[:1] in (["exec"], ["dlx"], ["x"]):
        meaning.nested.append(Nested(" ".join(plain[1:])))
        return
    if plain[:1] in (["run"], ["run-script"]):
        plain = plain[1:]
    elif plain and (plain[0] in _NO_SCRIPT or (name == "npm" and plain[0] not in _TEST)):
        return
    if plain and name != "npm":  # the others also start tools that a package installs
        meaning.nested.append(Nested(" ".join(arguments[arguments.index(plain[0]) :])))
    if plain:
        _script(meaning, "test" if plain[0] in _TEST else plain[0], folder)


def _script(meaning: Meaning, name: str, folder: str | None) -> None:
    """A script of the package in `folder`; None where the folder is not known."""
    named = meaning if folder is None else Meaning()
    if name == "test":
        named.show("runs_tests")
    else:
        by_target(named, [name])
    if folder is not None:
        path = posixpath.join(folder, "package.json")
        use = Use(path, "package", fallback=tuple(named.signs), arguments=(name,))
        meaning.uses.append(use)


def _folder(name: str, arguments: list[str]) -> str | None:
    """Where the package lies that a command works on, None where it is named and not placed."""
    folder: str | None = ""
    for option, value in pairwise(arguments):
        if option in {"--prefix", "--cwd", "--dir"} or (option, name) == ("-C", "pnpm"):
            folder = value
        elif option in _WITH_VALUE and (name, option) not in _FLAGS:
            folder = None
    elsewhere = {"workspace", "workspaces", "-r", "--recursive", "--workspaces", "-ws"}
    named = any(argument.startswith(("--filter=", "--workspace=")) for argument in arguments)
    return None if named or set(arguments) & elsewhere else folder


def _plain(name: str, arguments: list[str]) -> Iterator[str]:
    """The words that are no options, up to those handed on to the script."""
    skip = False
    for argument in arguments:
        if argument == "--":
            return
        if skip:
            skip = False
        elif argument.startswith("-"):
            skip = argument in _WITH_VALUE and (name, argument) not in _FLAGS
        else:
            yield argument


def _nx(meaning: Meaning, arguments: list[str]) -> None:
    """`nx test web`, `nx run web:test`, `nx run-many -t test lint`, `nx affected --target=test`."""
    verb = arguments[0] if arguments else ""
    if verb == "run":
        by_target(meaning, [part for word in arguments[1:2] for part in word.split(":")[1:2]])
    elif verb in {"run-many", "affected"}:
        by_target(meaning, _targets_of(arguments[1:]))
    elif not verb.startswith("-"):
        by_target(meaning, [verb.removeprefix("affected:")])


def _targets_of(arguments: list[str]) -> Iterator[str]:
    listing = False
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if name in {"-t", "--target", "--targets"}:
            listing = True
            yield from value.split(",") if equals else ()
        elif argument.startswith("-"):
            listing = False
        elif listing:
            yield from argument.split(",")


def _turbo(meaning: Meaning, arguments: list[str]) -> None:
    """`turbo run test lint`, `lerna run test`, `turbo test`."""
    plain = list(_plain("turbo", arguments))
    by_target(meaning, plain[1:] if plain[:1] == ["run"] else plain)


def _first(meaning: Meaning, arguments: list[str]) -> None:
    """Tools whose first word is the task, as `ng test` and `next lint`."""
    if "--fix" not in arguments:
        by_target(meaning, [word for word in arguments[:1] if not word.startswith("-")])


MONOREPO: dict[str, Callable[[Meaning, list[str]], None]] = {
    "nx": _nx, "turbo": _turbo, "lerna": _turbo, "ng": _first, "react-scripts": _first,
    "next": _first, "vue-cli-service": _first, "craco": _first, "wsrun": _first,
}  # fmt: skip
"""By the command's name."""
