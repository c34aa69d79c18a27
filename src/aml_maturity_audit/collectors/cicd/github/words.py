"""GitHub's words in those of Azure DevOps, which judges know.

Source: issue "GitHub", Collectors: push, pull_request, schedule, workflow_run, release and
repository_dispatch start by themselves; workflow_dispatch is by hand.
"""

_REASONS = {
    "push": "individualCI",
    "merge_group": "batchedCI",
    "pull_request": "pullRequest",
    "pull_request_target": "pullRequest",
    "schedule": "schedule",
    "workflow_run": "buildCompletion",
    "check_run": "resourceTrigger",
    "check_suite": "resourceTrigger",
    "create": "resourceTrigger",
    "deployment": "resourceTrigger",
    "deployment_status": "resourceTrigger",
    "registry_package": "resourceTrigger",
    "release": "resourceTrigger",
    "repository_dispatch": "resourceTrigger",
    "status": "resourceTrigger",
    "workflow_dispatch": "manual",
}
_ACTS_OF_PEOPLE = frozenset(
    {
        "discussion", "discussion_comment", "fork", "gollum", "issue_comment", "issues", "label",
        "milestone", "pull_request_comment", "pull_request_review", "pull_request_review_comment",
        "watch",
    }
)  # fmt: skip
_RESULTS = {
    "success": "succeeded",
    "failure": "failed",
    "timed_out": "failed",
    "startup_failure": "failed",
    "cancelled": "canceled",
    "skipped": "canceled",
    "stale": "canceled",
    "action_required": "canceled",
    "neutral": "canceled",
}


def reason_of(event: str, attempt: int) -> str:
    """Why a run started; nothing where that is not told.

    A second attempt is begun by who triggers it, whatever the event of the first one was. That is
    not the event, nor is finishing what began by itself surely a release by hand (and a retry may
    be automated): so it is open. What was begun by hand stays by hand.
    What people do on GitHub (a comment, a label) keeps its own name, which is no automatic reason.
    """
    if attempt > 1 and event != "workflow_dispatch":
        return ""
    return _REASONS.get(event) or (event if event in _ACTS_OF_PEOPLE else "")


def result_of(conclusion: str) -> str:
    """How a completed run ended; an unknown word as it is, which is no success."""
    return _RESULTS.get(conclusion, conclusion)
