"""Signals to verdicts to levels: pure, no network, no clock."""

from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.mapping.policy import Policy, policy_from

__all__ = ["Mappings", "Policy", "System", "assess", "policy_from"]
