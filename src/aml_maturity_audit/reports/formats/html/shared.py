"""What many workspaces have in common, which the page holds once."""

from typing import Any

from aml_maturity_audit.assessment.model import NOT_MET, CriterionResult
from aml_maturity_audit.assessment.safe import web_address

Json = dict[str, Any]

_SHORT = 24
"""Texts below this length take no more room where they stand."""
MOST = 4 * 2**20
"""Characters of the texts that are known: they stand in memory while a page is written."""


class Shared:
    """Criteria and texts, as far as workspaces were looked at."""

    def __init__(self) -> None:
        self.criteria: dict[str, Json] = {}
        """What is usual of a criterion, by its id: what the first workspace has."""
        self._texts: dict[str, int] = {}
        self._left = MOST

    @property
    def texts(self) -> list[str]:
        """Texts by their number."""
        return list(self._texts)

    def text(self, text: str) -> str | int:
        """The number of a text; or itself, where it is short or there are too many already."""
        known = self._texts.get(text)
        if known is not None:
            return known
        if not _SHORT <= len(text) <= self._left:
            return text
        self._left -= len(text)
        self._texts[text] = len(self._texts)
        return self._texts[text]

    def own(self, criterion: CriterionResult) -> Json:
        """What is not usual of the criterion.

        A remedy is kept where it is shown: where something is to be remedied.
        """
        common: Json = {
            "title": criterion.title,
            "dimensions": criterion.dimensions,
            "counts": criterion.counts,
            "docs": web_address(criterion.docs),
        }
        if criterion.verdict == NOT_MET:
            common["remedy"] = self.text(criterion.remedy)
        usual = self.criteria.setdefault(criterion.id, {})
        for name, value in common.items():
            usual.setdefault(name, value)
        return {name: value for name, value in common.items() if usual[name] != value}
