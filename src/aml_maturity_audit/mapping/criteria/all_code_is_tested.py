"""Is all code tested?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.sources import linked_repositories
from aml_maturity_audit.mapping.derive.tested_code import is_tested
from aml_maturity_audit.mapping.derive.unexplained import absence_counts
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.seen import every
from aml_maturity_audit.mapping.truth import no
from aml_maturity_audit.mapping.view import View


def _judge(view: View) -> Ruling:
    known = linked_repositories(view)
    if not known.items and known.complete:
        whole = absence_counts(view)
        return no("0 repositories are linked") if whole.yes else whole
    return every(
        known,
        lambda repository: is_tested(view, repository),
        all_pass=f"pipelines run tests in all {len(known.items)} linked repositories",
        none="0 repositories are linked",
    )


def _remedy(view: View) -> str:
    return (
        f"Give every repository that {view.workspace.name} is built from (infrastructure, features,"
        " training and scoring) a pipeline that runs its tests on each change."
    )


CRITERION = Criterion(
    id="all-code-is-tested",
    title="All code is tested",
    question="Does every linked repository have a pipeline that runs tests?",
    rule="Met: every linked repository has a pipeline that does run tests. Not met: one has none.",
    reads=CICD,
    devops=True,
    blind_spots="How much of a repository's code its tests cover is not seen.",
    remedy=_remedy,
    docs="devops/pipelines/test/test-glossary",
    effort=3,
    judge=_judge,
)
