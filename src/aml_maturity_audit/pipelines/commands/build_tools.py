"""Build tools of other languages: which of their commands test, lint or build an image."""

from collections.abc import Callable
from itertools import pairwise

from aml_maturity_audit.pipelines.commands.javascript import MONOREPO
from aml_maturity_audit.pipelines.commands.meaning import Meaning
from aml_maturity_audit.pipelines.commands.names import tokens
from aml_maturity_audit.pipelines.commands.targets import by_target

Reader = Callable[[Meaning, list[str]], None]


def _plain(arguments: list[str]) -> list[str]:
    return [argument for argument in arguments if not argument.startswith(("-", "+"))]


def _words(**practices: set[str]) -> Reader:
    """A tool whose first plain word says what it does."""

    def read(meaning: Meaning, arguments: list[str]) -> None:
        first = _plain(arguments)[:1]
        for practice, verbs in practices.items():
            if first and first[0] in verbs:
                meaning.show(practice)

    return read


def _dotnet(meaning: Meaning, arguments: list[str]) -> None:
    if arguments[:1] in (["test"], ["vstest"]):
        meaning.show("runs_tests")
    if arguments[:1] == ["format"] and "--verify-no-changes" in arguments:
        meaning.show("lints")
    if any(a.lower().lstrip("-/") == "t:publishcontainer" for a in arguments):
        meaning.show("builds_image")


_TEST_PHASES = {"test", "verify", "integration-test", "post-integration-test"}
_LATER_PHASES = {"package", "install", "deploy", "prepare-package"}
"""Phases of Maven's default life cycle that come after `test` and so run it."""
_SKIPPING = ("-DskipTests", "-Dmaven.test.skip", "-Dskip.tests", "-Dquickly")


def _maven(meaning: Meaning, arguments: list[str]) -> None:
    skipped = any(a.startswith(_SKIPPING) and not a.endswith("=false") for a in arguments)
    given = set(arguments)
    if not skipped and given & (_TEST_PHASES | _LATER_PHASES):
        meaning.show("runs_tests", inferred=not given & _TEST_PHASES)
    if any(a.startswith("checkstyle:") or a in {"spotless:check", "pmd:check"} for a in arguments):
        meaning.show("lints")
    if any(a.endswith((":build-image", "jib:build", "jib:dockerBuild")) for a in arguments):
        meaning.show("builds_image")


_GRADLE_LINTS = {"detekt", "ktlintcheck", "spotlesscheck", "checkstylemain", "pmdmain", "lint"}
_GRADLE_IMAGES = {"bootbuildimage", "jib", "jibdockerbuild", "dockerbuild", "dockerbuildimage"}


def _gradle(meaning: Meaning, arguments: list[str]) -> None:
    """`build` and `check` run the tests, unless `-x test` leaves them out."""
    excluded = {after for flag, after in pairwise(arguments)
                if flag in {"-x", "--exclude-task"}}  # fmt: skip
    targets = {a.rsplit(":", 1)[-1] for a in arguments if a not in excluded}
    names = {target.lower() for target in targets}
    left_out = {name.rsplit(":", 1)[-1].lower() for name in excluded}
    if not left_out & {"test", "check"}:
        if names & {"test", "check", "integrationtest"}:
            meaning.show("runs_tests")
        elif "build" in names:
            meaning.show("runs_tests", inferred=True)
        else:
            by_target(meaning, [t for t in targets if "test" in tokens(t)])
    if names & _GRADLE_LINTS or any(name.startswith("lint") for name in names):
        meaning.show("lints")
    if names & _GRADLE_IMAGES:
        meaning.show("builds_image")


def _sbt(meaning: Meaning, arguments: list[str]) -> None:
    commands = [part for a in arguments for part in a.replace(";", " ; ").split()]
    if any(word.rsplit("/", 1)[-1] in {"test", "testOnly", "testQuick"} for word in commands):
        meaning.show("runs_tests")
    if {"scalafmtCheck", "scalafmtCheckAll", "scalastyle"} & set(commands):
        meaning.show("lints")


def _composer(meaning: Meaning, arguments: list[str]) -> None:
    plain = _plain(arguments)
    plain = plain[1:] if plain[:1] in (["run"], ["run-script"]) else plain
    if plain and plain[0] not in {"install", "update", "require", "validate", "dump-autoload"}:
        by_target(meaning, plain[:1])


def _php(meaning: Meaning, arguments: list[str]) -> None:
    plain = _plain(arguments)
    if plain[:2] == ["artisan", "test"] or plain[:1] in (["vendor/bin/phpunit"], ["bin/phpunit"]):
        meaning.show("runs_tests")


def _cmake(meaning: Meaning, arguments: list[str]) -> None:
    """`cmake --build build --target test`."""
    for flag, target in pairwise(arguments):
        if flag in {"--target", "-t"} and target in {"test", "check", "RUN_TESTS"}:
            meaning.show("runs_tests")


def _mix(meaning: Meaning, arguments: list[str]) -> None:
    if arguments[:1] == ["test"]:
        meaning.show("runs_tests")
    if arguments[:1] == ["credo"] or (
        arguments[:1] == ["format"] and "--check-formatted" in arguments
    ):
        meaning.show("lints")


def _r(meaning: Meaning, arguments: list[str]) -> None:
    """`R CMD check`, `Rscript -e "devtools::test()"`."""
    if arguments[:2] == ["CMD", "check"]:
        meaning.show("runs_tests")
    code = " ".join(after for flag, after in pairwise(arguments)
                    if flag == "-e")  # fmt: skip
    if any(call in code for call in ("devtools::test(", "testthat::test_", "devtools::check(",
                                     "rcmdcheck::rcmdcheck(")):  # fmt: skip
        meaning.show("runs_tests")
    if "lintr::lint" in code:
        meaning.show("lints")


def _julia(meaning: Meaning, arguments: list[str]) -> None:
    if any("Pkg.test(" in argument for argument in arguments):
        meaning.show("runs_tests")


def _hatch(meaning: Meaning, arguments: list[str]) -> None:
    plain = _plain(arguments)
    if plain[:1] == ["test"]:
        meaning.show("runs_tests")
    if plain[:1] == ["fmt"] and "--check" in arguments:
        meaning.show("lints")


_TESTS = _words(runs_tests={"test"})
_CARGO = _words(runs_tests={"test", "nextest", "llvm-cov", "tarpaulin"}, lints={"clippy", "fmt"})

BUILD_TOOLS: dict[str, Reader] = {
    **MONOREPO,
    "go": _words(runs_tests={"test"}, lints={"vet"}), "cargo": _CARGO, "cross": _CARGO,
    "dotnet": _dotnet, "mvn": _maven, "mvnw": _maven, "mvnd": _maven,
    "gradle": _gradle, "gradlew": _gradle, "gradlew.bat": _gradle, "sbt": _sbt,
    "swift": _TESTS, "bazel": _TESTS, "bazelisk": _TESTS, "meson": _TESTS, "stack": _TESTS,
    "cabal": _TESTS, "zig": _TESTS, "rye": _words(runs_tests={"test"}, lints={"lint"}),
    "flutter": _words(runs_tests={"test"}, lints={"analyze"}),
    "dart": _words(runs_tests={"test"}, lints={"analyze"}),
    "deno": _words(runs_tests={"test"}, lints={"lint"}),
    "xcodebuild": _words(runs_tests={"test", "test-without-building"}),
    "composer": _composer, "php": _php, "cmake": _cmake, "mix": _mix, "r": _r, "rscript": _r,
    "julia": _julia, "hatch": _hatch,
}  # fmt: skip
"""By the command's name."""
