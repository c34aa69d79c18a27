"""Is every production scoring script under version control?"""

from aml_maturity_audit.mapping.criterion import Criterion, NotApplicable, Ruling
from aml_maturity_audit.mapping.derive.scripts import is_versioned, scripts, without_script
from aml_maturity_audit.mapping.derive.serving import deployed
from aml_maturity_audit.mapping.reads import CICD, SERVING, together
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.steps import endpoint
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    stands = deployed(view)
    if not stands.yes:
        return stands
    found = scripts(view)
    if not found.items and found.complete:
        return NotApplicable(without_script(view))
    return every(
        found,
        lambda script: is_versioned(view, script),
        all_pass=f"{len(found.items)} scoring scripts are in linked repositories (inferred)",
        none="no scoring script was seen",
    )


def _remedy(view: View) -> str:
    return (
        f"Commit the scoring script of endpoint {endpoint(view)} to the repository whose pipeline"
        " deploys it, at the path that code_configuration.scoring_script names, and deploy from"
        " that checkout."
    )


CRITERION = Criterion(
    id="scoring-script-is-versioned",
    title="The scoring script is version controlled",
    question="Is every production deployment's scoring script in a linked repository?",
    rule="Met: every production deployment's scoring script is in a linked repository, as a file"
    " whose path ends with the whole scoringScript. No script at all: not applicable."
    " Not met: a script is in no linked repository, or nothing is deployed.",
    reads=together(SERVING, CICD),
    serving=True,
    devops=True,
    blind_spots="The deployed file is matched by its path, not by its content.",
    remedy=_remedy,
    docs="machine-learning/how-to-deploy-online-endpoints",
    effort=2,
    judge=_judge,
)
