"""What changed between two runs and why, and workspaces of one run side by side.

To mask a comparison, mask the assessments before comparing them: keys stay, so they still join.
"""

from aml_maturity_audit.compare.formats import FORMATS, is_masked, render
from aml_maturity_audit.compare.model import Comparison, SideBySide
from aml_maturity_audit.compare.runs import compare_runs
from aml_maturity_audit.compare.side_by_side import compare_workspaces

__all__ = [
    "FORMATS",
    "Comparison",
    "SideBySide",
    "compare_runs",
    "compare_workspaces",
    "is_masked",
    "render",
]
