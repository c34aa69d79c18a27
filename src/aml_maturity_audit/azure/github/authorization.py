"""Who asks GitHub: an App's installation, else a token, else nobody.

Source: issue "GitHub", Session. The variables are those of GitHub's own command line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aml_maturity_audit.errors import UsageError

TOKEN_VARIABLES = ("GITHUB_TOKEN", "GH_TOKEN")
_LARGEST_KEY = 64 * 1024


@dataclass(frozen=True)
class App:
    """A GitHub App, by which its installations are entered."""

    id: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class Who:
    """As whom to ask."""

    app: App | None = None
    token: str = field(default="", repr=False)

    @property
    def label(self) -> str:
        """What is shown to GitHub, in words."""
        if self.app is not None:
            return f"App {self.app.id}"
        return "token" if self.token else "asker, who showed no token,"

    @property
    def remedy(self) -> str:
        """How to get in."""
        if self.app is not None:
            return "Install the App there, with access to the repository."
        return f"Set {TOKEN_VARIABLES[0]} to a token that may read it."


def who_asks(environ: Mapping[str, str], app_id: str | None, key_file: Path | None) -> Who:
    """The App where one is named, else the token of the environment.

    Raises UsageError where an App lacks its key, or the key cannot be read.
    """
    if bool(app_id) != bool(key_file):
        raise UsageError(
            "A GitHub App takes an id and a key file.",
            remedy="Give both --github-app-id and --github-app-key, or neither.",
        )
    if app_id and key_file:
        return Who(app=App(app_id.strip(), _key(key_file)))
    for name in TOKEN_VARIABLES:
        token = environ.get(name, "").strip()
        if token:
            if not token.isascii() or not token.isprintable() or " " in token:
                raise UsageError(f"{name} holds no token: it has characters that none has.")
            return Who(token=token)
    return Who()


def _key(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            text = stream.read(_LARGEST_KEY).decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The key of the GitHub App cannot be read from {file}.",
            remedy="Download a private key of the App and name that file.",
        ) from error
    if "PRIVATE KEY" not in text:
        raise UsageError(f"{file} holds no private key.", remedy="Name the App's .pem file.")
    return text
