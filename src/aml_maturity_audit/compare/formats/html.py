"""A comparison as one self-contained page, without scripts."""

from aml_maturity_audit.assessment.page import asset, environment, frame
from aml_maturity_audit.compare.page import Page

_PACKAGE = "aml_maturity_audit.compare"


def write(page: Page, width: int, color: bool) -> bytes:  # noqa: ARG001
    """The page; every text is escaped by the template."""
    templates = environment(_PACKAGE)
    style = asset(_PACKAGE, "templates/comparison.css")
    template = templates.get_template("comparison.html.j2")
    return template.render(**frame([style]), page=page).encode()
