"""Pipeline files read as evidence: practices, workspaces named, gates. Pure, no network."""

from aml_maturity_audit.pipelines.classic import read_classic_build, read_classic_release
from aml_maturity_audit.pipelines.directory import read_directory
from aml_maturity_audit.pipelines.document import SCHEMA_FILE, to_document
from aml_maturity_audit.pipelines.reader import read_pipeline
from aml_maturity_audit.pipelines.repository import Unreadable

__all__ = [
    "SCHEMA_FILE",
    "Unreadable",
    "read_classic_build",
    "read_classic_release",
    "read_directory",
    "read_pipeline",
    "to_document",
]
