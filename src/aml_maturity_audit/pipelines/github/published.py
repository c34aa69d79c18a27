"""Published actions that need no look inside: what they do for us is said by rules, or nothing is.

They set up tools, move files, sign in, report. Anything else is looked up: an action that is made
of steps is read like a workflow, and what a program does stays open.
"""

from aml_maturity_audit.pipelines.github.actions import Action, has_rule

_OWNERS = frozenset({
    "actions", "github", "docker", "hashicorp", "aws-actions", "google-github-actions",
})  # fmt: skip
_WITHOUT_PATH = frozenset({"azure"})
"""Owners that publish actions of steps too, in folders of their repositories: those are read."""
_ACTIONS = frozenset({
    "8398a7/action-slack", "amannn/action-semantic-pull-request",
    "anchore/scan-action", "aquasecurity/trivy-action", "astral-sh/setup-uv",
    "bridgecrewio/checkov-action", "codecov/codecov-action",
    "conda-incubator/setup-miniconda", "coverallsapp/github-action",
    "databricks/setup-cli", "dawidd6/action-download-artifact",
    "dependabot/fetch-metadata", "dorny/paths-filter",
    "dorny/test-reporter", "dtolnay/rust-toolchain", "endbug/add-and-commit",
    "enricomi/publish-unit-test-result-action", "geekyeggo/delete-artifact",
    "googleapis/release-please-action",
    "iterative/setup-cml", "iterative/setup-dvc", "jlumbroso/free-disk-space",
    "jwalton/gh-find-current-pr", "madrapps/jacoco-report", "mamba-org/setup-micromamba",
    "marocchino/sticky-pull-request-comment", "mikepenz/action-junit-report",
    "microsoft/security-devops-action", "microsoft/setup-msbuild", "mxschmitt/action-tmate",
    "ossf/scorecard-action", "pdm-project/setup-pdm",
    "peaceiris/actions-gh-pages", "peter-evans/create-or-update-comment",
    "peter-evans/create-pull-request", "peter-evans/find-comment",
    "peter-evans/repository-dispatch", "pnpm/action-setup", "prefix-dev/setup-pixi",
    "pypa/gh-action-pypi-publish", "py-cov-action/python-coverage-comment-action",
    "release-drafter/release-drafter", "rtcamp/action-slack-notify",
    "ruby/setup-ruby", "shivammathur/setup-php", "slackapi/slack-github-action",
    "snok/install-poetry", "softprops/action-gh-release", "sonarsource/sonarcloud-github-action",
    "sonarsource/sonarqube-scan-action", "step-security/harden-runner",
    "stefanzweifel/git-auto-commit-action",
    "subosito/flutter-action", "terraform-linters/setup-tflint", "test-summary/action",
    "thollander/actions-comment-pull-request", "tj-actions/changed-files",
    "trufflesecurity/trufflehog",
    "webfactory/ssh-agent",
})  # fmt: skip


def needs_a_look(action: Action) -> bool:
    """Whether what an action does can be known only by looking inside."""
    if has_rule(action) or action.name in _ACTIONS:
        return False
    owner, _, _ = action.name.partition("/")
    if owner in _OWNERS:
        return False
    return owner not in _WITHOUT_PATH or action.folder != ""
