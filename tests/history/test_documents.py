"""A document for a history is the document, without blanks, whatever is in it."""

import msgspec
import pytest

from aml_maturity_audit.assessment.document import dump, load
from aml_maturity_audit.history.documents import Document
from assessments import assessment
from company import COMPANY
from reports.hostile import CORPUS, poisoned


def short(text: str) -> str:
    return ascii(text[:20])


@pytest.mark.parametrize("text", CORPUS, ids=short)
def test_it_is_what_a_file_would_hold(text: str) -> None:
    document = poisoned(text)
    assert Document(document).text() == msgspec.json.format(dump(document), indent=-1)


@pytest.mark.parametrize("document", [COMPANY, assessment()], ids=["company", "empty"])
def test_it_comes_back_with_people_marked(document) -> None:
    assert Document(document).text() == msgspec.json.format(dump(document), indent=-1)
    assert dump(load(Document(document).text())) == dump(document)
