"""Is every production scoring script tested by a pipeline?"""

from aml_maturity_audit.mapping.criterion import Criterion, NotApplicable, Ruling
from aml_maturity_audit.mapping.derive.links import Linked
from aml_maturity_audit.mapping.derive.practices import linked_does
from aml_maturity_audit.mapping.derive.scripts import (
    Script,
    holders,
    is_versioned,
    scripts,
    without_script,
)
from aml_maturity_audit.mapping.derive.serving import deployed
from aml_maturity_audit.mapping.reads import CICD, SERVING, together
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.steps import endpoint
from aml_maturity_audit.mapping.truth import Fact, fact
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
        lambda script: _is_tested(view, script),
        all_pass=f"pipelines test the repositories of {len(found.items)} scoring scripts",
        none="no scoring script was seen",
    )


def _is_tested(view: View, script: Script) -> Fact:
    held = is_versioned(view, script)
    if not held.yes:
        return held
    repositories = holders(view, script)
    origins = {origin for repository in repositories for origin in repository.origins}
    ids = {repository.id for repository in repositories}

    def of_its_repository(link: Linked) -> Fact:
        return fact(link.pipeline.origin in origins or link.pipeline.repository_id in ids)

    none = f"no linked pipeline of the repository of {script.label} ran tests"
    return linked_does(view, "runs_tests", among=of_its_repository, none=none)


def _remedy(view: View) -> str:
    return (
        f"Write tests that call init() and run() of the scoring script behind {endpoint(view)}"
        " with a sample request, and run them (pytest) in the pipeline of that repository."
    )


CRITERION = Criterion(
    id="scoring-script-is-tested",
    title="The scoring script is tested",
    question="Does a linked pipeline of the scoring script's repository run tests?",
    rule="Met: a linked pipeline of the repository that holds the scoring script does run tests."
    " No script at all: not applicable. Not met: no such pipeline, or nothing is deployed.",
    reads=together(SERVING, CICD),
    serving=True,
    devops=True,
    blind_spots="Which lines the tests cover is not seen.",
    remedy=_remedy,
    docs="devops/pipelines/ecosystems/python",
    effort=3,
    judge=_judge,
)
