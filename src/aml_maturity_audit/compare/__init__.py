"""What changed between two runs and why, and workspaces of one run side by side.

To mask a comparison, mask the assessments before comparing them: keys stay, so they still join.
`side_by_side` stands by itself: it needs pandas, which not every installation has.
"""

from aml_maturity_audit.compare.formats import FORMATS, is_masked, render
from aml_maturity_audit.compare.model import Comparison, SideBySide
from aml_maturity_audit.compare.runs import compare_runs

__all__ = [
    "FORMATS",
    "Comparison",
    "SideBySide",
    "compare_runs",
    "is_masked",
    "render",
]
