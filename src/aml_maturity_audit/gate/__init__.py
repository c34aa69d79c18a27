"""Whether a pipeline may go on: by level, or against a baseline.

Exit 10 where a scored workspace cannot reach the level, 11 where none fails and one is not
confirmed to have reached it (design.md, section 3).
"""

from aml_maturity_audit.gate.annotations import azure_pipelines, github
from aml_maturity_audit.gate.baseline import judge_baseline
from aml_maturity_audit.gate.levels import judge_gate
from aml_maturity_audit.gate.result import FAILED, PASSED, UNDECIDED, Finding, GateResult, both

__all__ = [
    "FAILED",
    "PASSED",
    "UNDECIDED",
    "Finding",
    "GateResult",
    "azure_pipelines",
    "both",
    "github",
    "judge_baseline",
    "judge_gate",
]
