"""A local Azure that serves estates; shares nothing with what it tests."""

from aml_maturity_audit.sandbox.estate.loading import (
    default_estate,
    embedded_estate,
    estate_from,
    load_estate,
    parse_estate,
)
from aml_maturity_audit.sandbox.estate.model import Estate
from aml_maturity_audit.sandbox.running import Sandbox, serve_forever

__all__ = [
    "Estate",
    "Sandbox",
    "default_estate",
    "embedded_estate",
    "estate_from",
    "load_estate",
    "parse_estate",
    "serve_forever",
]
