"""A certificate authority of the moment, and the server certificate it signs."""

import ssl
from pathlib import Path

import trustme


def server_context(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A TLS context for 127.0.0.1 and localhost, and the file that holds the CA to trust."""
    authority = trustme.CA(organization_name="Sandbox for aml-maturity-audit")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    ca_file = folder / "sandbox-ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    return context, ca_file
