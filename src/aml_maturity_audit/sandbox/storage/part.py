"""Azure Storage's Blob service below `/ACCOUNT`, for tokens of Entra and nothing else."""

from dataclasses import replace

from aml_maturity_audit.sandbox.estate.settings import Identity
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.storage import batch, refusals, writing
from aml_maturity_audit.sandbox.storage.listing import listed
from aml_maturity_audit.sandbox.storage.model import Container
from aml_maturity_audit.sandbox.storage.reading import read
from aml_maturity_audit.sandbox.tokens import STORAGE, Tokens, bearer
from aml_maturity_audit.sandbox.web import Answer, Call

_READS = ("GET", "HEAD")


class Storage:
    """Accounts of the estate; an address names the account first, as emulators of Storage do."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._tokens = tokens
        self._authority = f"{world.url}/{world.settings.tenant.id}/oauth2/authorize"
        self.accounts = {
            account: {name: Container() for name in named.containers}
            for account, named in world.settings.storage.items()
        }

    def claims(self, call: Call) -> bool:
        """Whatever begins with the name of an account."""
        return call.path.lstrip("/").partition("/")[0] in self.accounts

    def answer(self, call: Call) -> Answer:
        """The answer, with the version of the service that it was asked for."""
        answer = self._refused(call) or self._answer(call)
        version = {"x-ms-version": call.header("x-ms-version")}
        return replace(answer, headers={**answer.headers, **version})

    def _refused(self, call: Call) -> Answer | None:
        token = bearer(call.header("Authorization"))
        if not token:
            return refusals.no_token(self._authority)
        grant = self._tokens.grant(token)
        if grant is None or not self._tokens.is_live(grant, (STORAGE,)):
            return refusals.token_refused(self._authority)
        return None if _may(grant.identity, call.method) else refusals.not_permitted()

    def _answer(self, call: Call) -> Answer:
        account, _, rest = call.path.lstrip("/").partition("/")
        named, _, blob = rest.partition("/")
        container = self.accounts[account].get(named)
        if call.method == "POST" and call.asked("comp") == "batch":
            return batch.answered(call, lambda one: self._one(account, one))
        if container is None:
            return refusals.no_container()
        if not blob:
            return _of_container(container, named, call)
        return _of_blob(container, blob, call)

    def _one(self, account: str, call: Call) -> Answer:
        """A request of a batch, whose address may leave the account out."""
        inner = call.path if self.claims(call) else f"/{account}{call.path}"
        return self._answer(replace(call, path=inner))


def _may(identity: Identity, method: str) -> bool:
    return identity.storage == "contributor" or (identity.storage == "reader" and method in _READS)


def _of_container(container: Container, name: str, call: Call) -> Answer:
    if call.method == "GET" and call.asked("comp") == "list":
        return listed(container, name, call)
    if call.method in _READS and call.asked("restype") == "container":
        return Answer(200, b"", {"x-ms-has-immutability-policy": "false"}, "")
    return refusals.unsupported(call.method, "of a container")


def _of_blob(container: Container, name: str, call: Call) -> Answer:
    if call.method == "PUT":
        return writing.put(container, name, call)
    if call.method == "DELETE":
        return writing.delete(container, name, call)
    blob = container.blobs.get(name)
    if call.method not in _READS or call.asked("comp"):
        return refusals.unsupported(call.method, call.asked("comp") or "of a blob")
    return read(blob, call) if blob is not None else refusals.no_blob()
