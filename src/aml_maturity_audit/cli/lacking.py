"""Packages that an installation may leave out, as the image does: what to say where one is wanted.

Source: infra/image/left-out.txt.
"""

from importlib.util import find_spec

from aml_maturity_audit.errors import UsageError

_INSTALL = {
    "azure.ai": "azure-ai-ml",
    "pandas": "pandas",
    "arro3.io": "'aml-maturity-audit[history]'",
}
"""Module to what pip installs it by."""


def lacking(error: ModuleNotFoundError) -> UsageError | None:
    """The sentence for a package that is not installed; None where it is none of these."""
    wanted = f"{error.name}."
    for module, package in _INSTALL.items():
        if wanted.startswith(f"{module}."):
            return UsageError(
                f"This needs {module}, which is not installed here.",
                remedy=f"Install it: pip install {package}.",
            )
    return None


def make_sure_of(module: str) -> None:
    """Raises ModuleNotFoundError, before anything is done, where a module is not installed."""
    if find_spec(module) is None:
        raise ModuleNotFoundError(f"No module named {module!r}", name=module)
