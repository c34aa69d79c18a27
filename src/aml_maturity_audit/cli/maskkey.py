"""The key that pseudonyms are made with, so that they hold across runs (design.md, section 4)."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from aml_maturity_audit.errors import ToolFailure, UsageError

VARIABLE = "AML_MATURITY_AUDIT_MASK_KEY"
_SHORTEST = 16


def mask_key(environ: Mapping[str, str]) -> bytes:
    """The key from AML_MATURITY_AUDIT_MASK_KEY, else from the state directory, made when missing.

    Raises UsageError for a key too short to hide anything, ToolFailure where none can be kept.
    """
    given = environ.get(VARIABLE, "")
    if given:
        if len(given.encode()) < _SHORTEST:
            raise UsageError(
                f"{VARIABLE} is too short to hide anything: {_SHORTEST} bytes at least."
            )
        return given.encode()
    path = _state(environ) / "mask.key"
    try:
        with suppress(FileExistsError):
            _make(path)
        key = path.read_bytes()
    except OSError as error:
        raise ToolFailure(
            f"The key for masking cannot be kept in {path}: {error.strerror}.",
            remedy=f"Set {VARIABLE}, or --no-mask.",
        ) from error
    if len(key) < _SHORTEST:
        raise UsageError(f"{path} is too short for a key.", remedy="Remove it: a new one is made.")
    return key


def _make(path: Path) -> None:
    """A new key; whoever comes second keeps the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    partial = path.with_name(f"{secrets.token_hex(8)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(secrets.token_bytes(32))
    try:
        os.link(partial, path)
    finally:
        partial.unlink()


def _state(environ: Mapping[str, str]) -> Path:
    if state := environ.get("XDG_STATE_HOME"):
        return Path(state) / "aml-maturity-audit"
    if local := environ.get("LOCALAPPDATA"):
        return Path(local) / "aml-maturity-audit"
    return Path.home() / ".local" / "state" / "aml-maturity-audit"
