"""Secrets in many shapes, and an estate in which they stand wherever free text can."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

MARK = "Tr0ub4dor"
"""In every secret, so that any rest of one is found."""

KEY = f"{MARK}Zm9vYmFyYmF6cXV1eDEyMzQ1Njc4OTBhYmNkZWZnaGlqa2xtbm9w+/Q=="

SHAPES: Mapping[str, str] = {
    "connection string": "DefaultEndpointsProtocol=https;AccountName=contoso;"
    f"AccountKey={KEY};EndpointSuffix=core.windows.net",
    "SAS": f"https://contoso.blob.core.windows.net/c/f.csv?sv=2024-01-01&se=2027&sp=r&sig={MARK}%2Bx",
    "SAS token": f"sv=2024-01-01&ss=b&srt=co&sp=r&sig={MARK}abc%3D",
    "URL with a login": f"https://ada:{MARK}@dev.azure.com/contoso/ml/_git/churn",
    "password option": f"python train.py --password {MARK} --epochs 3",
    "environment variable": f"API_KEY={MARK}xyz python train.py",
    "password in words": f"password: {MARK}",
    "bearer": f"Authorization: Bearer {MARK}.abc-def_ghi",
    "JWT": f"eyJhbGciOiJSUzI1NiJ9.{MARK}eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl{MARK}",
    "GitHub token": f"ghp_{MARK}abcdefghijklmnopqrstuvwxyz01",
    "storage key": f"key {KEY}",
    "SQL": f"Server=tcp:x.database.windows.net;User ID=sa;Password={MARK};Encrypt=true",
    "instrumentation": f"InstrumentationKey={MARK};IngestionEndpoint=https://westeurope",
    "JSON": f'{{"client_secret": "{MARK}"}}',
    "event hub": f"Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey={KEY}",
}


_ESTATE = Path(__file__).with_name("planted.yaml")


def estate(secret: str) -> str:
    """An estate with `secret` in tags, descriptions, properties, commands, URLs and YAML."""
    told = secret.replace("'", "''")
    return (
        _ESTATE.read_text(encoding="utf-8")
        .replace("SECRET", f"'{told}'")
        .replace("INDENTED", textwrap.indent(f"echo {secret}", " " * 18).strip())
    )
