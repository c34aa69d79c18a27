"""Is A/B testing integrated?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.rollout import (
    no_unread_pipeline_splits,
    pipeline_splits,
    splits_now,
)
from aml_maturity_audit.mapping.derive.serving import online_endpoints
from aml_maturity_audit.mapping.reads import CICD, SERVING, together
from aml_maturity_audit.mapping.steps import endpoint, where
from aml_maturity_audit.mapping.truth import all_of, any_of, decide
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    now, by_pipeline = splits_now(view), pipeline_splits(view)
    endpoints = online_endpoints(view)
    met, neither = any_of(now, by_pipeline), all_of(now.negated(), by_pipeline.negated())
    if endpoints.items or not endpoints.complete:
        return decide(met, neither)
    none = "there is no online endpoint"
    return decide(met, any_of(neither, no_unread_pipeline_splits(view).saying(none)))


def _remedy(view: View) -> str:
    return (
        "Let the release pipeline give a new deployment a part of the traffic before all of it: az"
        f" ml online-endpoint update -n {endpoint(view)} --traffic 'blue=90 green=10' {where(view)}"
        " (or --mirror-traffic 'green=10')."
    )


CRITERION = Criterion(
    id="ab-testing-is-integrated",
    title="A/B testing is integrated",
    question="Does an endpoint, or a linked pipeline, split traffic over deployments?",
    rule="Met: an online endpoint splits live traffic over two or more deployments or mirrors"
    " traffic now, or a linked pipeline does split traffic. Not met: no online endpoint at all; or"
    " none splits now and no linked pipeline, all read, does. Otherwise unknown.",
    reads=together(SERVING, CICD),
    serving=True,
    blind_spots="Traffic is seen at the time of the audit only; an endpoint may have split last"
    " week. Experiments inside the application are not seen.",
    remedy=_remedy,
    docs="machine-learning/how-to-safely-rollout-online-endpoints",
    effort=3,
    judge=_judge,
)
