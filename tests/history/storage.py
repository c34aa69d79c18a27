"""A history in the sandbox's storage, and commands that work on it as processes of their own.

deltalake holds the interpreter's lock while it reads, so a sandbox in its process could not answer.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from aml_maturity_audit.sandbox import Sandbox

VARIABLES = ("AZURE_", "ARM_CLOUD", "AML_MATURITY_AUDIT_", "IDENTITY_", "MSI_")
CA_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")


class Ended:
    """How a process ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.out, self.err = process.communicate(timeout=240)
        self.code = process.returncode

    def well(self) -> "Ended":
        assert self.code == 0, self.err
        return self


class Commands:
    """Starts the command with the environment of a sandbox, and what else is given."""

    def __init__(self, served: Sandbox, folder: Path, **environ: str) -> None:
        bare = {k: v for k, v in os.environ.items() if not k.startswith(VARIABLES)}
        self._environ = {**bare, **served.environment, "XDG_STATE_HOME": str(folder), **environ}
        self._folder = folder

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "aml_maturity_audit", *map(str, arguments)],
            env={name: value for name, value in self._environ.items() if value},
            cwd=self._folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object) -> Ended:
        return Ended(self.start(*arguments))


@contextmanager
def managed_identity(served: Sandbox, name: str) -> Iterator[tuple[dict[str, str], list[str]]]:
    """What a container app's environment says of its identity, and the resources it was asked for.

    Source: learn.microsoft.com, "Managed identities in Azure Container Apps": IDENTITY_ENDPOINT,
    with IDENTITY_HEADER against forged requests.
    """
    asked: list[str] = []
    tokens = served.cloud.tokens
    identity = served.cloud.world.settings.identities[name]

    class Endpoint(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            if self.headers["X-IDENTITY-HEADER"] != "this-app":
                return self.send_error(401)
            asked.append(query["resource"][0])
            audience = tokens.audience_of(query["resource"][0])
            token = tokens.issue(identity, audience or "")
            told = {"access_token": token, "expires_on": "4102444800", "token_type": "Bearer"}
            body = json.dumps(told | {"resource": query["resource"][0]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)
            return None

        def log_message(self, *_: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/msi/token"
        yield {"IDENTITY_ENDPOINT": address, "IDENTITY_HEADER": "this-app"}, asked
        server.shutdown()
