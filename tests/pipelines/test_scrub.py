"""Evidence never carries a secret, a control character, or more than one short line."""

import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aml_maturity_audit.pipelines.scrub import scrubbed
from pipelines.reading import azure_script, read

SECRET = "hunter2Zx9"
LONG = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTIzNDU2Nzg5MA=="

LEAKS = [
    "az login --service-principal -u me --password {s}",
    "az login --service-principal -u me -p {s}",
    "az acr login --password={s}",
    "docker login -u me -p '{s}'",
    "run --client-secret {s} --x y",
    "run --secret {s}",
    "run --token \"{s}\"",
    "run --api-key {s}",
    "run --sas-token {s}",
    "PASSWORD={s} run",
    "export API_KEY='{s}'",
    "DB_PWD={s}",
    "password: {s}",
    '{{"clientSecret": "{s}"}}',
    "AccountKey={s};EndpointSuffix=core.windows.net",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={s}",
    "Server=x;User Id=me;Password={s};",
    "SharedAccessKey={s}",
    "https://acct.blob.core.windows.net/c?sv=2020&sig={s}",
    "https://me:{s}@example.org/repo.git",
    "curl -H 'Authorization: Bearer {s}' https://example.org",
    "curl -u me:{s} https://example.org",
    "InstrumentationKey={s}",
    "--connection-string 'Endpoint=sb://x;SharedAccessKey={s}'",
    "az storage blob list --account-key {s}",
    "$env:ARM_CLIENT_SECRET = '{s}'",
    "set AZURE_DEVOPS_EXT_PAT={s}",
]  # fmt: skip


@pytest.mark.parametrize("line", LEAKS)
def test_a_secret_is_hidden(line: str) -> None:
    assert SECRET not in scrubbed(line.format(s=SECRET))
    assert LONG not in scrubbed(line.format(s=LONG))


@pytest.mark.parametrize(
    "token",
    [LONG, "ghp_0123456789abcdefghijABCDEFGHIJ012345",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def",
     "a1B2c3D4e5F6a7B8c9D0e1F2a3B4c5D6e7F8a9B0c1D2", "AKIAIOSFODNN7EXAMPLE"],
)  # fmt: skip
def test_a_bare_token_is_hidden(token: str) -> None:
    assert token not in scrubbed(f"run {token} now")
    assert scrubbed(f"run {token} now").startswith("run ***")


@pytest.mark.parametrize(
    "line",
    [
        "pytest tests/unit --junitxml=out/junit.xml --cov=src",
        "az ml job create --file jobs/train.yml --workspace-name churn-prod -g rg-churn",
        "python deploy.py --config-path configuration/compute/prod-realtimeinference-aks.yml",
        "az login --service-principal -u $(id) -p $(secret) --tenant $(tenant)",
        "uses: docker/build-push-action@0123456789abcdef0123456789abcdef01234567",
        "az ml model create -n 00000000-0000-4000-8000-000000000001",
        "python train.py --epochs 10 --patience 3 --signal x",
    ],
)
def test_what_is_no_secret_stays(line: str) -> None:
    assert scrubbed(line) == line


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(LEAKS),
    st.text(alphabet=string.ascii_letters + string.digits, min_size=8, max_size=60),
    st.text(alphabet=string.ascii_lowercase + " ", max_size=30),
)
def test_any_secret_is_hidden(line: str, secret: str, around: str) -> None:
    if secret.lower() in line.lower() or secret in around:
        return
    assert secret not in scrubbed(f"{around} {line.format(s=secret)}")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=600))
def test_one_printable_short_line(text: str) -> None:
    line = scrubbed(text)
    assert len(line) <= 200
    assert not any(unicodedata.category(char)[0] == "C" for char in line)
    assert "\n" not in line


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_scrubbing_twice_changes_nothing(text: str) -> None:
    assert scrubbed(scrubbed(text)) == scrubbed(text)


def test_evidence_and_expressions_are_scrubbed() -> None:
    script = f"pytest --token {SECRET}\naz ml model list -g rg -w $(x)--password={SECRET}"
    content = read(azure_script(script))
    assert SECRET not in repr(content)
    assert content.practices["runs_tests"][0].text == "pytest --token ***"
