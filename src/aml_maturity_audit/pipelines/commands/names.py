"""What the name of a script, template or job says it does: weak evidence, always inferred.

The rules weigh the verb: `build_training_pipeline` publishes, `run_training_pipeline` trains,
`delete_endpoint` does neither (pipelines/README, what makes it hard, 4).
"""

import re
from collections.abc import Iterable

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TOKEN = re.compile(r"[a-z0-9]+")

_NOT_DOING = {
    "delete", "remove", "cleanup", "clean", "destroy", "teardown", "list", "get", "show", "print",
    "download", "wait", "cancel", "stop", "archive", "unregister", "install", "generate", "parse",
    "notify", "find", "compare", "read", "fetch", "describe", "disable", "undeploy", "connect",
    "login", "export", "skip", "uninstall", "purge", "drop",
}  # fmt: skip
RUN = {"run", "submit", "execute", "start", "trigger", "invoke", "launch", "kick"}
TRAIN = {
    "train", "training", "retrain", "retraining", "trainer", "finetune", "finetuning", "automl",
    "hyperdrive", "sweep", "hyperparameter", "trainmodel",
}  # fmt: skip
OTHER_PURPOSE = {
    "score", "scoring", "inference", "inferencing", "predict", "prediction", "infer", "deploy",
    "deployment", "drift", "monitor", "monitoring", "endpoint", "cleanup", "delete", "batchscore",
    "batchscoring", "forecast", "forecasting",
}  # fmt: skip
DATA = {"data", "dataset", "datasets", "dataasset", "datastore"}
_DATA_WORK = {
    "register", "registration", "prep", "prepare", "preparation", "ingest", "ingestion", "import",
    "export", "explore", "exploration", "download", "upload", "create", "copy", "load", "snapshot",
    "asset", "assets",
}  # fmt: skip
_NO_TRAINING = {
    "publish", "build", "create", "data", "dataset", "register", "registration", "deploy",
    "deployment", "evaluate", "evaluation", "eval", "test", "tests", "config", "schedule", "env",
    "environment", "compute", "cluster", "component", "components", "wait", "monitor", "monitoring",
    "image", "upload", "update",
} | OTHER_PURPOSE  # fmt: skip
_ABOUT_TRAINING = {
    "plot", "visualize", "visualise", "summarize", "split", "prepare", "prep", "preprocess",
    "preprocessing", "curves", "metrics", "stats", "log", "logs", "report", "check", "validate",
    "verify", "utils", "requirements", "params", "parameters",
}  # fmt: skip
"""Something done before or after training, unless both are said, as in `prepare_and_train`."""
_NO_ML = {"etl", "elt", "ingest", "ingestion", "ci", "cd", "release", "adf", "synapse", "dbt"}
"""Pipelines and jobs that are not of machine learning."""
_REGISTER = {"register", "registration", "registering", "registermodel"}
_NO_MODEL = {
    "data", "dataset", "datasets", "datastore", "environment", "environments", "env", "component",
    "components", "feature", "features", "image", "agent", "runner", "provider", "schedule",
}  # fmt: skip
_MAKE = {"create", "deploy", "provision", "update", "setup", "configure", "add", "publish",
         "enable",
         "apply", "rollout", "set", "ensure", "register"}  # fmt: skip
SERVED = {
    "model", "models", "endpoint", "endpoints", "webservice", "aci", "aks", "online", "inference",
    "scoring", "realtime", "batch", "webapp", "serving", "mlflow",
}  # fmt: skip
_SERVING = {"endpoint", "endpoints", "webservice", "aci", "aks", "online", "realtime", "deployment",
            "deployments", "deployed", "scoring", "aml", "live"}  # fmt: skip
_NO_DEPLOY = {
    "pipeline", "pipelines", "infra", "infrastructure", "terraform", "bicep", "arm", "adf", "data",
    "dataset", "compute", "cluster", "environment", "monitor", "monitoring", "schedule", "docs",
    "site", "frontend", "function", "training", "train", "job", "component", "components", "test",
    "tests", "workspace", "drift", "detection", "alert", "alerts", "dashboard", "identity",
    "policy",
}  # fmt: skip
_INFRA = {
    "compute", "cluster", "workspace", "infra", "infrastructure", "resources", "resourcegroup",
    "terraform", "bicep", "iac", "landingzone",
}  # fmt: skip
_SHIFT = {
    "update", "set", "shift", "shifting", "split", "splitting", "route", "routing", "allocate",
    "allocation", "mirror", "mirroring", "switch", "move", "change", "promote", "adjust", "canary",
    "rollout", "deploy", "roll",
}  # fmt: skip
_JUDGING = {"evaluate", "evaluation", "eval", "benchmark"}
_HOSTS = {"webapp", "aks", "aci", "batch", "online", "realtime"}
"""Places that serve models and anything else: alone they do not say which."""
_NETWORK = {"private", "vpc", "dns", "subnet"}
_CONTEXT = {"ml", "mlops", "aml", "azureml", "model", "models", "endpoint", "inference", "scoring"}
_TEST = {"test", "tests", "testing", "invoke", "verify", "validate", "validation", "check", "e2e",
         "consume", "query", "ping"}  # fmt: skip
_GENERIC = {"main", "run", "pipeline", "script", "job", "submit", "execute", "start", "app", "cli",
            "index", "init", "entrypoint", "src", "py", "sh"}  # fmt: skip


def tokens(name: str) -> list[str]:
    """The words in a name: `runTestModel_on-aml` is run, test, model, on, aml."""
    return _TOKEN.findall(_CAMEL.sub(" ", name[:300]).lower())


def stem(path: str) -> str:
    """A path's or module's own name, with its folder's where it alone says nothing."""
    parts = [part for part in re.split(r"[/\\]", path) if part not in {"", "."}]
    if not parts:
        return ""
    own = re.sub(r"\.(?:py|sh|ps1|cmd|bat|r|R|yml|yaml|ipynb)$", "", parts[-1])
    if set(tokens(own)) <= _GENERIC and len(parts) > 1:
        own = f"{parts[-2]} {own}"
    return own


def practices_of(name: str, around: str = "") -> set[str]:
    """The practices a name claims; `around` is what stands beside it (a step's display name)."""
    own = tokens(name)
    if not own or own[0] in _NOT_DOING or (set(own) & _NOT_DOING and not set(own) & RUN):
        return set()
    beside = _beside(around)
    found = {practice for practice, rule in _RULES.items() if rule(set(own), beside)}
    found |= {practice for practice, rule in _OWN_RULES.items() if rule(set(own))}
    if "tests_deployment" in found:
        found -= {"deploys_model", "runs_tests", "trains_model"}
    return found


_PUBLISHING, _RUNNING = "+publishing", "+running"


def _beside(around: str) -> set[str]:
    """The words around, and what one display name as a whole says about a pipeline or job."""
    found = set(tokens(around))
    for name in around.split("|"):
        words = set(tokens(name))
        publishes = words & {"publish", "deploy", "build", "create"}
        if "publish" in words or ("pipeline" in words and publishes):
            found.add(_PUBLISHING)
        elif words & RUN and words & {"pipeline", "job", "experiment", "training"}:
            found.add(_RUNNING)
    return found


def _trains(own: set[str], beside: set[str]) -> bool:
    if own & TRAIN:
        if own & RUN:
            return not own & {"test", "tests", "data", "dataset"}
        if own & _ABOUT_TRAINING and "and" not in own:
            return False
        return not own & _NO_TRAINING and _PUBLISHING not in beside
    if own & (OTHER_PURPOSE | {"register", "test", "tests", "batch", "deploy"} | DATA | _NO_ML):
        return False
    runs = own & RUN or _RUNNING in beside
    return bool(runs and own & {"pipeline", "experiment", "job"} and not own & {"build", "publish"})


def _registers(own: set[str], beside: set[str]) -> bool:
    if not own & _REGISTER or own & _NO_MODEL:
        return False
    return bool(own & {"model", "models", "registermodel"}) or (
        "model" in beside and not beside & _NO_MODEL
    )


def _deploys(own: set[str], beside: set[str]) -> bool:
    if (own & _NO_DEPLOY and not own & {"endpoint", "webservice"}) or own & _NETWORK:
        return False
    if {"pipeline", "to"} <= own:
        return False  # a pipeline added to a pipeline endpoint serves nothing
    if own & {"endpoint", "endpoints", "deployment", "webservice"}:
        makes = own & _MAKE or beside & {"deploy", "provision", "create"}
        if makes and not own & _TEST:
            return True
    if own & {"deploy", "deployment", "rollout"}:
        return bool(own & (SERVED - _HOSTS) or beside & _CONTEXT)
    return False


def _tests_deployment(own: set[str], beside: set[str]) -> bool:
    if "smoke" in own or "smoketest" in own:
        return True
    if own & _MAKE - {"set"}:
        return False
    served = own & _SERVING or {"web", "service"} <= own or (own & {"model"} and beside & _SERVING)
    return bool(own & _TEST and served)


def _schedules(own: set[str]) -> bool:
    target = {"schedule", "schedules", "monitor", "monitoring", "monitors"}
    return bool(own & (target | {"drift"}) and own & _MAKE - {"set"}) and "report" not in own


def _provisions(own: set[str]) -> bool:
    made = own & {"create", "provision", "deploy", "setup", "apply", "ensure"}
    if own & {"plan", "validate", "test", "tests", "destroy"}:
        return False
    resources = own & _INFRA or {"resource", "group"} <= own or {"storage", "account"} <= own
    return bool(made and resources)


def _shifts(own: set[str]) -> bool:
    if own & (TRAIN | {"forecast", "prediction", "predict", "data", "report"}):
        return False
    moves = "traffic" in own and own & _SHIFT
    return bool(moves) or {"blue", "green"} <= own or {"safe", "rollout"} <= own


def _builds_image(own: set[str]) -> bool:
    if own & {"image", "images"} and "create" in own and not own & (DATA | {"vm", "gallery"}):
        return True
    return bool(own & {"image", "images", "docker", "container"} and own & {"build", "package"})


def _lints(own: set[str]) -> bool:
    return bool(own & {"lint", "linting", "linter", "lints", "flake8", "pylint", "eslint"})


def _runs_tests(own: set[str]) -> bool:
    if own & {"unittest", "unittests", "pytest"} or {"unit", "tests"} <= own:
        return True
    return bool({"unit", "test"} <= own or ("tests" in own and own & RUN))


def _promotes(own: set[str], beside: set[str]) -> bool:
    moves = bool(own & {"promote", "share", "publish"}) and "model" in own
    named = "registry" in own or ("promote" in own and "registry" in beside)
    return moves and named and not (own | beside) & {"container", "acr", "docker", "npm", "image"}


_RULES = {
    "trains_model": _trains,
    "registers_model": _registers,
    "deploys_model": _deploys,
    "tests_deployment": _tests_deployment,
    "promotes_via_registry": _promotes,
}
_OWN_RULES = {
    "creates_schedule_or_monitor": _schedules,
    "provisions_infra": _provisions,
    "shifts_traffic": _shifts,
    "builds_image": _builds_image,
    "lints": _lints,
    "runs_tests": _runs_tests,
}


def purpose(names: Iterable[str]) -> bool | None:
    """Whether names say a job is for training (True) or for something else; None: they do not.

    A job said to score, to register data or to deploy is not (pipelines/README, trains_model).
    """
    found = {token for name in names for token in tokens(name)}
    if found & TRAIN:
        return True
    if found & (OTHER_PURPOSE | _JUDGING) or (found & DATA and found & _DATA_WORK):
        return False
    return None


def trains_by_purpose(names: Iterable[str], around: str = "") -> bool:
    """Whether a job is for training or of unknown purpose; `around` counts where names are mute."""
    own = purpose(names)
    if own is None:
        own = purpose([around])
    return own is not False


def applied(path: str, arguments: list[str]) -> set[str]:
    """A Terraform template that is told to apply."""
    is_applied = "terraform" in path.lower() and "apply" in arguments
    return {"provisions_infra"} if is_applied else set()
