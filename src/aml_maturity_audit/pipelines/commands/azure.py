"""`az` beside `az ml`, Azure PowerShell, Terraform and their kin: what builds infrastructure."""

from collections.abc import Sequence

from aml_maturity_audit.pipelines.commands.meaning import Meaning, Named, Nested
from aml_maturity_audit.pipelines.commands.names import SERVED, tokens
from aml_maturity_audit.pipelines.commands.options import Options, options_of
from aml_maturity_audit.pipelines.shell import Word

_CREATED = {
    "group", "deployment", "storage account", "aks", "acr", "keyvault", "vm", "vmss", "webapp",
    "functionapp", "containerapp", "containerapp env", "container", "appservice plan", "identity",
    "network vnet", "network private-endpoint", "network nsg", "network public-ip", "sql server",
    "sql db", "cosmosdb", "databricks workspace", "synapse workspace", "datafactory", "redis",
    "eventhubs namespace", "servicebus namespace", "eventgrid topic", "search service", "resource",
    "cognitiveservices account", "monitor log-analytics workspace",
    "monitor app-insights component",
    "stack", "deployment-scripts", "aks nodepool", "batch account", "iot hub", "apim",
    "postgres flexible-server", "mysql flexible-server", "staticwebapp", "spring", "confluent",
}  # fmt: skip
_SCOPES = {"sub", "group", "mg", "tenant"}
_CMDLETS = {
    "new-azresourcegroupdeployment", "new-azdeployment", "new-azsubscriptiondeployment",
    "new-azmanagementgroupdeployment", "new-aztenantdeployment",
    "new-azresourcegroup", "new-azresource", "new-azmlworkspace",
    "new-azstorageaccount", "new-azkeyvault", "new-azakscluster", "new-azvm",
    "new-azvirtualnetwork",
    "new-azurermresourcegroupdeployment", "new-azurermresourcegroup",
    "new-azresourcegroupdeploymentstack", "new-azsubscriptiondeploymentstack",
}  # fmt: skip
_TRAFFIC_ROUTING = ["webapp", "traffic-routing", "set"]


def read_az(words: Sequence[Word]) -> Meaning:
    """What `az …` (not `az ml`) does."""
    meaning = Meaning()
    options = options_of(words[1:])
    path = [word.lower() for word in options.positional]
    if path[:2] == ["extension", "add"]:
        meaning.azure_ml = options.text("-n", "--name") in {"ml", "azure-cli-ml"}
    elif path[:1] in (["configure"], ["config"]):
        _defaults(meaning, words)
    elif path[:2] in (["acr", "build"], ["acr", "run"]):
        meaning.show("builds_image")
    elif path[:2] == ["bicep", "lint"]:
        meaning.show("lints")
    elif path[:3] == _TRAFFIC_ROUTING:
        meaning.show("shifts_traffic", splits=True)
    elif "create" in path and _creates(path) and not _only_shows(path, options):
        meaning.show("provisions_infra")
    if path[:1] == ["webapp"] and _serves_model(path, words):
        meaning.show("deploys_model", inferred=True)
    return meaning


def _only_shows(path: list[str], options: Options) -> bool:
    return options.has("--what-if") or (path[:1] == ["deployment"] and options.has("-w"))


def _creates(path: list[str]) -> bool:
    nouns = [
        word for word in path[: path.index("create")] if word not in _SCOPES or word == path[0]
    ]
    return " ".join(nouns) in _CREATED or path[:1] == ["deployment"] or (
        path[:2] == ["group", "deployment"]
    )  # fmt: skip


def _serves_model(path: list[str], words: Sequence[Word]) -> bool:
    deploys = path[1:2] in (["create"], ["deploy"]) or path[1:4] == ["config", "container", "set"]
    return deploys and names_model(" ".join(word.value for word in words))


def names_model(text: str) -> bool:
    """Whether a text about a web app, image or chart is about a model."""
    return bool(set(tokens(text)) & (SERVED - {"batch", "online", "webapp", "webservice", "aks",
                                               "aci", "endpoint", "endpoints"}))  # fmt: skip


def _defaults(meaning: Meaning, words: Sequence[Word]) -> None:
    """`az configure --defaults group=… workspace=…`."""
    given: dict[str, Word] = {}
    for word in words[2:]:
        name, equals, value = word.value.partition("=")
        if equals:
            given[name.lower().removeprefix("defaults.")] = Word(value, word.known)
    if "workspace" in given:
        meaning.azure_ml = True
        meaning.named.append(
            Named(given["workspace"], given.get("group"), given.get("subscription"))
        )


def read_cmdlet(name: str, words: Sequence[Word]) -> Meaning:
    """What an Azure PowerShell cmdlet does."""
    meaning = Meaning()
    flags = {word.value.lower() for word in words}
    if name in _CMDLETS and "-whatif" not in flags:
        meaning.show("provisions_infra")
    if name == "invoke-pester":
        meaning.show("runs_tests")
    if name == "invoke-scriptanalyzer":
        meaning.show("lints")
    if name in {"invoke-expression", "iex"} and len(words) > 1:
        meaning.nested.append(Nested(words[1].value, "powershell"))
    return meaning


def read_terraform(words: Sequence[Word]) -> Meaning:
    """`terraform`, `tofu` and `terragrunt`: only apply builds; fmt -check lints."""
    meaning = Meaning()
    plain = [word.value for word in words[1:] if not word.value.startswith("-")]
    flags = {word.value for word in words if word.value.startswith("-")}
    applies = bool({"apply", "apply-all"} & set(plain[:2]))
    if applies and not flags & {"-destroy", "--destroy"}:
        meaning.show("provisions_infra")
    if plain[:1] == ["fmt"] and flags & {"-check", "--check"}:
        meaning.show("lints")
    return meaning


def read_other_infra(name: str, words: Sequence[Word]) -> Meaning:
    """`azd` and `pulumi`."""
    meaning = Meaning()
    verbs = [word.value for word in words[1:3]]
    if (name == "azd" and verbs[:1] in (["up"], ["provision"])) or (
        name == "pulumi" and verbs[:1] == ["up"]
    ):
        meaning.show("provisions_infra")
    return meaning
