"""Conditions of stages, jobs and steps that never hold."""

from aml_maturity_audit.pipelines.azure_pipelines.expand import View
from aml_maturity_audit.pipelines.azure_pipelines.scope import Scope
from aml_maturity_audit.pipelines.expressions import evaluate
from aml_maturity_audit.pipelines.substitution import value_of
from aml_maturity_audit.pipelines.values import truth
from aml_maturity_audit.pipelines.yaml_tree import Scalar


def never_runs(view: View, scope: Scope) -> bool:
    """Whether `enabled` or `condition` says so, with everything literal known."""
    return _is_false(view, "enabled") or _condition_fails(view, scope)


def _is_false(view: View, key: str) -> bool:
    node, scope = view.node(key)
    if not isinstance(node, Scalar):
        return False
    value = value_of(node.text, scope.lookup)
    return truth(value) is False or node.value.strip().casefold() in {"no", "off", "n"}


def _condition_fails(view: View, scope: Scope) -> bool:
    node, _ = view.node("condition")
    if not isinstance(node, Scalar) or not node.value.strip():
        return False
    return truth(evaluate(node.value, scope.lookup_at_run)) is False
