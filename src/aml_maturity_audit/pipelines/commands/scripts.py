"""Interpreters and script files: what a command runs besides tools we know."""

import re
from collections.abc import Sequence

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Named, Nested, Sign, Use
from aml_maturity_audit.pipelines.commands.names import practices_of, stem, tokens
from aml_maturity_audit.pipelines.commands.options import options_of
from aml_maturity_audit.pipelines.commands.python_code import read_python
from aml_maturity_audit.pipelines.shell import BASH, CMD, POWERSHELL, Word

_SHELLS = {"bash": BASH, "sh": BASH, "zsh": BASH, "dash": BASH, "ksh": BASH, "pwsh": POWERSHELL,
           "powershell": POWERSHELL, "cmd": CMD}  # fmt: skip
_PYTHON = re.compile(r"(?:python|pypy|py|ipython)(?:\d+(?:\.\d+)*)?w?")
_SUFFIXES = {".sh": BASH, ".bash": BASH, ".ps1": POWERSHELL, ".cmd": CMD, ".bat": CMD}
_NO = {"false", "no", "0", "off", "none"}
_TEST_WORDS = {"run", "test", "tests", "all", "unit", "integration", "ci", "e2e"}
_WORKSPACE = ("--workspace-name", "--workspace_name", "--aml-workspace", "--aml_workspace",
              "--aml-workspace-name", "--aml_workspace_name")  # fmt: skip
_AGAINST = re.compile(r"scoring|endpoint|web-?service", re.I)
_GROUP = ("--resource-group", "--resource_group", "--resource-group-name", "--resource_group_name")
_SUBSCRIPTION = ("--subscription-id", "--subscription_id", "--subscription")


def is_shell(name: str) -> bool:
    """Whether `name` is a shell."""
    return name in _SHELLS


def is_python(name: str) -> bool:
    """Whether `name` is a Python interpreter."""
    return _PYTHON.fullmatch(name) is not None


def dialect_of(path: str) -> str | None:
    """The dialect of a script file by its suffix; None where it is no script."""
    for suffix, dialect in _SUFFIXES.items():
        if path.lower().endswith(suffix):
            return dialect
    return None


def read_shell(name: str, words: Sequence[Word], around: str) -> Meaning:
    """`bash -c "…"`, `pwsh -File x.ps1`, `sh x.sh`."""
    meaning = Meaning()
    dialect = _SHELLS[name]
    arguments = list(words[1:])
    while arguments:
        word = arguments.pop(0)
        value = word.value.lower()
        if value in {"/c", "/k", "-command", "-encodedcommand"} or (
            re.fullmatch(r"-[a-z]*c", value) and arguments
        ):
            source = " ".join(word.value for word in arguments[: None if dialect != BASH else 1])
            meaning.nested.append(Nested(source, dialect))
            return meaning
        if value in {"-executionpolicy", "-o", "+o"} and arguments:
            arguments.pop(0)
        elif not value.startswith(("-", "+", "/")) or (value.startswith("/") and dialect != CMD):
            return read_script(word.value, around, dialect, arguments)
    return meaning


def read_script(path: str, around: str, dialect: str, arguments: Sequence[Word] = ()) -> Meaning:
    """A script file: its name says what it does, until it is read."""
    signs = _signs(stem(path), f"{around} | {_folders(path)}") + _test_signs(path)
    given = tuple(word.value if word.known else None for word in arguments)
    return Meaning(uses=[Use(path, "script", dialect, signs, given)])


def _test_signs(path: str) -> tuple[Sign, ...]:
    """A shell script that is called `test`, `run-tests` or `integration-tests`."""
    words = set(tokens(re.split(r"[/\\]", path)[-1].rsplit(".", 1)[0]))
    is_test = bool(words & {"test", "tests"}) and words <= _TEST_WORDS
    return (Sign("runs_tests", inferred=True),) if is_test else ()


def read_python_command(words: Sequence[Word], around: str) -> Meaning:
    """`python x.py`, `python -m package.module`, `python -c "…"`."""
    meaning = Meaning()
    arguments = list(words[1:])
    while arguments and arguments[0].value.startswith("-"):
        flag = arguments.pop(0).value
        if flag == "-c" and arguments:
            return read_python(arguments[0].value)
        if flag == "-m" and arguments:
            module = arguments.pop(0)
            path = module.value.replace(".", "/")
            meaning.signs += _signs(stem(path), f"{around} | {_folders(path)}")
            break
        if flag in {"-W", "-X"} and arguments:
            arguments.pop(0)
    else:
        if arguments and arguments[0].value != "-":
            script = arguments.pop(0).value
            meaning.signs += _python_signs(script, arguments, around)
    _workspace(meaning, arguments)
    if _is_told_to_register(arguments):
        meaning.show("registers_model", inferred=True)
    return meaning


def _is_told_to_register(arguments: list[Word]) -> bool:
    """Whether a script is called with `--register-model`, as one that trains may be."""
    options = options_of(arguments)
    said = options.text("--register-model", "--register_model").lower()
    return options.has("--register-model", "--register_model") and not (
        said in _NO or "$" in said or "{" in said
    )  # fmt: skip


def _python_signs(script: str, arguments: list[Word], around: str) -> tuple[Sign, ...]:
    own = stem(script)
    if own == "manage" and arguments[:1] == [Word("test")]:
        return (Sign("runs_tests"),)
    if own == "setup":
        return (Sign("runs_tests"),) if Word("test") in arguments else ()
    signs = _signs(own, f"{around} | {_folders(script)}")
    named = {sign.practice for sign in signs}
    if "test" in tokens(own) and _AGAINST.search(" ".join(word.value for word in arguments)):
        named.add("tests_deployment")
        signs += (Sign("tests_deployment", inferred=True),)
    if re.fullmatch(r"test_\w+|\w+_tests?", own) and re.search(r"(?:^|/)tests?/", script) and (
        "tests_deployment" not in named
    ):  # fmt: skip
        signs += (Sign("runs_tests", inferred=True),)
    return signs


def _folders(path: str) -> str:
    """The folders of a script, as words that may say what a vague name does not."""
    return " ".join(re.split(r"[/\\]", path)[:-1][-3:])


def _signs(name: str, around: str) -> tuple[Sign, ...]:
    return tuple(Sign(practice, inferred=True) for practice in sorted(practices_of(name, around)))


def _workspace(meaning: Meaning, arguments: list[Word]) -> None:
    options = options_of(arguments)
    workspace = options.word(*_WORKSPACE)
    if workspace is not None:
        group, subscription = options.word(*_GROUP), options.word(*_SUBSCRIPTION)
        meaning.named.append(Named(workspace, group, subscription))
        meaning.azure_ml = True
