"""The Bicep files, read: no secret, no wildcard, no right to write but on the one container.

They are parsed by pycep, not compiled: there is no Bicep compiler here.
"""

import json
import re
from pathlib import Path

import pytest
from pycep import BicepParser

from aml_maturity_audit.cli.role import role
from aml_maturity_audit.config.layers import OTHER_VARIABLES
from aml_maturity_audit.config.options import options

INFRA = Path(__file__).parents[2] / "infra"
FILES = sorted(INFRA.glob("*.bicep"))
EXAMPLES = sorted((INFRA / "examples").glob("*.bicepparam"))
BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
BELOW = "Microsoft.Management/managementGroups/descendants/read"
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PARAMETER = re.compile(r"^((?:@.*\n(?:  .*\n|\]\)\n)*)*)param (\w+) (\w+)( =)?", re.MULTILINE)


def text_of(name: str) -> str:
    return (INFRA / name).read_text("utf-8")


def parameters(text: str) -> dict[str, tuple[str, bool]]:
    """Name to what stands above it, and whether it has to be given."""
    return {m[2]: (m[1], m[4] is None) for m in PARAMETER.finditer(text)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_parses_and_every_parameter_is_documented(path):
    text = path.read_text("utf-8")
    parsed = BicepParser().parse(text=text)
    assert set(parsed["parameters"]) == set(parameters(text))
    assert [n for n, (above, _) in parameters(text).items() if "@description(" not in above] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_holds_or_asks_for_a_secret(path):
    text = path.read_text("utf-8")
    assert not re.search(r"list(Keys|Secrets|Credentials)|sharedKey:|accountKey|SharedAccess", text)
    assert "@secure()" not in text
    assert not re.search(r"(password|secret|token)\s*[:=]\s*'[^'$]{8,}'", text, re.IGNORECASE)


@pytest.mark.parametrize("name", ["role.bicep", "role-management-group.bicep"])
def test_the_role_is_the_one_that_permissions_prints(name):
    text = text_of(name)
    assert json.loads(text_of("role.json")) == json.loads(role())
    assert "var role = loadJsonContent('role.json')" in text
    for key in ("NotActions", "DataActions", "NotDataActions"):
        assert f"{key[0].lower()}{key[1:]}: role.{key}\n" in text
    literal = set(re.findall(r"'(Microsoft\.[\w./]+/(?:\w+|\*))'\n", text))
    assert literal <= {BELOW}
    assert ("concat(role.Actions, [below])" in text) == (name != "role.bicep")
    assert ("actions: role.Actions\n" in text) == (name == "role.bicep")


def test_the_role_only_reads_and_has_no_wildcard():
    granted = json.loads(text_of("role.json"))
    assert granted["DataActions"] == []
    for action in granted["Actions"]:
        assert action.endswith("/read")
        assert "*" not in action


def test_the_only_other_grant_is_the_container():
    built_in = {
        path.name: set(GUID.findall(path.read_text("utf-8")))
        for path in FILES
        if "roleAssignments@" in path.read_text("utf-8") and not path.name.startswith("role")
    }
    assert built_in == {"storage.bicep": {BLOB_CONTRIBUTOR}}
    assignment = re.search(r"resource writes .*?^}", text_of("storage.bicep"), re.S | re.M)
    assert assignment is not None
    assert "scope: container\n" in assignment[0]
    assert not any("*" in line for line in text_of("role.bicep").splitlines() if "//" not in line)


def test_every_variable_that_is_set_is_one_that_the_tool_reads():
    known = {option.variable for option in options().values()} | OTHER_VARIABLES
    for path in (*FILES, *EXAMPLES, INFRA.parent / "Dockerfile"):
        named = set(re.findall(r"AML_MATURITY_AUDIT_\w+", path.read_text("utf-8")))
        assert named <= known, path.name


def test_the_storage_account_is_closed():
    text = text_of("storage.bicep")
    for line in (
        "isHnsEnabled: true",
        "allowBlobPublicAccess: false",
        "allowSharedKeyAccess: false",
        "minimumTlsVersion: 'TLS1_2'",
        "supportsHttpsTrafficOnly: true",
        "publicAccess: 'None'",
    ):
        assert f"{line}\n" in text
    assert len(re.findall(r"etentionPolicy: {\n\s+enabled: true\n", text)) == 2


def test_each_shard_is_told_its_part_and_all_find_one_run_id():
    main, job = text_of("main.bicep"), text_of("job.bicep")
    assert "[for index in range(1, shards): {" in main
    assert "name: 'AML_MATURITY_AUDIT_SHARD'\n        value: '${index}/${shards}'\n" in main
    assert 'AML_MATURITY_AUDIT_RUN_ID=scheduled-$(date -u "+$RUN_ID_FORMAT") exec aml-' in job
    assert "parallelism: 1\n" in job


def test_secrets_come_from_the_vault_alone():
    job = text_of("job.bicep")
    for variable, name, parameter in (
        ("NOTIFICATION_SECRET", "notification", "notificationSecretUri"),
        ("MASK_KEY", "mask-key", "maskKeySecretUri"),
    ):
        assert f"name: 'AML_MATURITY_AUDIT_{variable}'\n    secretRef: '{name}'\n" in job
        taken = f"name: '{name}'\n    keyVaultUrl: {parameter}\n    identity: identityId\n"
        assert taken in job
        assert job.count(f"empty({parameter}) ? [] : ") == 2
    assert "secrets: fromVault\n" in job
    assert "env: concat(variables, secretVariables)\n" in job


def test_the_alerts_ask_for_what_the_log_says():
    text = text_of("alerts.bicep")
    assert 'said.event == "ended" and toint(said.exitCode) != 0' in text
    assert 'said.event == "ended" and toint(said.exitCode) == 0' in text
    for reason in ("BackoffLimitExceeded", "DeadlineExceeded", "OOMKilled"):
        assert f'"{reason}"' in text
    assert "name: 'AML_MATURITY_AUDIT_STRICT'\n    value: 'true'\n" in text_of("main.bicep")


def test_history_and_reports_go_to_the_one_container():
    main, storage = text_of("main.bicep"), text_of("storage.bicep")
    for option in ("history", "reports"):
        name = f"AML_MATURITY_AUDIT_{option.upper()}"
        assert f"name: '{name}'\n    value: storage.outputs.{option}\n" in main
        assert f"output {option} string = '${{folder}}/{option}'\n" in storage
    assert storage.count("@${storage.name}.dfs.${environment().suffixes.storage}'") == 1
    assert "var folder = 'abfss://${container.name}@" in storage


def test_modules_are_given_what_they_ask_for():
    main = text_of("main.bicep")
    for name in ("storage.bicep", "job.bicep", "alerts.bicep"):
        module = re.search(rf"module \w+ '{name}' = .*?^}}\]?$", main, re.S | re.M)
        assert module is not None
        given = set(re.findall(r"^    (\w+):", module[0], re.M))
        assert given == set(parameters(text_of(name)))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_gives_parameters_that_there_are(path):
    text = path.read_text("utf-8")
    known = parameters(text_of("main.bicep"))
    given = re.findall(r"^param (\w+) =", text, re.M)
    assert "using '../main.bicep'\n" in text
    assert set(given) <= set(known)
    assert {name for name, (_, required) in known.items() if required} <= set(given)
    assert set(GUID.findall(text)) <= {"00000000-0000-0000-0000-000000000000"}


def test_there_is_an_example_for_each_common_case():
    names = [path.stem for path in EXAMPLES]
    assert names == ["fleet", "one-subscription", "private-network"]
