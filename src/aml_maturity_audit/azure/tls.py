"""One TLS context for all connections. Verification has no switch (design.md, section 5)."""

import ssl
import sys
from collections.abc import Mapping
from pathlib import Path

from aml_maturity_audit.errors import UsageError

BUNDLE_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
"""Each may name further certificate authorities; the system's stay trusted."""


def tls_context(environ: Mapping[str, str]) -> ssl.SSLContext:
    """A verifying client context that trusts the system's authorities and those in `environ`.

    Raises UsageError where a variable names a file that is missing or holds no certificate.
    """
    context = _trusting_the_system()
    for variable in BUNDLE_VARIABLES:
        if value := environ.get(variable, "").strip():
            _trust(context, Path(value), variable)
    return context


def bundle(environ: Mapping[str, str]) -> str:
    """The authorities that the variables name, as PEM, for libraries that know but one file.

    Empty where none is named. Raises UsageError as `tls_context` does.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for variable in BUNDLE_VARIABLES:
        if value := environ.get(variable, "").strip():
            _trust(context, Path(value), variable)
    return "".join(map(ssl.DER_cert_to_PEM_cert, context.get_ca_certs(binary_form=True)))


def _trusting_the_system() -> ssl.SSLContext:
    """OpenSSL's file and folder of authorities, and Windows' store, are each read once: a file
    takes 25 ms, and `create_default_context` reads it again unless it is told which."""
    paths = ssl.get_default_verify_paths()
    system = Path(paths.openssl_cafile)
    if not system.is_file():
        context = ssl.create_default_context()
        if not Path(paths.openssl_capath).is_dir():
            _trust_bundled(context)
        return context
    context = ssl.create_default_context(cafile=str(system))
    if sys.platform == "win32":
        context.load_default_certs()
    elif paths.capath:
        context.load_verify_locations(capath=paths.capath)
    return context


def _trust(context: ssl.SSLContext, path: Path, variable: str) -> None:
    try:
        if path.is_dir():
            context.load_verify_locations(capath=str(path))
        else:
            context.load_verify_locations(cafile=str(path))
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(
            f"{variable} names {path}, which is no readable file of certificates.",
            remedy="Point it at a PEM file, or unset it.",
        ) from error


def _trust_bundled(context: ssl.SSLContext) -> None:
    """Trust Mozilla's list, on a machine whose OpenSSL brings none (macOS, python.org)."""
    import certifi  # noqa: PLC0415  rarely needed

    context.load_verify_locations(cafile=certifi.where())
