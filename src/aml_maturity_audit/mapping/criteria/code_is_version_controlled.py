"""Is code version controlled?"""

from aml_maturity_audit.mapping.criterion import Criterion, Ruling
from aml_maturity_audit.mapping.derive.sources import linked_repositories
from aml_maturity_audit.mapping.reads import CICD
from aml_maturity_audit.mapping.seen import exists
from aml_maturity_audit.mapping.truth import NO, YES, Fact, any_of, unknown
from aml_maturity_audit.mapping.view import View
from aml_maturity_audit.signals.cicd import Repository


def _judge(view: View) -> Ruling:
    commits = exists(
        linked_repositories(view),
        lambda repository: _has_commits(view, repository),
        none=f"no linked repository received commits in {view.window_days} days",
        some=lambda repository: f"repository {repository.name} received commits in the window",
    )
    return any_of(view.verdict("training-code-is-versioned"), commits)


def _has_commits(view: View, repository: Repository) -> Fact:
    if repository.last_commit_at is not None and view.in_window(repository.last_commit_at):
        return YES
    if repository.commits_read:
        return NO
    return unknown(f"the commits of {repository.name} were not read")


def _remedy(view: View) -> str:
    return (
        f"Put the code behind {view.workspace.name} (notebooks too) into one git repository, and"
        " submit jobs from its checkout: git init && git remote add origin URL && git push."
    )


CRITERION = Criterion(
    id="code-is-version-controlled",
    title="Code is version controlled",
    question="Is the code in git, and used from there?",
    rule="Met: training-code-is-versioned is met, or a linked repository received commits in the"
    " window. Not met: neither.",
    reads=CICD,
    builds_on=("training-code-is-versioned",),
    blind_spots="Repositories that no job and no pipeline points at are not seen.",
    remedy=_remedy,
    docs="devops/repos/git/gitworkflow",
    effort=1,
    judge=_judge,
)
