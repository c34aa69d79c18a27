"""Pipeline files read as evidence: practices, workspaces named, gates. Pure, no network."""

from aml_maturity_audit.pipelines.directory import read_directory
from aml_maturity_audit.pipelines.reader import read_pipeline
from aml_maturity_audit.pipelines.repository import Unreadable

__all__ = ["Unreadable", "read_directory", "read_pipeline"]
