"""The TOML file, the environment and the flags as one typed, explained whole."""

from aml_maturity_audit.config.layers import FILE_NAME, Effective, load
from aml_maturity_audit.config.options import Config, Option, options

__all__ = ["FILE_NAME", "Config", "Effective", "Option", "load", "options"]
