"""Observed proxies for the People column; pseudonymised, never verdicts."""

from aml_maturity_audit.mapping.view import View


def hints(view: View) -> dict[str, object]:
    """What is seen of who does what."""
    return {"workspace": view.workspace.key}
