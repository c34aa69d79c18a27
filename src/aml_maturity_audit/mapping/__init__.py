"""Signals to verdicts to levels: pure, no network, no clock."""

from aml_maturity_audit.mapping.assess import assess
from aml_maturity_audit.mapping.attestations import read_attestations
from aml_maturity_audit.mapping.attested import Attestations
from aml_maturity_audit.mapping.estate import Mappings, System
from aml_maturity_audit.mapping.mappings import mappings_from
from aml_maturity_audit.mapping.policy import Policy, policy_from

__all__ = [
    "Attestations",
    "Mappings",
    "Policy",
    "System",
    "assess",
    "mappings_from",
    "policy_from",
    "read_attestations",
]
