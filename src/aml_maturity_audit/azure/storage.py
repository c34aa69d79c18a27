"""A place in Azure Storage as a library of its own needs it: where it answers, and a token for it.

deltalake talks to Storage by itself, but never signs in: every way of `--auth` works because the
token comes from the audit's own credential, and it goes to the one host that follows from
the address that the user named. Source: issue "History, trend, and past one machine".
"""

import asyncio
import atexit
import os
import re
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from azure.core.credentials import AccessTokenInfo

from aml_maturity_audit.azure import clock
from aml_maturity_audit.azure.clouds import Cloud
from aml_maturity_audit.azure.credentials import new_credential
from aml_maturity_audit.azure.door import Settings
from aml_maturity_audit.azure.metadata import cloud_of
from aml_maturity_audit.azure.tls import bundle
from aml_maturity_audit.azure.tokens import Tokens
from aml_maturity_audit.azure.transport import SharedTransport, new_session
from aml_maturity_audit.errors import UsageError

SCHEME = "abfss://"
SCOPE = "https://storage.azure.com/.default"
"""The same in every cloud (learn.microsoft.com, "Authorize access to blobs with Entra")."""
_ADDRESS = re.compile(
    r"abfss://(?P<container>[a-z0-9](?:-?[a-z0-9]){2,62})@(?P<account>[a-z0-9]{3,24})"
    r"\.(?P<zone>z[0-9]{1,2}\.)?dfs\.(?P<suffix>[a-z0-9.-]+)(?P<path>(?:/[\w.=-]+)*)/?"
)
_ZONES = "storage.azure.net"
"""Domain of accounts with an endpoint of a DNS zone, in the public cloud."""
_RENEW_BEFORE = 300
"""Seconds of a token's life that a step of work may need."""


@dataclass(frozen=True)
class Address:
    """`abfss://CONTAINER@ACCOUNT.dfs.SUFFIX/PATH`, taken apart."""

    container: str
    account: str
    zone: str
    suffix: str
    path: str

    @classmethod
    def parse(cls, uri: str) -> "Address":
        """Raises UsageError for what is no such address."""
        found = _ADDRESS.fullmatch(uri.strip())
        if found is None or ".." in uri:
            raise UsageError(
                f"{uri!r} is no address in Azure Storage.",
                remedy="Write abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH.",
            )
        return cls(**{**found.groupdict(), "zone": found["zone"] or ""})

    def endpoint(self, cloud: Cloud) -> str:
        """Where its blobs answer. Raises UsageError where this is no host of the cloud's."""
        zoned = self.suffix == _ZONES and self.zone and cloud.storage_suffix == "core.windows.net"
        plain = self.suffix == cloud.storage_suffix and not self.zone
        if not (zoned or plain):
            own = cloud.storage_suffix
            raise UsageError(
                f"{self.account}.{self.zone}dfs.{self.suffix} is no storage account of"
                f" {cloud.name}; no token was sent there.",
                remedy=f"Accounts of this cloud are called ACCOUNT.dfs.{own}." if own else "",
            )
        if cloud.loopback:
            return f"{cloud.arm}/{self.account}"
        return f"https://{self.account}.{self.zone}blob.{self.suffix}"


class BlobStorage:
    """A folder in a container, with the credential of an audit."""

    def __init__(self, uri: str, settings: Settings) -> None:
        """Raises UsageError for what is no address in Azure Storage."""
        self._address = Address.parse(uri)
        self._settings = settings
        self._endpoint = ""
        self._token: AccessTokenInfo | None = None

    @property
    def location(self) -> str:
        """The folder, as object_store names it: its host comes with the options."""
        return f"{SCHEME}{self._address.container}{self._address.path}"

    def check(self) -> None:
        """Nothing: asking shows it."""

    def options(self) -> dict[str, str]:
        """What object_store has to be told, with a token that is good for minutes at least.

        Raises SignInRefused, UsageError and ToolFailure as signing in does.
        """
        if self._token is None or self._token.expires_on - _moment() < _RENEW_BEFORE:
            _trust_as_we_do(self._settings)
            with ThreadPoolExecutor(1) as aside:  # whoever asks may have a loop running
                self._token = aside.submit(asyncio.run, self._signed_in()).result()
        return {
            "azure_storage_account_name": self._address.account,
            "azure_endpoint": self._endpoint,
            "azure_storage_token": self._token.token,
            "max_retries": "6",
            "retry_timeout": "60s",
            "connect_timeout": "15s",
            "timeout": "120s",
        }

    def renew(self) -> None:
        """Forget the token: it was refused, so the next one is a fresh one."""
        self._token = None

    async def _signed_in(self) -> AccessTokenInfo:
        settings = self._settings
        async with new_session(settings.environ) as session:
            transport = SharedTransport(session, settings.patience)
            cloud = await cloud_of(settings.cloud, settings.environ, transport)
            self._endpoint = self._address.endpoint(cloud)
            credential = new_credential(
                settings.auth, cloud, transport, settings.environ, settings.patience
            )
            async with Tokens(lambda: credential, settings.auth, settings.environ) as tokens:
                return await tokens.sign_in(SCOPE)


def _moment() -> float:
    return clock.now().timestamp()


def _trust_as_we_do(settings: Settings) -> None:
    """Have object_store trust the authorities that our own requests trust.

    It reads SSL_CERT_FILE and SSL_CERT_DIR alone, which take the place of the system's.
    """
    named = bundle(settings.environ)
    if not named:
        return
    if named not in _TRUSTED:
        with NamedTemporaryFile("w", prefix="authorities-", suffix=".pem", delete=False) as file:
            file.write(named)
        atexit.register(Path(file.name).unlink, missing_ok=True)
        _TRUSTED[named] = file.name
    os.environ["SSL_CERT_FILE"] = _TRUSTED[named]
    os.environ.setdefault("SSL_CERT_DIR", ssl.get_default_verify_paths().openssl_capath)


_TRUSTED: dict[str, str] = {}
"""Files of authorities that this process wrote, by what is in them."""
