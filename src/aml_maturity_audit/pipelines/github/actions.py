"""Published actions by name and inputs."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aml_maturity_audit.pipelines.commands.azure import names_model
from aml_maturity_audit.pipelines.commands.meaning import Meaning
from aml_maturity_audit.pipelines.commands.runners import is_linter
from aml_maturity_audit.pipelines.shell import BASH, POWERSHELL
from aml_maturity_audit.pipelines.texts import NOWHERE_LINE, Origin, Text


@dataclass(frozen=True)
class Action:
    """An action as a step uses it."""

    reference: str
    """As `owner/name/path@ref`."""
    inputs: dict[str, Text] = field(default_factory=dict)
    """By lower-case name."""
    origin: Origin = NOWHERE_LINE

    @property
    def name(self) -> str:
        """`owner/name` in lower case."""
        path = self.reference.partition("@")[0].lower()
        return "/".join(path.split("/")[:2])

    @property
    def folder(self) -> str:
        """Where in its repository it lies; empty for the root."""
        return "/".join(self.reference.partition("@")[0].split("/")[2:])

    def input(self, *names: str) -> str:
        """The first of these inputs that is set, else empty."""
        for name in names:
            text = self.inputs.get(name)
            if text is not None and text.value.strip():
                return text.value.strip()
        return ""

    @property
    def summary(self) -> str:
        """The action with what says most about it."""
        told = [self.input(name) for name in ("command", "args", "tags")]
        return " ".join([f"uses: {self.reference}", *[text for text in told if text]])


@dataclass
class ActionReading:
    """What an action means, the scripts it carries, and whether it waits for a person."""

    meaning: Meaning = field(default_factory=Meaning)
    scripts: list[tuple[Text, str]] = field(default_factory=list)
    approves: bool = False


_CONTAINER = "docker://"
_SCRIPTS = {
    "azure/cli": ("inlinescript", BASH),
    "azure/powershell": ("inlinescript", POWERSHELL),
    "nick-fields/retry": ("command", BASH),
    "nick-invision/retry": ("command", BASH),
    "wandalen/wretry.action": ("command", BASH),
    "addnab/docker-run-action": ("run", BASH),
    "appleboy/ssh-action": ("script", BASH),
    "devcontainers/ci": ("runcmd", BASH),
}
_TOOLS = {
    "gradle/gradle-build-action": ("gradle", "arguments"),
    "gradle/actions": ("gradle", "arguments"),
    "borales/actions-yarn": ("yarn", "cmd"),
    "actions-rs/cargo": ("cargo", "command"),
    "houseabsolute/actions-rust-cross": ("cargo", "command"),
}
"""Actions that start a tool with the arguments in one input."""
_LINTERS = {
    "psf/black", "chartboost/ruff-action", "astral-sh/ruff-action", "super-linter/super-linter",
    "github/super-linter", "pre-commit/action", "golangci/golangci-lint-action",
    "py-actions/flake8", "hadolint/hadolint-action", "ludeeus/action-shellcheck",
    "wearerequired/lint-action", "bufbuild/buf-lint-action", "zizmorcore/zizmor-action",
    "raven-actions/actionlint", "reviewdog/action-actionlint", "stylelint/stylelint-action",
    "actions-rs/clippy-check", "oxsecurity/megalinter", "terraform-linters/tflint",
    "isort/isort-action",
    "streetsidesoftware/eslint-action", "rickstaa/action-black", "ibiqlik/action-yamllint",
    "suo/flake8-github-action", "grantmcconnaughey/lintly-flake8-github-action",
    "dciborow/action-pylint",
    "reviewdog/action-flake8", "reviewdog/action-eslint", "reviewdog/action-golangci-lint",
    "reviewdog/action-hadolint", "reviewdog/action-shellcheck",
    "davidanson/markdownlint-cli2-action",
    "frenck/action-yamllint", "ansible/ansible-lint", "avto-dev/markdown-lint",
    "nosborn/github-action-markdown-cli", "articulate/actions-markdownlint",
    "scacap/action-ktlint", "cpp-linter/cpp-linter-action", "trunk-io/trunk-action",
    "truebrain/actions-flake8", "luizm/action-sh-checker",
    "tox-dev/action-pre-commit-uv", "cclauss/github_action_flake8", "j178/prek-action",
}  # fmt: skip
_ALWAYS: dict[str, tuple[str, ...]] = {
    "azure/aml-run": ("trains_model",),
    "azure/aml-registermodel": ("registers_model",),
    "azure/aml-deploy": ("deploys_model",),
    "docker/build-push-action": ("builds_image",),
    "docker/bake-action": ("builds_image",),
    "redhat-actions/buildah-build": ("builds_image",),
    "whoan/docker-build-with-cache-action": ("builds_image",),
    "mr-smithers-excellent/docker-build-push": ("builds_image",),
    "elgohr/publish-docker-github-action": ("builds_image",),
    "azure/arm-deploy": ("provisions_infra",),
    "dflook/terraform-apply": ("provisions_infra",),
    "pulumi/actions": (),
    "cypress-io/github-action": ("runs_tests",),
    "pavelzw/pytest-action": ("runs_tests",),
    "trstringer/manual-approval": ("approval_or_environment_gate",),
}


def read_action(action: Action) -> ActionReading:
    """What an action does, by its name and inputs."""
    if action.reference.startswith(_CONTAINER):
        return ActionReading(scripts=[(_container(action), BASH)])
    reading = ActionReading(approves=action.name == "trstringer/manual-approval")
    if action.name in _TOOLS:
        tool, key = _TOOLS[action.name]
        if action.input(key):
            command = Text.at(f"{tool} {action.input(key)}", action.origin)
            reading.scripts.append((command, BASH))
        return reading
    if action.name in _SCRIPTS:
        key, dialect = _SCRIPTS[action.name]
        if key in action.inputs:
            reading.scripts.append((action.inputs[key], dialect))
        return reading
    if action.name in _LINTERS or _reviews(action.name):
        reading.meaning.show("lints")
    for practice in _ALWAYS.get(action.name, ()):
        reading.meaning.show(practice)
    rule = _RULES.get(action.name)
    if rule is not None:
        rule(action, reading.meaning)
    if action.name.startswith("azure/aml-"):
        reading.meaning.azure_ml = True
    return reading


def _reviews(name: str) -> bool:
    """A linter run by reviewdog, as `reviewdog/action-yamllint`."""
    return name.startswith("reviewdog/action-") and is_linter(name.partition("action-")[2])


def _container(action: Action) -> Text:
    """A `docker://` action as the command it amounts to."""
    image = action.reference.removeprefix(_CONTAINER)
    given = [action.input("entrypoint"), action.input("args")]
    command = " ".join(["docker run", image, *[text for text in given if text]])
    return Text.at(command, action.origin)


def has_rule(action: Action) -> bool:
    """Whether what it does is known by its name and inputs; of an image by what it is to run."""
    if action.reference.startswith(_CONTAINER):
        return bool(action.input("args"))
    return (
        action.name in _SCRIPTS
        or action.name in _TOOLS
        or _reviews(action.name)
        or action.name in _LINTERS
        or action.name in _ALWAYS
        or action.name in _RULES
        or action.name.startswith("azure/aml-")
    )


def _arm(action: Action, meaning: Meaning) -> None:
    if action.input("deploymentmode").lower() == "validate":
        meaning.signs.clear()


def _bicep(action: Action, meaning: Meaning) -> None:
    if action.input("operation").lower() in {"", "create"}:
        meaning.show("provisions_infra")


def _terraform(action: Action, meaning: Meaning) -> None:
    if action.input("tf_actions_subcommand", "command").lower() == "apply":
        meaning.show("provisions_infra")


def _pulumi(action: Action, meaning: Meaning) -> None:
    if action.input("command").lower() == "up":
        meaning.show("provisions_infra")


def _web_app(action: Action, meaning: Meaning) -> None:
    if names_model(" ".join(text.value for text in action.inputs.values())):
        meaning.show("deploys_model", inferred=True)


def _kubernetes(action: Action, meaning: Meaning) -> None:
    if action.input("action").lower() in {"", "deploy", "promote"}:
        _web_app(action, meaning)
    share = action.input("percentage")
    if share:
        meaning.show("shifts_traffic", splits=share not in {"0", "100"})


_RULES: dict[str, Callable[[Action, Meaning], None]] = {
    "azure/arm-deploy": _arm,
    "azure/bicep-deploy": _bicep,
    "hashicorp/terraform-github-actions": _terraform,
    "pulumi/actions": _pulumi,
    "azure/webapps-deploy": _web_app,
    "azure/webapps-container-deploy": _web_app,
    "azure/k8s-deploy": _kubernetes,
}
