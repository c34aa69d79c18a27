"""Test runners, linters and the task runners that start them."""

import posixpath
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from aml_maturity_audit.pipelines.commands.build_tools import BUILD_TOOLS
from aml_maturity_audit.pipelines.commands.javascript import PACKAGE_MANAGERS, read_javascript
from aml_maturity_audit.pipelines.commands.meaning import Meaning, Use
from aml_maturity_audit.pipelines.commands.names import practices_of, tokens
from aml_maturity_audit.pipelines.commands.targets import by_target
from aml_maturity_audit.pipelines.shell import Word

_TESTERS = {
    "pytest", "py.test", "unittest", "nose2", "nosetests", "jest", "vitest", "mocha", "karma",
    "playwright", "cypress", "ctest", "rspec", "phpunit", "bats", "behave", "xunit", "newman",
    "vstest.console.exe", "vstest.console", "nunit3-console", "tap", "ava", "jasmine", "trial",
    "ptw", "pytest-3", "robot", "testem", "gotestsum", "ginkgo", "paratest", "pest", "kuttl",
    "busted",
}  # fmt: skip
_LINTERS = {
    "flake8", "pylint", "eslint", "golangci-lint", "yamllint", "hadolint", "shellcheck", "tflint",
    "pycodestyle", "pydocstyle", "stylelint", "markdownlint", "markdownlint-cli2", "ansible-lint",
    "actionlint", "checkstyle", "rubocop", "ktlint", "cpplint", "cfn-lint", "staticcheck",
    "super-linter", "nbqa", "prospector", "pylama", "htmlhint", "jshint", "tslint", "swiftlint",
    "spectral", "sqlfluff", "pflake8", "flakehell", "pyflakes", "revive", "golint", "mega-linter",
    "megalinter", "markuplint", "textlint", "zizmor", "kube-linter", "scalastyle",
}  # fmt: skip
_CHECKED = {"black", "isort", "yapf", "autopep8", "prettier", "gofmt", "docformatter", "pyupgrade",
            "dprint", "biome"}  # fmt: skip
_CHECKS = {"--check", "--check-only", "--diff", "-l", "-c", "-d", "check", "lint", "ci",
           "--list-different"}  # fmt: skip
_MAKE = {"make", "gmake", "mingw32-make"}
_NO_RUN = {"-n", "--dry-run", "--just-print", "--recon", "-v", "--version", "-h", "--help",
           "-q", "--question"}  # fmt: skip
_TASK_RUNNERS = {"make", "gmake", "mingw32-make", "just", "task", "invoke", "inv", "rake", "gulp",
                 "grunt", "mage", "doit", "poe"}  # fmt: skip


_SEVERAL = {"-s", "--session", "--sessions", "-t"}
"""Options of nox that take more than one word."""


_IMAGES = {"image", "images", "docker-image", "docker-images", "container-image"}


def is_linter(name: str) -> bool:
    """Whether a command or image of that name is a linter."""
    return name in _LINTERS


def read_runner(name: str, words: Sequence[Word]) -> Meaning | None:
    """What a test runner, linter or task runner does; None where `name` is none of them."""
    arguments = [word.value for word in words[1:]]
    meaning = Meaning()
    if name in _TESTERS:
        _tests(meaning, arguments)
    elif name in _LINTERS:
        if not set(arguments) & {"--version", "--help", "install"}:
            meaning.show("lints")
    elif name in _CHECKED:
        if set(arguments) & _CHECKS:
            meaning.show("lints")
    elif reader := _READERS.get(name):
        reader(meaning, arguments)
    elif tool := BUILD_TOOLS.get(name):
        tool(meaning, arguments)
    elif name in PACKAGE_MANAGERS:
        read_javascript(meaning, name, arguments)
    elif name in _TASK_RUNNERS:
        _targets(meaning, name, arguments)
    else:
        return None
    return meaning


def _tests(meaning: Meaning, arguments: list[str]) -> None:
    flags = set(arguments)
    if flags & {"--version", "--help", "--collect-only", "--co", "install"} or (
        arguments[:1] == ["tool"]
    ):
        return
    linting = flags & {"--flake8", "--pylint", "--black", "--ruff"}
    if linting:
        meaning.show("lints")
    if linting and "-m" in arguments and arguments[arguments.index("-m") + 1 :][:1] in (
        ["flake8"], ["pylint"], ["black"], ["ruff"],
    ):  # fmt: skip
        return
    meaning.show("runs_tests")
    about = set(tokens(" ".join(arguments)))
    if about & {"smoke", "endpoint", "endpoints", "webservice", "deployed"}:
        meaning.show("tests_deployment", inferred=True)


def _ruff(meaning: Meaning, arguments: list[str]) -> None:
    if arguments[:1] == ["format"] and not set(arguments) & {"--check", "--diff"}:
        return
    if arguments[:1] not in (["--version"], ["version"], ["clean"], ["rule"], ["server"]):
        meaning.show("lints")


def _pre_commit(meaning: Meaning, arguments: list[str]) -> None:
    if "run" in arguments or not arguments:
        meaning.show("lints")


def _tox(meaning: Meaning, arguments: list[str]) -> None:
    if set(arguments) & {"--install-only", "--notest", "--list", "-l", "--version", "--help"}:
        return
    chosen = ""
    for flag in ("-e", "-s", "--session", "--sessions", "-t", "--env"):
        if flag in arguments:
            after = arguments[arguments.index(flag) + 1 :]
            several = takewhile(lambda word: not word.startswith("-"), after)
            chosen += " " + " ".join(several if flag in _SEVERAL else after[:1])
    if "$" in chosen:  # which environment only the run knows; most test
        meaning.show("runs_tests", inferred=True)
        return
    by_target(meaning, chosen.replace(",", " ").split(), usual="runs_tests")


def _targets(meaning: Meaning, name: str, arguments: list[str]) -> None:
    """Targets by their names; of make, each with the makefile it stands in."""
    if name not in _MAKE:
        for target in _plain(arguments):
            name_target(meaning, target)
        return
    if set(arguments) & _NO_RUN:
        return
    path = posixpath.join(
        _value(arguments, "-C", "--directory"), _value(arguments, "-f", "--file") or "Makefile"
    )
    for target in _plain(arguments) or [""]:
        named = Meaning()
        if target:
            name_target(named, target)
        meaning.uses.append(Use(path, "make", fallback=tuple(named.signs), arguments=(target,)))


def _plain(arguments: list[str]) -> list[str]:
    found, skip = [], False
    for argument in arguments:
        if skip or argument in {"-C", "-f", "-j", "--directory", "--file"}:
            skip = not skip
        elif not argument.startswith("-") and "=" not in argument:
            found.append(argument)
    return found


def _value(arguments: list[str], *names: str) -> str:
    for name, value in pairwise(arguments):
        if name in names:
            return value
    return ""


def name_target(meaning: Meaning, target: str) -> None:
    """What a target of a task runner, or a script of a package, is named for."""
    by_target(meaning, [target])
    if target in _IMAGES:
        meaning.show("builds_image", inferred=True)
    for practice in practices_of(target) - {"lints", "runs_tests"}:
        meaning.show(practice, inferred=True)


_READERS: dict[str, Callable[[Meaning, list[str]], None]] = {
    "ruff": _ruff, "pre-commit": _pre_commit, "prek": _pre_commit, "tox": _tox, "nox": _tox,
}  # fmt: skip
