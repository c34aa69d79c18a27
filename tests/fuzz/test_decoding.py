"""Whatever bytes or text come, decoding takes them or says what is wrong; nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml_maturity_audit.azure.decoding import Page, item_of, page
from aml_maturity_audit.azure.wire import Garbled
from aml_maturity_audit.collectors.wire.model_version import ModelVersionWire
from aml_maturity_audit.signals.ids import (
    AssetRef,
    last_segment,
    parse_asset,
    resource_group_of,
    same_id,
    subscription_of,
)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
SEGMENT = st.text(
    st.characters(exclude_characters=":@/\\{}\"'", exclude_categories=("Z", "C")), min_size=1
)


@given(st.binary() | JSON.map(lambda tree: json.dumps(tree).encode()))
def test_any_body_is_a_page_or_garbled(body: bytes) -> None:
    try:
        assert isinstance(page(body), Page)
    except Garbled:
        return


@given(st.binary() | JSON.map(lambda tree: json.dumps(tree).encode()))
def test_any_body_is_an_item_or_garbled(body: bytes) -> None:
    try:
        assert item_of(ModelVersionWire)(body) != ModelVersionWire()
    except Garbled:
        return


@given(st.lists(JSON), st.none() | st.text())
def test_a_page_has_all_its_items(items: list[object], link: str | None) -> None:
    found = page(json.dumps({"value": items, "nextLink": link}).encode())
    assert [json.loads(bytes(raw)) for raw in found.value] == items
    assert found.nextLink == link


@given(st.text() | st.none())
def test_any_reference_is_an_asset_or_none(text: str | None) -> None:
    found = parse_asset(text)
    assert found is None or isinstance(found, AssetRef)
    last_segment(text)
    subscription_of(text or "")
    resource_group_of(text or "")
    assert same_id(text, text) is bool(text)


@pytest.mark.parametrize("prefix", ["", "azureml:", "AzureML:"])
@given(name=SEGMENT, version=SEGMENT)
def test_a_short_reference_comes_back_as_it_was(prefix: str, name: str, version: str) -> None:
    found = parse_asset(f"{prefix}{name}:{version}")
    if name.lower() in {"azureml", "subscriptions"}:
        return
    assert found is not None
    assert (found.name, found.version) == (name, version)


@given(name=SEGMENT, version=SEGMENT, registry=SEGMENT)
def test_a_registry_reference_is_one_in_any_case(name: str, version: str, registry: str) -> None:
    text = f"azureml://registries/{registry}/models/{name}/versions/{version}"
    found = parse_asset(text)
    again = parse_asset(text.replace("azureml", "AZUREML").replace("models", "Models"))
    assert found is not None
    assert again is not None
    assert found.key == again.key
    assert found.registry == registry
