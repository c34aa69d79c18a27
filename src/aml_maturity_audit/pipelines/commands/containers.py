"""Docker and its kin, Helm, kubectl: images built, model charts deployed, weights shifted."""

import re
from collections.abc import Sequence

from aml_maturity_audit.pipelines.commands.azure import names_model
from aml_maturity_audit.pipelines.commands.meaning import Meaning, Nested
from aml_maturity_audit.pipelines.commands.runners import is_linter
from aml_maturity_audit.pipelines.commands.traffic import divides
from aml_maturity_audit.pipelines.shell import Word

_WITH_VALUE = {
    "-v", "--volume", "-e", "--env", "-w", "--workdir", "--name", "-p", "--publish", "--mount",
    "--network", "--net", "-u", "--user", "--env-file", "--entrypoint", "--gpus", "--platform",
    "-l", "--label", "--memory", "-m", "--cpus", "--ipc", "--shm-size", "--add-host", "-h",
    "--hostname", "--link", "--pull", "--restart", "--runtime", "--volumes-from", "--security-opt",
    "-f", "--file", "--project-name", "--profile", "--project-directory", "--context", "-c",
    "--log-level", "-H", "--host", "--index",
}  # fmt: skip
_BUILDERS = {"buildah": {"bud", "build"}, "ko": {"build", "publish", "apply", "resolve"},
             "pack": {"build"}, "img": {"build"}, "skaffold": {"build", "run"}, "s2i": {"build"},
             "packer": set(), "repo2docker": set(), "earthly": set(),
             "kaniko": set(), "executor": set()}  # fmt: skip
_WEIGHT = re.compile(r"(?:weight|traffic)[\w.\[\]]*\s*[=:]\s*[\"']?([\w$.(){}]+)", re.I)


def read_docker(words: Sequence[Word]) -> Meaning:
    """`docker`, `podman`, `nerdctl`: build, or the command that `run` and `exec` start."""
    meaning = Meaning()
    rest = _after_options(words[1:])
    verb = rest[0].value if rest else ""
    if verb == "compose":
        return read_compose(rest)
    if verb in {"buildx", "image", "builder", "container"}:
        rest = _after_options(rest[1:])
        verb = rest[0].value if rest else ""
    if verb in {"build", "bake"}:
        meaning.show("builds_image")
    elif verb in {"run", "exec"}:
        image, inside = _after_options(rest[1:])[:1], _after_options(rest[1:])[1:]
        tool = _tool_in(image[0].value) if image else ""
        if tool:
            meaning.nested.append(Nested(" ".join([tool, _quoted(inside)])))
        if inside:
            meaning.nested.append(Nested(_quoted(inside)))
    return meaning


def _tool_in(image: str) -> str:
    """The linter or image builder an image starts by itself, as `hadolint/hadolint:latest`."""
    path = re.sub(r"(?:@sha256)?:[^/]*$", "", image.lower())
    if path.endswith("kaniko-project/executor"):
        return "kaniko"
    name = path.rsplit("/", 1)[-1].removesuffix("-cli")
    return name if is_linter(name) else ""


def read_compose(words: Sequence[Word]) -> Meaning:
    """`docker compose` and `docker-compose`."""
    meaning = Meaning()
    rest = _after_options(words[1:])
    verb = rest[0].value if rest else ""
    flags = {word.value for word in rest}
    if verb == "build" or (verb in {"up", "create"} and "--build" in flags):
        meaning.show("builds_image")
    if verb in {"run", "exec", "up"}:
        inside = _after_options(rest[1:])
        if verb != "up" and len(inside) > 1:
            meaning.nested.append(Nested(_quoted(inside[1:])))
        elif inside and re.search(r"(?:^|[-_])tests?$|unit-?test", inside[0].value):
            meaning.show("runs_tests", inferred=True)
    return meaning


def read_builder(name: str, words: Sequence[Word]) -> Meaning:
    """Other tools that build images."""
    meaning = Meaning()
    verbs = _BUILDERS[name]
    if name == "executor" and "kaniko" not in words[0].value:
        return meaning
    always = name in {"repo2docker", "kaniko", "executor"}
    if always or {word.value for word in words[1:3]} & verbs:
        meaning.show("builds_image")
    return meaning


def is_builder(name: str) -> bool:
    """Whether a command is one of them."""
    return name in _BUILDERS


def read_kubernetes(name: str, words: Sequence[Word]) -> Meaning:
    """`helm`, `kubectl`, `istioctl`: a model's chart or manifest, weights, `helm lint`."""
    meaning = Meaning()
    text = " ".join(word.value for word in words[1:])
    verbs = [word.value for word in words[1:] if not word.value.startswith("-")][:2]
    if name in {"kubectl", "oc"} and verbs[:1] in (["exec"], ["run"]):
        values = [word.value for word in words]
        inside = words[values.index("--") + 1 :] if "--" in values else []
        meaning.nested.append(Nested(_quoted(inside)))
        return meaning
    if name == "helm" and verbs[:1] == ["lint"]:
        meaning.show("lints")
    changes = bool({"upgrade", "install", "apply", "patch", "replace", "set"} & set(verbs))
    if any(word.value.startswith("--dry-run") and word.value != "--dry-run=none" for word in words):
        changes = False  # it only shows what it would do
    if name == "helm" and verbs[:1] == ["test"] and names_model(text):
        meaning.show("tests_deployment", inferred=True)
    if changes and names_model(text):
        meaning.show("deploys_model", inferred=True)
    if changes and (found := _WEIGHT.findall(text)):
        meaning.show("shifts_traffic", splits=divides([_number(value) for value in found]))
    return meaning


def weights_in(text: str) -> list[float | None]:
    """Traffic weights set in a text; None where one is an expression."""
    return [_number(value) for value in _WEIGHT.findall(text)]


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _after_options(words: Sequence[Word]) -> Sequence[Word]:
    index = 0
    while index < len(words) and words[index].value.startswith("-"):
        index += 2 if words[index].value in _WITH_VALUE else 1
    return words[index:]


def _quoted(words: Sequence[Word]) -> str:
    """Words as shell text again; one that holds white space is quoted."""
    return " ".join(quoted(word.value) for word in words)


def quoted(text: str) -> str:
    """A word as shell text; one that holds white space or operators is quoted."""
    return "'" + text.replace("'", " ") + "'" if re.search(r"[\s;&|<>()#]", text) else text
