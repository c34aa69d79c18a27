"""Why a sign-in was refused, in one sentence with a way out. Source: issue "The spine", The door.

Says which credential, which tenant and what Entra said: its code and the first sentence, with the
values of secret variables taken out.
"""

import re
from collections.abc import Mapping

from aml_maturity_audit.azure.auth import CLIENT, SECRET_VARIABLES, TENANT, Auth
from aml_maturity_audit.errors import SignInRefused

_ENTRA = re.compile(r"(AADSTS\d{2,9})\s*:?\s*([^\r\n]*)")
_ATTEMPT = re.compile(r"^\s*(\w+Credential): ([^\r\n]*)", re.MULTILINE)
_ABSENT = re.compile(
    r"unavailable|not (?:be )?found|not installed|not configured|requires|content type|no response",
    re.IGNORECASE,
)
"""How azure-identity words that a credential is not set up here."""
_LONGEST = 300

_REMEDIES = {
    "AADSTS7000215": "Set AZURE_CLIENT_SECRET to the value (not the id) of a current secret.",
    "AADSTS7000222": "The secret has expired: create a new one and set AZURE_CLIENT_SECRET.",
    "AADSTS700016": "Check AZURE_CLIENT_ID, and that AZURE_TENANT_ID is the tenant it lives in.",
    "AADSTS90002": "Check AZURE_TENANT_ID.",
    "AADSTS900023": "Check AZURE_TENANT_ID.",
    "AADSTS50034": "Check the account's name and the tenant.",
    "AADSTS50076": "Sign in again with `az login`: more than a password is asked for.",
    "AADSTS50079": "Sign in again with `az login`: more than a password is asked for.",
    "AADSTS50173": "Sign in again with `az login`: the earlier sign-in was revoked.",
    "AADSTS700027": "Check that the certificate in AZURE_CLIENT_CERTIFICATE_PATH is registered.",
    "AADSTS700024": "Check the clock of this machine: the assertion is not within its time.",
    "AADSTS70021": "Check the federated credential: no one matches the token's subject and issuer.",
    "AADSTS53003": "A Conditional Access policy blocks this sign-in; ask who manages the tenant.",
}
_ELSE = {
    Auth.DEFAULT: "Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and "
    "AZURE_CLIENT_SECRET, or choose a credential with --auth.",
    Auth.CLI: "Run `az login`, with --tenant where it is not the default one.",
    Auth.MANAGED_IDENTITY: "Check that this machine has a managed identity; a user-assigned one "
    "is named by AZURE_CLIENT_ID.",
    Auth.WORKLOAD: "Check AZURE_FEDERATED_TOKEN_FILE and the application's federated credential.",
    Auth.PIPELINES: "Run in a task that uses the service connection, and map System.AccessToken.",
    Auth.CLIENT_SECRET: "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.",
    Auth.CLIENT_CERTIFICATE: "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the certificate.",
}


def refusal(auth: Auth, message: str, environ: Mapping[str, str]) -> SignInRefused:
    """The error for a sign-in with `auth` that ended with azure-identity's `message`."""
    said, code = _said(_without_secrets(message, environ))
    where = f" as {environ[CLIENT]}" if environ.get(CLIENT) and auth != Auth.CLI else ""
    tenant = f" in tenant {environ[TENANT]}" if environ.get(TENANT) else ""
    remedy = _REMEDIES.get(code, _ELSE[auth])
    return SignInRefused(f"Sign-in with --auth {auth}{where}{tenant} failed: {said}", remedy=remedy)


def _said(message: str) -> tuple[str, str]:
    entra = _ENTRA.search(message)
    if entra:
        return f"{entra[1]}: {_sentence(entra[2])}", entra[1]
    attempts = _ATTEMPT.findall(message)
    return (_tried(attempts) if attempts else _sentence(message)), ""


def _tried(attempts: list[tuple[str, str]]) -> str:
    """What a chain of credentials came to: who failed for a reason, and who was not there."""
    failed = [f"{name}: {_sentence(text)}" for name, text in attempts if not _ABSENT.search(text)]
    if failed:
        return " ".join(failed)
    names = ", ".join(name.removesuffix("Credential") for name, _ in attempts)
    return f"none of {names} is there to sign in with."


def _sentence(text: str) -> str:
    first = re.split(r"(?<=[.!?])\s", text.strip() or "no reason given.", maxsplit=1)[0]
    shortened = first[:_LONGEST].rstrip()
    return shortened if shortened.endswith((".", "!", "?")) else f"{shortened}."


def _without_secrets(message: str, environ: Mapping[str, str]) -> str:
    for name in SECRET_VARIABLES:
        value = environ.get(name)
        if value:
            message = message.replace(value, "***")
    return message
