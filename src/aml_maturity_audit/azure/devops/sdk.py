"""The azure-devops SDK, loaded where it is used, with its side effects turned off.

It makes a cache directory when it is imported, writes answers there, and prints addresses to stdout
where a variable of the environment says so (azure_facts E.3).
"""

import importlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aml_maturity_audit import __version__

CACHE_VARIABLE = "AZURE_DEVOPS_CACHE_DIR"
_NEVER_SET = "AML_MATURITY_AUDIT_NEVER_PRINTS"


@contextmanager
def loaded_sdk() -> Iterator[Any]:
    """The module `azure.devops.connection`, its file cache in a directory that goes away after."""
    with tempfile.TemporaryDirectory(prefix="aml-maturity-audit-") as folder:
        connection = _imported(folder)
        cache = importlib.import_module("azure.devops._file_cache")
        stores = {"options": cache.OPTIONS_CACHE, "resources": cache.RESOURCE_CACHE}
        try:
            for name, store in stores.items():
                _point(store, str(Path(folder, f"{name}.json")))
            yield connection
        finally:
            for store in stores.values():
                _point(store, "")


def new_connection(module: Any, url: str, credentials: object) -> Any:  # noqa: ANN401  untyped SDK
    """A `Connection` of the SDK to an organization."""
    agent = f"aml-maturity-audit/{__version__}"
    connection = module.Connection(base_url=url, creds=credentials, user_agent=agent)
    connection._client.config.redirect_policy.allow = False
    return connection


def _imported(folder: str) -> Any:  # noqa: ANN401  untyped SDK
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = folder
    try:
        connection = importlib.import_module("azure.devops.connection")
        client: Any = importlib.import_module("azure.devops.client")
    finally:
        if before is None:
            os.environ.pop(CACHE_VARIABLE, None)
        else:
            os.environ[CACHE_VARIABLE] = before
    client.Client._locations_cache.clear()  # of the process, and never asked for again
    client.TRACE_ENV_VAR = client.TRACE_ENV_VAR_COMPAT = _NEVER_SET
    for name in ("azure.devops", "msrest"):  # at DEBUG they log whole answers
        logging.getLogger(name).setLevel(logging.WARNING)
    return connection


def _point(store: Any, file: str) -> None:  # noqa: ANN401  untyped SDK
    """Let a cache begin anew in `file`; without one it keeps to memory."""
    store.file_name = file
    store.data = {}
    store.initial_load_occurred = not file
