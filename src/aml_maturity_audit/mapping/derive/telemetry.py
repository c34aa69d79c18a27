"""Logs, collected data and alerts of what is deployed. Source: criteria.md, section 2,
`deployed-model-metrics-are-centralized`, `system-is-automated-and-monitored`."""

from aml_maturity_audit.mapping.derive.monitors import data_is_collected
from aml_maturity_audit.mapping.derive.serving import Production
from aml_maturity_audit.mapping.estate import belongs_to
from aml_maturity_audit.mapping.seen import exists, merged
from aml_maturity_audit.mapping.truth import Fact, all_of, any_of, fact, no, yes
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.ids import same_id
from aml_maturity_audit.signals.observability import (
    DIAGNOSTIC_SETTINGS,
    METRIC_ALERTS,
    QUERY_ALERTS,
    AlertRule,
    DiagnosticSetting,
)
from aml_maturity_audit.signals.serving import OnlineDeployment


def sends_logs_and_data(view: View, deployed: Production) -> Fact:
    """Whether a production online deployment sends its logs and its data is collected."""
    logs = any_of(_by_app_insights(view, deployed), _by_diagnostics(view, deployed))
    answer = all_of(logs, data_is_collected(view, deployed))
    return answer.showing(subjects=(deployed.subject(),))


def _by_app_insights(view: View, deployed: Production) -> Fact:
    deployment = deployed.deployment
    if not isinstance(deployment, OnlineDeployment) or not deployment.app_insights:
        return no(f"Application Insights is off for {deployed.label}")
    if not view.workspace.application_insights:
        return no("the workspace has no Application Insights")
    return yes(f"{deployed.label} sends logs to Application Insights")


def _by_diagnostics(view: View, deployed: Production) -> Fact:
    name = deployed.deployment.endpoint.lower()
    known = view.see(DIAGNOSTIC_SETTINGS).without_gaps(
        lambda gap: bool(gap.resource) and gap.resource.lower() != name
    )
    return exists(
        known.where(lambda s: s.resource.lower() == name),
        lambda setting: fact(_reaches_log_analytics(setting)),
        none=f"no diagnostic setting sends the logs of endpoint {name} to Log Analytics",
        some=lambda _: f"endpoint {name} sends logs to Log Analytics",
    )


def _reaches_log_analytics(setting: DiagnosticSetting) -> bool:
    endpoint_logs = any(c.lower().startswith("amlonlineendpoint") for c in setting.categories)
    return setting.to_log_analytics and (endpoint_logs or bool(setting.groups))


def alerts(view: View) -> Fact:
    """Whether an enabled alert rule targets the workspace or something of it."""
    rules = merged((view.see_everywhere(METRIC_ALERTS), view.see_everywhere(QUERY_ALERTS)))
    return exists(
        rules,
        lambda rule: fact(rule.enabled and _targets(view, rule)),
        none="no enabled alert rule targets the workspace",
        some=lambda rule: f"alert rule {rule.name} watches the workspace",
    )


def _targets(view: View, rule: AlertRule) -> bool:
    return any(
        belongs_to(scope, view.workspace) or same_id(scope, view.workspace.application_insights)
        for scope in rule.scopes
    )
