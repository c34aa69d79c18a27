"""Why a host could not be reached, in one sentence with the way out, certificates above all."""

import ssl

import aiohttp
from azure.core.exceptions import AzureError, HttpResponseError

from aml_maturity_audit.azure.tls import BUNDLE_VARIABLES

_BUNDLES = " or ".join(BUNDLE_VARIABLES)


def unreachable(error: BaseException) -> str:
    """What stopped a request, from the exception that it ended with; ends with a full stop."""
    cause = root_of(error)
    host = _host(cause)
    if is_untrusted(cause):
        return (
            f"the certificate of {host} is not trusted. If your network inspects TLS, name its "
            f"certificate authority in {_BUNDLES}."
        )
    if isinstance(cause, aiohttp.ClientConnectorDNSError):
        return f"the name {host} is not known to DNS. Check the network, HTTPS_PROXY and NO_PROXY."
    if isinstance(cause, aiohttp.ClientProxyConnectionError):
        return f"the proxy {host} cannot be reached. Check HTTPS_PROXY and NO_PROXY."
    if isinstance(cause, aiohttp.ClientConnectorError):
        reason = _system(cause)
        return f"{host} cannot be reached ({reason}). Check the network, HTTPS_PROXY and NO_PROXY."
    if isinstance(cause, TimeoutError):
        return "it took too long."
    if isinstance(cause, aiohttp.ServerDisconnectedError | ConnectionError | aiohttp.ClientOSError):
        return "the connection was closed before the answer came."
    if isinstance(cause, aiohttp.ClientPayloadError):
        return "the connection was closed in the middle of the answer."
    if isinstance(cause, HttpResponseError):
        return "the answer could not be understood."
    return f"the transport failed ({type(cause).__name__})."


def root_of(error: BaseException) -> BaseException:
    """The transport's own exception under azure-core's."""
    inner = getattr(error, "inner_exception", None)
    if isinstance(error, AzureError) and isinstance(inner, BaseException):
        return root_of(inner)
    return error


def is_untrusted(error: BaseException) -> bool:
    """Whether the host's certificate was refused: asking again would not help."""
    cause = root_of(error)
    return isinstance(
        cause,
        aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError | ssl.SSLError,
    )


def _host(error: BaseException) -> str:
    return str(getattr(error, "host", None) or "the host")


def _system(error: aiohttp.ClientConnectorError) -> str:
    text = error.os_error.strerror or type(error.os_error).__name__
    return str(text).split("\n")[0][:120].lower()
