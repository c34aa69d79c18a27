"""What is replaced in free text, and what is left as it is."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.signals.secrets import (
    _cleaned,
    _scrubbed,
    encoded_without_secrets,
    without_secrets,
)
from faults.planted import MARK, SHAPES


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("around", ["{}", "note {} end", 'run "{}" now', "a=1;{}", "x\n{}\ny"])
def test_secrets_are_replaced(shape: str, around: str) -> None:
    assert MARK not in without_secrets(around.replace("{}", SHAPES[shape]))


@pytest.mark.parametrize(
    "text",
    [
        "azureml:tokenizer:3",
        "azureml:secret-santa:12",
        "/subscriptions/1/resourceGroups/rg-keys/providers/Microsoft.MachineLearningServices/"
        "workspaces/password-cracker/models/token/versions/3",
        "azureml://registries/keys/models/passkey/versions/1",
        "8f14e45fceea167a5a36dedd4bea2543b1b0e7d1",
        "contoso.azurecr.io/train@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "11111111-0000-4000-8000-000000000001",
        "https://dev.azure.com/contoso/ml/_git/key-vault",
        "--token $(System.AccessToken)",
        "azureml://datastores/keys/paths/a=b/year=2026/",
        "Schlüssel und Wörter, 鍵, מפתח",
    ],
)
def test_ids_references_and_expressions_stay(text: str) -> None:
    assert without_secrets(text) == text


@given(st.text())
def test_any_text_is_taken_and_what_is_clean_stays_so(text: str) -> None:
    once = without_secrets(text)
    assert without_secrets(once) == once


TREES = st.recursive(
    st.text() | st.none() | st.booleans() | st.integers(-5, 5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(TREES, st.sampled_from(sorted(SHAPES)))
def test_no_secret_survives_anywhere_in_json(tree: object, shape: str) -> None:
    planted = {"a": tree, "b": [SHAPES[shape], {SHAPES[shape]: SHAPES[shape]}]}
    encoded = encoded_without_secrets(planted)
    json.loads(encoded)
    assert MARK.encode() not in encoded


PIECES = st.sampled_from(
    [
        *("pass", "PWD", "secret", "token", "key", "sas", "sig", "Pat", "auth", "api_key", "--pat"),
        *(
            "pa\u017f\u017fword",
            "to\u212aen",
            "s\u0130g",
            "s\u0131g",
            "bearer",
            "Basic",
            "eyJhbGciOi",
        ),
        *("ghp_", "sk-", "xoxb-", "AKIA", "glpat-", "://", "@", "--", "-", "_", ".", "/", "\\"),
        *("=", "==", ":", ": ", " = ", "%3D", "%20", "%3A%20", " ", "\u00a0", "\t", "\n", '"', "'"),
        *("A" * 40, "0123456789abcdef", "Zm9v+/", "x", "9", "$(", "}", ";", "&", "é", "鍵"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=9).map("".join)


@given(TEXTS)
def test_the_quick_look_misses_nothing_that_the_rules_find(text: str) -> None:
    once = _scrubbed(text)
    assert without_secrets(text) == once


@given(
    st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=5)
)
def test_looking_at_each_text_once_comes_to_what_looking_at_all_does(tree: object) -> None:
    slowly = msgspec.json.encode(_cleaned(msgspec.json.decode(msgspec.json.encode(tree))))
    assert msgspec.json.decode(encoded_without_secrets(tree)) == msgspec.json.decode(slowly)


@pytest.mark.parametrize(
    "text",
    [
        "run --pat {} now",
        "PAT: {}",
        "sig : {}",
        "'pat': '{}'",
        f"{'A' * 40}{{}}=",
        f"of it {'A' * 40}{{}}= and so on",
        "pa\u017f\u017fword={}",
        "to\u212aen={}",
    ],
)
def test_a_secret_shows_by_a_short_name_or_an_odd_letter_too(text: str) -> None:
    assert MARK not in without_secrets(text.replace("{}", MARK))
    assert MARK.encode() not in encoded_without_secrets([text.replace("{}", MARK)])
