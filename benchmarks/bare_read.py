"""Reads the jobs of a fleet and throws them away: what the way over TLS takes alone.

usage: bare_read.py WORKSPACES

One connection, blocking; nothing is decoded but the address of the next page.
"""

import http.client
import os
import ssl
import sys
from urllib.parse import urlsplit

from fleet import workspace_path

_NEXT = b'"nextLink":"'


def main(workspaces: int) -> None:
    host = urlsplit(os.environ["AZURE_AUTHORITY_HOST"]).netloc
    context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    connection = http.client.HTTPSConnection(host, context=context)
    for number in range(workspaces):
        path = f"{workspace_path(number)}/jobs?api-version=2025-12-01&listViewType=All"
        while path:
            connection.request("GET", path, headers={"Authorization": "Bearer of-nobody"})
            page = connection.getresponse().read()
            path = _next_path(page)


def _next_path(page: bytes) -> str:
    at = page.rfind(_NEXT)
    if at < 0:
        return ""
    link = page[at + len(_NEXT) :].split(b'"', 1)[0].decode()
    return link.split(urlsplit(link).netloc, 1)[1]


if __name__ == "__main__":
    main(int(sys.argv[1]))
