"""Trends as one HTML page that needs nothing from anywhere: a line chart for each, as SVG."""

from aml_maturity_audit.history.page.render import render

__all__ = ["render"]
