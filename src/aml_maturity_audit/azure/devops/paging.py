"""Pages of Azure DevOps: a continuation token in a header, or a count of what to leave out.

The SDK drops the header (azure_facts E.3). Either way becomes the address of a next page, so that
lists are followed and bounded as everywhere (`azure/paging.py`).
"""

from dataclasses import dataclass

from yarl import URL

from aml_maturity_audit.azure.answers import Answer
from aml_maturity_audit.azure.decoding import Page

TOKEN_HEADER = "x-ms-continuationtoken"  # noqa: S105  a header's name


@dataclass(frozen=True)
class Paging:
    """How a list goes on."""

    size: int | None = None
    """`$top`; None for lists that come whole."""
    skips: bool = False
    """By `$skip`: a full page may have another after it."""
    top: str = "$top"
    skip: str = "$skip"
    token: str = "continuationToken"  # noqa: S105  a parameter's name

    def first(self) -> dict[str, str]:
        """Parameters of the first page."""
        return {} if self.size is None else {self.top: str(self.size)}

    def following(self, address: str, page: Page, answer: Answer) -> Page:
        """The page with the address of the next one, where there is one."""
        token = answer.headers.get(TOKEN_HEADER)
        url = URL(address, encoded=True)
        if token:
            return Page(page.value, str(url.update_query({self.token: token})))
        if self.skips and self.size is not None and len(page.value) >= self.size:
            left_out = int(url.query.get(self.skip, "0")) + len(page.value)
            return Page(page.value, str(url.update_query({self.skip: str(left_out)})))
        return Page(page.value, None)


WHOLE = Paging()
"""Lists without pages."""
TOKENS = Paging(size=1000)
SMALL_TOKENS = Paging(size=100)
SKIPS = Paging(size=100, skips=True)
"""Completed pull requests and test runs of a build."""
