"""What `OPTIONS _apis` and the resource areas tell the azure-devops SDK (7.1.0b4)."""

from aml_maturity_audit.sandbox.estate.merging import Tree

AREAS = {
    "core": "79134c72-4a58-4b42-976c-04e7115f32bf",
    "git": "4e080c62-fa21-4fbc-8fef-2a10a2b38049",
    "build": "965220d5-5bb9-42cf-8d67-9b146df2a5a4",
    "test": "c2aa639c-3ccc-4740-b3b6-ce2a1e1d984e",
    "testresults": "c83eaf52-edf3-4034-ae11-17d38f25404c",
    "release": "efc2f575-36ef-48e9-b672-0c6fb4a48ac5",
    "policy": "fb13a388-40dd-4a04-b530-013a739c72ef",
    "serviceendpoint": "1814ab31-2f4f-4a9f-8761-f4d77dc5a5d7",
    "distributedtask": "a85b8835-c1a1-4aac-ae97-1c3d0ba72dbd",
    "PipelinesChecks": "4a933897-0488-45af-bd82-6fd3ad33f46a",
    "pipelines": "2e0bf237-8973-4ec9-a581-9c3d679d1776",
    "graph": "bb1e7ec9-e901-4b68-999a-de7012b920f8",
}

_IN_PROJECT = "{project}/_apis/{area}/{resource}"
_IN_REPOSITORY = "{project}/_apis/git/repositories/{repositoryId}/{resource}"
# By location id: area, resource and template.
_LOCATIONS = {
    "e81700f7-3be2-46de-8624-2eb35882fcaa": (
        "Location",
        "ResourceAreas",
        "_apis/{resource}/{areaId}",
    ),
    "00d9565f-ed9c-4a06-9a50-00e7896ccab4": ("Location", "ConnectionData", "_apis/{resource}"),
    "603fe2ac-9723-48b9-88ad-09305aa6c6e1": ("core", "projects", "_apis/{resource}/{projectId}"),
    "225f7195-f9c7-4d14-ab28-a83f7ff77e1f": (
        "git",
        "repositories",
        _IN_PROJECT + "/{repositoryId}",
    ),
    "fb93c0db-47ed-4a31-8c20-47552878fb44": ("git", "items", _IN_REPOSITORY + "/{*path}"),
    "7b28e929-2c99-405d-9c5c-6167a06e6816": ("git", "blobs", _IN_REPOSITORY + "/{sha1}"),
    "c2570c3b-5b3f-41b8-98bf-5407bfde8d58": ("git", "commits", _IN_REPOSITORY + "/{commitId}"),
    "9946fd70-0d40-406e-b686-b4744cbbcc37": (
        "git",
        "pullRequests",
        _IN_REPOSITORY + "/{pullRequestId}",
    ),
    "a5d28130-9cd2-40fa-9f08-902e7daa9efb": ("git", "pullRequests", _IN_PROJECT),
    "2d874a60-a811-4f62-9c9f-963a6ea0a55b": ("git", "refs", _IN_REPOSITORY),
    "2c420070-a0a2-49cc-9639-c9f271c5ff07": (
        "git",
        "configurations",
        "{project}/_apis/git/policy/{resource}",
    ),
    "dbeaf647-6167-421a-bda9-c9327b25e2e6": (
        "build",
        "definitions",
        _IN_PROJECT + "/{definitionId}",
    ),
    "7c3df3a1-7e51-4150-8cf7-540347f8697f": (
        "build",
        "yaml",
        "{project}/_apis/build/definitions/{definitionId}/{resource}",
    ),
    "0cd358e1-9217-4d94-8269-1c1ee6f93dcf": ("build", "builds", _IN_PROJECT + "/{buildId}"),
    "8baac422-4c6e-4de5-8532-db96d92acffa": (
        "build",
        "Timeline",
        "{project}/_apis/build/builds/{buildId}/{resource}/{timelineId}",
    ),
    "cadb3810-d47d-4a3c-a234-fe5f3be50138": ("test", "runs", _IN_PROJECT + "/{runId}"),
    "77560e8a-4e8c-4d59-894e-a5f264c24444": ("test", "codecoverage", _IN_PROJECT),
    "d8f96f24-8ea7-4cb6-baab-2df8fc515665": (
        "release",
        "definitions",
        _IN_PROJECT + "/{definitionId}",
    ),
    "b005ef73-cddc-448e-9ba2-5193bf36b19f": ("release", "deployments", _IN_PROJECT),
    "dad91cbe-d183-45f8-9c6e-9c1164472121": (
        "policy",
        "configurations",
        _IN_PROJECT + "/{configurationId}",
    ),
    "e85f1c62-adfc-4b74-b618-11a150fb195e": (
        "serviceendpoint",
        "endpoints",
        _IN_PROJECT + "/{endpointId}",
    ),
    "8572b1fc-2482-47fa-8f74-7e3ed53ee54b": (
        "distributedtask",
        "environments",
        _IN_PROJECT + "/{environmentId}",
    ),
    "51bb5d21-4305-4ea6-9dbb-b7488af73334": (
        "distributedtask",
        "environmentdeploymentrecords",
        "{project}/_apis/{area}/environments/{environmentId}/{resource}",
    ),
    "5f3d0e64-f943-4584-8811-77eb495e831e": (
        "PipelinesChecks",
        "queryconfigurations",
        "{project}/_apis/pipelines/checks/{resource}",
    ),
    "86c8381e-5aee-4cde-8ae4-25c0c7f5eaea": (
        "PipelinesChecks",
        "configurations",
        "{project}/_apis/pipelines/checks/{resource}/{id}",
    ),
    "28e1305e-2afe-47bf-abaf-cbb0e6a91988": (
        "pipelines",
        "pipelines",
        "{project}/_apis/{resource}/{pipelineId}",
    ),
}


def locations() -> list[Tree]:
    """Every route the SDK can look up, with the versions served."""
    return [
        {
            "id": id_,
            "area": area,
            "resourceName": resource,
            "routeTemplate": template,
            "resourceVersion": 7,
            "minVersion": "1.0",
            "maxVersion": "7.2",
            "releasedVersion": "7.1",
        }
        for id_, (area, resource, template) in _LOCATIONS.items()
    ]
