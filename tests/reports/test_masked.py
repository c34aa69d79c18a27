"""Nothing that names a subscription, a tenant or a person is in a masked report, in any spelling.

The oracle collects every GUID, UPN and marked name of the input by its own means, then looks for
every spelling of each in the bytes of the report, members of archives included.
"""

import io
import json
import re
from html import escape
from urllib.parse import quote, quote_plus
from zipfile import ZipFile, is_zipfile

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aml_maturity_audit.assessment.document import dump, load
from aml_maturity_audit.assessment.persons import person
from aml_maturity_audit.assessment.walk import map_text
from aml_maturity_audit.reports import FORMATS, render
from company import COMPANY
from reports.hostile import _NEEDED, BASE

KEY = b"a key for tests only"

FIRST = st.sampled_from(["Ada", "Zoë", "Søren", "Łukasz", "Anne-Marie", "王伟", "Иван", "J."])
LAST = st.sampled_from(["Lovelace", "O'Brien", "D’Arcy", "Müller", "de la Cruz", "Núñez", "Žižek"])
NAMES = st.builds("{} {}".format, FIRST, LAST)
UPNS = st.from_regex(r"[a-z]{1,8}[.][a-z]{2,8}@[a-z]{3,8}[.](com|co[.]uk)", fullmatch=True)
GUIDS = st.uuids().map(str)
SPELT = st.sampled_from(
    [
        str,
        str.upper,
        lambda text: quote(text, safe=""),
        quote_plus,
        escape,
        lambda text: json.dumps(text)[1:-1],
        lambda text: f"%2F{text}%2F",
        lambda text: f"<{text}>",
        lambda text: f"x={text};",
    ]
)


@st.composite
def sensitive_texts(draw):
    """A text with a secret or two, each spelt somehow."""
    secrets = draw(st.lists(st.one_of(GUIDS, UPNS, NAMES), min_size=1, max_size=2))
    return " by ".join(draw(SPELT)(secret) for secret in secrets)


TOOLS_OWN = {"key", "id", "criteria", "signal", "action", "state", "role", "scope", "inputs"}
"""Fields for words of the tool; `poisoned` fills them, but no mapping writes a name there."""


def with_texts(texts: list[str], people: list[str]):
    """An assessment with the texts in every field by turns, and every person marked once."""
    turns = iter(texts * 10_000)
    marked = iter(people)

    def put(old: str, owner: type, field: str) -> str:
        if (owner, field) in _NEEDED or field in TOOLS_OWN or old == "":
            return old
        if field == "because":
            name = next(marked, None)
            return f"{old} {person(name)}" if name else next(turns)
        return f"{old} {next(turns)}"

    return map_text(BASE, put)


def secrets_of(document, people: list[str]) -> set[str]:
    """Every GUID and UPN in the JSON of the input, and the people's names."""
    text = msgspec.json.encode(document).decode()
    guids = set(re.findall(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", text, re.I))
    upns = set(re.findall(r"[a-z]+\.[a-z]+@[a-z]+\.[a-z.]*[a-z]", text, re.I))
    return guids | {guid.replace("-", "") for guid in guids} | upns | set(people)


def spellings(secret: str) -> set[str]:
    numbered = "".join(f"&#{ord(c)};" if ord(c) > 126 else c for c in secret)
    return {
        spelling.lower()
        for spelling in (
            secret,
            quote(secret, safe=""),
            quote_plus(secret),
            escape(secret),
            escape(secret).replace("&#x27;", "&#39;"),
            numbered,
            json.dumps(secret)[1:-1],
            json.dumps(secret)[1:-1].replace("&", "\\u0026"),
            secret.replace("@", "@<!-- -->"),
            secret.replace("_", "\\_"),
        )
    }


def contents(report: bytes) -> str:
    if not is_zipfile(io.BytesIO(report)):
        return report.decode().lower()
    with ZipFile(io.BytesIO(report)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist()).lower()


def leaks(report: bytes, secrets: set[str]) -> list[str]:
    text = contents(report)
    return [s for secret in secrets for s in spellings(secret) if s in text]


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(sensitive_texts(), min_size=1, max_size=6),
    people=st.lists(NAMES, max_size=4),
    saved=st.booleans(),
)
def test_nothing_that_names_anyone_is_in_a_masked_report(format, texts, people, saved):
    document = with_texts(texts, [*people, *names_in(texts)])
    secrets = secrets_of(document, people)
    if saved:
        document = load(dump(document))
    report = render(document, format, masked=True, mask_key=KEY, details=True)
    assert leaks(report, secrets) == []


def names_in(texts: list[str]) -> list[str]:
    """Names in the texts are people's, too, once they are marked somewhere."""
    known = [f"{first} {last}" for first in FIRST.elements for last in LAST.elements]
    return [name for name in known if any(name.lower() in text.lower() for text in texts)]


def test_the_oracle_finds_what_is_not_masked():
    people = ["Ada Lovelace", "Grace Hopper", "Alan Turing"]
    secrets = secrets_of(COMPANY, people)
    for format in FORMATS:
        found = leaks(render(COMPANY, format, masked=False, details=True), secrets)
        assert found
        assert format == "junit" or {"ada lovelace", "alan turing"} & set(found)


@pytest.mark.parametrize("format", FORMATS)
def test_the_company_s_masked_reports_name_nobody(format):
    people = ["Ada Lovelace", "Grace Hopper", "Alan Turing"]
    secrets = secrets_of(COMPANY, people)
    assert len(secrets) >= 7
    assert leaks(render(COMPANY, format, masked=True, mask_key=KEY, details=True), secrets) == []
