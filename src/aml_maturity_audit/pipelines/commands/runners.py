"""Test runners, linters and the task runners that start them."""

from collections.abc import Callable, Sequence

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Nested
from aml_maturity_audit.pipelines.commands.names import practices_of, tokens
from aml_maturity_audit.pipelines.shell import Word

_TESTERS = {
    "pytest", "py.test", "unittest", "nose2", "nosetests", "jest", "vitest", "mocha", "karma",
    "playwright", "cypress", "ctest", "rspec", "phpunit", "bats", "behave", "xunit", "newman",
    "vstest.console.exe", "vstest.console", "nunit3-console", "tap", "ava", "jasmine", "trial",
    "ptw", "pytest-3", "robot", "testem", "gotestsum",
}  # fmt: skip
_LINTERS = {
    "flake8", "pylint", "eslint", "golangci-lint", "yamllint", "hadolint", "shellcheck", "tflint",
    "pycodestyle", "pydocstyle", "stylelint", "markdownlint", "markdownlint-cli2", "ansible-lint",
    "actionlint", "checkstyle", "rubocop", "ktlint", "cpplint", "cfn-lint", "staticcheck",
    "super-linter", "nbqa", "prospector", "pylama", "htmlhint", "jshint", "tslint", "swiftlint",
    "spectral", "sqlfluff", "pflake8", "flakehell", "pyflakes", "revive", "golint", "mega-linter",
}  # fmt: skip
_CHECKED = {"black", "isort", "yapf", "autopep8", "prettier", "gofmt", "docformatter", "pyupgrade",
            "dprint", "biome"}  # fmt: skip
_CHECKS = {"--check", "--check-only", "--diff", "-l", "-c", "-d", "check", "lint", "ci",
           "--list-different"}  # fmt: skip
_PACKAGE_MANAGERS = {"npm", "yarn", "pnpm", "bun"}
_TESTING = {"test", "tests", "unittest", "unittests", "pytest", "coverage", "unit"}
_PREPARING = {
    "setup", "deps", "install", "clean", "env", "fixtures", "teardown", "requirements", "build",
    "image", "report", "publish", "data", "start", "stop", "sync", "fetch", "download", "generate",
    "gen", "update", "list", "up", "down",
}  # fmt: skip
_TASK_RUNNERS = {"make", "gmake", "mingw32-make", "just", "task", "invoke", "inv", "rake", "gulp",
                 "grunt", "mage", "doit", "poe"}  # fmt: skip


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
    elif name in _PACKAGE_MANAGERS:
        _package_manager(meaning, arguments)
    elif name in _TASK_RUNNERS:
        _targets(meaning, arguments)
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
            chosen += " " + " ".join(arguments[arguments.index(flag) + 1 :][:1])
    _by_target(meaning, chosen.replace(",", " ").split(), usual="runs_tests")


def _by_target(meaning: Meaning, targets: list[str], usual: str = "") -> None:
    """Targets, scripts or environments that are named for what they do."""
    for target in targets:
        words = set(tokens(target))
        if words & {"lint", "lints", "linting", "linter", "flake8", "pylint", "eslint", "ruff",
                    "format", "style"} and not words & {"fix", "test"}:  # fmt: skip
            if words != {"format"}:
                meaning.show("lints", inferred=True)
        elif words & _TESTING and not words & _PREPARING:
            meaning.show("runs_tests", inferred=True)
        elif usual and (words & {"unit", "integration"} or target.startswith("py")):
            meaning.show(usual, inferred=True)
    if not targets and usual:
        meaning.show(usual)


def _targets(meaning: Meaning, arguments: list[str]) -> None:
    skip = False
    for argument in arguments:
        if skip or argument in {"-C", "-f", "-j", "--directory", "--file"}:
            skip = not skip
            continue
        if argument.startswith("-") or "=" in argument:
            continue
        _by_target(meaning, [argument])
        for practice in practices_of(argument) - {"lints", "runs_tests"}:
            meaning.show(practice, inferred=True)


def _package_manager(meaning: Meaning, arguments: list[str]) -> None:
    plain = [argument for argument in arguments if not argument.startswith("-")]
    if plain[:1] in (["exec"], ["dlx"], ["x"]):
        meaning.nested.append(Nested(" ".join(plain[1:])))
        return
    if plain[:1] in (["run"], ["run-script"]):
        plain = plain[1:]
    if plain[:1] in (["t"], ["test"], ["tst"]):
        meaning.show("runs_tests")
    elif plain and plain[0] not in {"install", "ci", "add", "i", "publish", "pack", "audit"}:
        _by_target(meaning, plain[:1])


def _go(meaning: Meaning, arguments: list[str]) -> None:
    if arguments[:1] == ["test"]:
        meaning.show("runs_tests")
    if arguments[:1] == ["vet"]:
        meaning.show("lints")


def _cargo(meaning: Meaning, arguments: list[str]) -> None:
    plain = [argument for argument in arguments if not argument.startswith(("-", "+"))]
    if plain[:1] in (["test"], ["nextest"], ["llvm-cov"], ["tarpaulin"]):
        meaning.show("runs_tests")
    if plain[:1] in (["clippy"], ["fmt"]):
        meaning.show("lints")


def _dotnet(meaning: Meaning, arguments: list[str]) -> None:
    if arguments[:1] in (["test"], ["vstest"]):
        meaning.show("runs_tests")
    if arguments[:1] == ["format"] and "--verify-no-changes" in arguments:
        meaning.show("lints")


def _maven(meaning: Meaning, arguments: list[str]) -> None:
    skipped = any(a.startswith(("-DskipTests", "-Dmaven.test.skip")) for a in arguments)
    if set(arguments) & {"test", "verify", "integration-test"} and not skipped:
        meaning.show("runs_tests")
    if any(a.startswith("checkstyle:") for a in arguments):
        meaning.show("lints")


def _gradle(meaning: Meaning, arguments: list[str]) -> None:
    targets = {a.rsplit(":", 1)[-1].lower() for a in arguments}
    if targets & {"test", "check", "integrationtest"}:
        meaning.show("runs_tests")


def _swift(meaning: Meaning, arguments: list[str]) -> None:
    if arguments[:1] == ["test"]:
        meaning.show("runs_tests")


_READERS: dict[str, Callable[[Meaning, list[str]], None]] = {
    "ruff": _ruff, "pre-commit": _pre_commit, "prek": _pre_commit, "tox": _tox, "nox": _tox,
    "go": _go, "cargo": _cargo, "dotnet": _dotnet, "mvn": _maven, "mvnw": _maven,
    "gradle": _gradle, "gradlew": _gradle, "swift": _swift, "bazel": _swift, "sbt": _swift,
    "flutter": _swift, "deno": _swift,
}  # fmt: skip
