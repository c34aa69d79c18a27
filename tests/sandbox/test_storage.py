"""The sandbox's storage, as Microsoft's own client for blobs finds it."""

from collections.abc import Iterator

import pytest
from azure.core import MatchConditions
from azure.core.exceptions import (
    ClientAuthenticationError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.identity import ClientSecretCredential
from azure.storage.blob import BlobBlock, BlobServiceClient, ContainerClient

from aml_maturity_audit.sandbox import Sandbox, parse_estate

ESTATE = """
identities:
  auditor: {clientId: 5a4db0c5-0000-4000-8000-00000000a0d1}
  reader: {clientId: 5a4db0c5-0000-4000-8000-00000000a0d2, storage: reader}
  stranger: {clientId: 5a4db0c5-0000-4000-8000-00000000a0d3, storage: none}
storage:
  staudit: {containers: [maturity, other]}
"""


@pytest.fixture(scope="module")
def served() -> Iterator[Sandbox]:
    with Sandbox(parse_estate(ESTATE)) as running:
        yield running


def service(served: Sandbox, identity: str = "auditor", **given) -> BlobServiceClient:
    settings = served.cloud.world.settings
    credential = ClientSecretCredential(
        settings.tenant.id,
        settings.identities[identity].client_id,
        settings.identities[identity].secret,
        authority=served.url,
        disable_instance_discovery=True,
        connection_verify=str(served.ca_file),
    )
    return BlobServiceClient(
        f"{served.url}/staudit",
        credential=credential,
        connection_verify=str(served.ca_file),
        retry_total=0,
        **given,
    )


@pytest.fixture
def container(served: Sandbox) -> Iterator[ContainerClient]:
    served.cloud.storage.accounts["staudit"]["maturity"].blobs.clear()
    with service(served) as client:
        yield client.get_container_client("maturity")


def test_what_was_put_is_there_whole_and_in_parts(container: ContainerClient) -> None:
    blob = container.upload_blob("a/b.txt", b"0123456789", metadata={"by": "ada"})
    assert blob.download_blob().readall() == b"0123456789"
    assert blob.download_blob(offset=3, length=4).readall() == b"3456"
    assert blob.download_blob(offset=8, length=9).readall() == b"89"
    told = blob.get_blob_properties()
    assert (told.size, told.metadata, told.blob_type) == (10, {"by": "ada"}, "BlockBlob")
    assert blob.exists()
    assert not container.get_blob_client("a/c.txt").exists()


def test_a_range_beyond_the_end_is_refused(container: ContainerClient) -> None:
    blob = container.upload_blob("short", b"01")
    with pytest.raises(HttpResponseError) as refused:
        blob.download_blob(offset=5, length=1)
    assert refused.value.status_code == 416


def test_a_new_blob_is_new_once(container: ContainerClient) -> None:
    container.upload_blob("log/0.json", b"first", overwrite=False)
    with pytest.raises(ResourceExistsError) as refused:
        container.upload_blob("log/0.json", b"second", overwrite=False)
    assert refused.value.error_code == "BlobAlreadyExists"
    assert container.download_blob("log/0.json").readall() == b"first"
    container.upload_blob("log/0.json", b"third", overwrite=True)
    assert container.download_blob("log/0.json").readall() == b"third"


def test_only_the_version_that_was_read_is_replaced(container: ContainerClient) -> None:
    blob = container.upload_blob("x", b"1")
    etag = blob.get_blob_properties().etag
    same = {"etag": etag, "match_condition": MatchConditions.IfNotModified, "overwrite": True}
    blob.upload_blob(b"2", **same)
    with pytest.raises(ResourceModifiedError):
        blob.upload_blob(b"3", **same)
    assert blob.download_blob().readall() == b"2"


def test_blocks_are_a_blob_once_they_are_listed(container: ContainerClient) -> None:
    blob = container.get_blob_client("big")
    for name, content in (("b", b"world"), ("a", b"hello "), ("c", b"unused")):
        blob.stage_block(name, content)
    assert not blob.exists()
    blob.commit_block_list([BlobBlock("a"), BlobBlock("b")])
    assert blob.download_blob().readall() == b"hello world"
    with pytest.raises(HttpResponseError) as refused:
        blob.commit_block_list([BlobBlock("zz")])
    assert refused.value.error_code == "InvalidBlockList"


def test_a_large_upload_goes_in_blocks(served: Sandbox) -> None:
    content = bytes(range(256)) * 4096 * 6
    with service(served, max_single_put_size=1024, max_block_size=2**20) as client:
        blob = client.get_blob_client("maturity", "large")
        blob.upload_blob(content, overwrite=True, max_concurrency=4)
        assert blob.download_blob(max_concurrency=4).readall() == content


def test_lists_come_in_pages_and_in_order(container: ContainerClient) -> None:
    for number in (3, 1, 2):
        container.upload_blob(f"t/_log/{number}.json", b"x" * number)
    container.upload_blob("t/part & <1>.parquet", b"")
    container.upload_blob("u/else", b"")
    pages = container.list_blobs(name_starts_with="t/", results_per_page=2).by_page()
    names = [[blob.name for blob in page] for page in pages]
    assert names == [
        ["t/_log", "t/_log/1.json"],
        ["t/_log/2.json", "t/_log/3.json"],
        ["t/part & <1>.parquet"],
    ]
    sizes = {blob.name: blob.size for blob in container.list_blobs(name_starts_with="t/_log/")}
    assert sizes == {"t/_log/1.json": 1, "t/_log/2.json": 2, "t/_log/3.json": 3}
    later = container.list_blobs(name_starts_with="t/_log/", start_from="t/_log/2")
    assert [blob.name for blob in later] == ["t/_log/2.json", "t/_log/3.json"]
    walked = [one.name for one in container.walk_blobs(name_starts_with="t/", delimiter="/")]
    assert walked == ["t/_log/", "t/part & <1>.parquet"]


def test_a_directory_stays_until_it_is_empty_and_deleted(container: ContainerClient) -> None:
    container.upload_blob("d/e/f", b"")
    with pytest.raises(ResourceExistsError) as refused:
        container.delete_blob("d/e")
    assert refused.value.error_code == "DirectoryIsNotEmpty"
    container.delete_blob("d/e/f")
    assert [blob.name for blob in container.list_blobs()] == ["d", "d/e"]
    container.delete_blob("d/e")
    with pytest.raises(ResourceNotFoundError) as refused_too:
        container.delete_blob("d/e")
    assert refused_too.value.error_code == "BlobNotFound"


def test_many_are_deleted_in_one_request(container: ContainerClient, served: Sandbox) -> None:
    for name in ("1", "2", "3"):
        container.upload_blob(f"many/{name}", b"")
    served.requests.clear()
    answers = container.delete_blobs("many/1", "many/3", "many/9", raise_on_any_failure=False)
    assert [answer.status_code for answer in answers] == [202, 202, 404]
    assert [one.method for one in served.requests] == ["POST"]
    assert [blob.name for blob in container.list_blobs()] == ["many", "many/2"]


def test_a_copy_is_another_blob(container: ContainerClient) -> None:
    source = container.upload_blob("from", b"content")
    copy = container.get_blob_client("to")
    assert copy.start_copy_from_url(source.url)["copy_status"] == "success"
    source.delete_blob()
    assert copy.download_blob().readall() == b"content"


def test_what_is_not_there_is_told_apart(served: Sandbox, container: ContainerClient) -> None:
    with pytest.raises(ResourceNotFoundError) as no_blob:
        container.download_blob("nowhere")
    assert no_blob.value.error_code == "BlobNotFound"
    with service(served) as client, pytest.raises(ResourceNotFoundError) as no_container:
        list(client.get_container_client("none").list_blobs())
    assert no_container.value.error_code == "ContainerNotFound"


def test_a_reader_reads(served: Sandbox, container: ContainerClient) -> None:
    container.upload_blob("x", b"1")
    with service(served, "reader") as client:
        own = client.get_container_client("maturity")
        assert own.download_blob("x").readall() == b"1"
        for change in (lambda: own.upload_blob("y", b""), lambda: own.delete_blob("x")):
            with pytest.raises(HttpResponseError) as refused:
                change()
            assert refused.value.status_code == 403
            assert refused.value.error_code == "AuthorizationPermissionMismatch"


def test_without_a_role_nothing_is_read(served: Sandbox) -> None:
    with service(served, "stranger") as client, pytest.raises(HttpResponseError) as refused:
        list(client.get_container_client("maturity").list_blobs())
    assert refused.value.status_code == 403


def test_a_token_that_expired_or_is_anothers_is_refused(
    served: Sandbox, container: ContainerClient
) -> None:
    container.upload_blob("x", b"1")
    served.cloud.tokens.expire_all()
    with pytest.raises(ClientAuthenticationError) as refused:
        container.download_blob("x")
    assert refused.value.error_code == "InvalidAuthenticationInfo"
    identity = served.cloud.world.settings.identities["auditor"]
    foreign = served.cloud.tokens.issue(identity, served.url)
    with pytest.raises(ClientAuthenticationError):
        container.download_blob("x", headers={"Authorization": f"Bearer {foreign}"})


def test_storage_is_the_only_part_that_is_written_to(served: Sandbox) -> None:
    with service(served) as client:
        client.get_blob_client("maturity", "w").upload_blob(b"", overwrite=True)
    assert {one.path.split("/")[1] for one in served.requests.writes()} == {"staudit"}
