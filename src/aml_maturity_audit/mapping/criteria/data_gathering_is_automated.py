"""Does a data pipeline gather data automatically?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.gathering import gathers_here, no_feeder
from aml_maturity_audit.mapping.reads import TRAINING, together
from aml_maturity_audit.mapping.steps import where
from aml_maturity_audit.mapping.truth import all_of, decide
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.data import DATA_VERSIONS
from aml_maturity_audit.signals.feeders import FEEDERS


def _judge(view: View) -> Ruling:
    here = gathers_here(view)
    nothing = here.negated() if here.no else here
    return decide(here, all_of(nothing, no_feeder(view)))


def _remedy(view: View) -> str:
    return (
        "Let data arrive as versions of a data asset without a hand: import it on a schedule"
        f" (az ml schedule create -f import.yml {where(view)}, with an import_data action), or let"
        " a scheduled job write a named output of type uri_folder."
    )


CRITERION = Criterion(
    id="data-gathering-is-automated",
    title="Data is gathered automatically",
    question="Does a data pipeline gather data automatically?",
    rule="Met: an enabled, unexpired ImportData schedule; or a data asset with two or more versions"
    " of which one was created in the window by an application; or an automated job in the window"
    " that wrote a named data asset. Not met: none of these, and no Data Factory, Synapse or"
    " Databricks resource in the audited subscriptions that could do it.",
    reads=together(TRAINING, (DATA_VERSIONS, FEEDERS)),
    training=True,
    blind_spots="What Data Factory, Synapse, Databricks or a stream writes into storage is not"
    " visible from Azure ML; such a resource leaves this unknown.",
    remedy=_remedy,
    docs="machine-learning/how-to-schedule-data-import",
    effort=2,
    judge=_judge,
)
