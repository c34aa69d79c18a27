"""Takes away what stands before the command that really runs: `sudo`, `poetry run`, `env A=b` …"""

import re
from collections.abc import Sequence

from aml_maturity_audit.pipelines.shell import Word

_PREFIXES = {"sudo", "time", "nohup", "exec", "command", "builtin", "stdbuf", "nice", "xvfb-run",
             "winpty", "unbuffer", "caffeinate", "catchsegv", "ionice", "doas", "&", "eatmydata",
             "dotenv", "kubectl-run"}  # fmt: skip
_PREFIX_VALUES = {
    "sudo": {"-u", "--user", "-g", "--group", "-h", "-p", "-C"},
    "nice": {"-n"},
    "ionice": {"-c", "-n"},
    "time": {"-f", "-o"},
    "stdbuf": {"-i", "-o", "-e"},
    "xvfb-run": {"-n", "-s", "-e", "-f"},
    "doas": {"-u"},
}
_RUNNERS = {"poetry", "pipenv", "uv", "pdm", "hatch", "rye", "pixi", "conda", "mamba", "micromamba",
            "bundle", "coverage", "npx", "bunx", "uvx", "pipx", "env", "timeout", "xargs", "retry",
            "aws-vault", "op", "doppler", "kernprof", "dotnet-coverage", "parallel"}  # fmt: skip
_RUNNER_VALUES = {"-n", "--name", "-p", "--prefix", "--cwd", "--env", "-e", "--with", "--python",
                  "--from", "--source", "--rcfile", "--package", "-P", "--extra", "--group", "-I",
                  "-L", "-d", "--directory", "--project", "--omit", "--include", "--spec", "-t",
                  "--timeout", "--branch"}  # fmt: skip
_OWN_VALUES = {"timeout": {"-k", "--kill-after", "-s", "--signal"},
               "parallel": {"-j", "--jobs", "-N", "--delay"}}  # fmt: skip
_DIRECT = {"npx", "bunx", "uvx", "env", "timeout", "xargs", "retry", "dotnet-coverage", "parallel"}
_LAUNCHERS = {"torchrun", "accelerate", "deepspeed", "mpirun", "mpiexec", "srun", "horovodrun"}
_WITH_SCRIPTS = {"hatch", "pdm", "pixi", "pipenv", "rye"}
"""Python tools whose `run` also knows scripts of the project by name."""
_DURATION = re.compile(r"\d+(?:\.\d+)?[smhd]?")


def unwrapped(words: Sequence[Word]) -> Sequence[Word]:
    """The words from the command that really runs; empty where there is none."""
    for _ in range(8):
        if not words:
            return words
        name = command_name(words[0].value)
        if name == "command" and len(words) > 1 and words[1].value in {"-v", "-V"}:
            return words
        if name in _PREFIXES:
            words = _after(words[1:], _PREFIX_VALUES.get(name, set()))
        elif name == "start-process":
            words = _process(words[1:])
        elif name in _LAUNCHERS:
            return launched(words[1:])
        elif name in _RUNNERS:
            inner = _inner(name, words)
            if inner is None:
                return words
            words = inner
        else:
            return words
    return words


def _process(words: Sequence[Word]) -> Sequence[Word]:
    """`Start-Process [-FilePath] name [-ArgumentList] …`."""
    values = [word.value.lower() for word in words]
    if "-filepath" in values:
        words = words[values.index("-filepath") + 1 :]
    return [word for word in words if not word.value.startswith("-")]


def launched(words: Sequence[Word]) -> Sequence[Word]:
    """What a launcher of several processes starts: the Python script among its words."""
    for index, word in enumerate(words):
        if word.value.endswith(".py"):
            return [Word("python"), *words[index:]]
    return ()


def script_alias(words: Sequence[Word]) -> str | None:
    """The script of the project in `hatch run lint:all`, `pdm test`; None where there is none."""
    name = command_name(words[0].value) if words else ""
    if name not in _WITH_SCRIPTS:
        return None
    rest = _after(words[1:], _RUNNER_VALUES)
    if rest and rest[0].value == "run":
        rest = _after(rest[1:], _RUNNER_VALUES)
    elif name != "pdm" or not rest or rest[0].value in {"install", "sync", "lock", "build", "add"}:
        return None
    return rest[0].value if rest and re.fullmatch(r"[\w:-]+", rest[0].value) else None


def command_name(word: str) -> str:
    """A command without its folder and without `.exe`."""
    name = re.split(r"[/\\]", word)[-1].lower()
    return re.sub(r"\.(?:exe|cmd)$", "", name)


def _inner(name: str, words: Sequence[Word]) -> Sequence[Word] | None:
    rest = _after(words[1:], _RUNNER_VALUES | _OWN_VALUES.get(name, set()))
    if name in _DIRECT:
        return _skip_values(name, rest)
    if rest and rest[0].value in {"run", "exec"}:
        rest = _after(rest[1:], _RUNNER_VALUES)
        if name == "coverage" and "-m" in [word.value for word in words[1:4]]:
            return [Word("python"), Word("-m"), *rest]
        return rest
    if [word.value for word in rest[:2]] == ["tool", "run"]:
        return _after(rest[2:], _RUNNER_VALUES)
    return None


def _skip_values(name: str, rest: Sequence[Word]) -> Sequence[Word]:
    if name == "timeout" and rest and _DURATION.fullmatch(rest[0].value):
        return rest[1:]
    index = 0
    while name == "env" and index < len(rest) and "=" in rest[index].value:
        index += 1
    return rest[index:]


def _after(words: Sequence[Word], with_value: set[str]) -> Sequence[Word]:
    """The words after leading options."""
    index = 0
    while index < len(words) and words[index].value.startswith("-"):
        if words[index].value == "--":
            return words[index + 1 :]
        index += 2 if words[index].value in with_value else 1
    return words[index:]
