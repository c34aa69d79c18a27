"""Hints for People: counts and pseudonyms, never names, never verdicts."""

import json

from aml_maturity_audit.mapping.hints import NOTE, hints
from aml_maturity_audit.signals.access import RoleAssignment
from aml_maturity_audit.signals.cicd import PullRequest
from aml_maturity_audit.signals.models import ModelVersion
from aml_maturity_audit.signals.record import Actor
from mapping.build import (
    SERVICE,
    USER,
    cut,
    denied,
    job,
    person,
    pipeline,
    snapshot,
    view,
    workspace,
    write,
)

DANA = "Dana Data"
ROBIN = Actor(name="Robin Release", type="User")


def told(**signals) -> dict:
    return hints(view(snapshot(**signals)))


def request(number: int, *approvers, own: bool = False, repository: str = "repo") -> PullRequest:
    return PullRequest(
        id=str(number),
        repository_id=repository,
        author=person(DANA),
        approvers=approvers,
        self_approved=own,
    )


def test_nothing_seen_is_counted_as_nothing():
    empty = told()
    assert empty["note"] == NOTE
    for group in ("submitters", "registrars", "releasers"):
        assert empty[group] == {
            "people": 0,
            "byApplications": 0,
            "untold": 0,
            "complete": True,
            "who": [],
        }
    assert empty["selfApproval"]["share"] is None
    assert empty["roleAssignments"] == {"principals": {}, "complete": True}


def test_submitters_are_counted_once_and_never_named():
    jobs = [
        job("a", by=USER),
        job("b", by=USER),
        job("c", by=ROBIN),
        job("d", by=SERVICE),
        job("e", by=Actor()),
    ]
    group = told(jobs=jobs)["submitters"]
    assert (group["people"], group["byApplications"], group["untold"]) == (2, 1, 1)
    assert len(set(group["who"])) == 2
    assert "dana" not in json.dumps(group).lower()


def test_registrars_of_this_workspace_only():
    here, elsewhere = workspace().id, workspace("other").id
    versions = [
        ModelVersion(reference="m:1", workspace_id=here.lower(), created_by=USER),
        ModelVersion(reference="m:2", workspace_id=elsewhere, created_by=ROBIN),
        ModelVersion(reference="m:3", registry="shared", created_by=ROBIN),
    ]
    assert told(model_versions=versions)["registrars"]["people"] == 1


def test_who_submits_and_releases_is_seen_across_sources_and_has_one_pseudonym():
    release = write(1, by_user=True, upn="dana@acme.example", name=DANA)
    other = write(2, by_user=True, upn="robin@acme.example", name="Robin Release")
    found = told(jobs=[job("a", by=USER)], activity_log=[release, other])
    assert found["releasers"]["people"] == 2
    assert found["overlap"]["submittersAndReleasers"] == 1
    assert set(found["submitters"]["who"]) < set(found["releasers"]["who"])


def test_reviews_of_linked_repositories_only():
    ci = pipeline("ci", "runs_tests")
    requests = [
        request(1, person("Robin Release"), repository=ci.repository_id),
        request(2, person(DANA), own=True, repository=ci.repository_id),
        request(3, person("Stranger"), repository="another"),
    ]
    jobs = [job("a", by=USER)]
    found = told(jobs=jobs, pipelines=[ci], pull_requests=requests)
    assert found["reviewers"]["people"] == 2
    assert found["selfApproval"] == {
        "pullRequests": 2,
        "selfApproved": 1,
        "share": 0.5,
        "complete": True,
    }
    assert found["overlap"]["submittersAndReviewers"] == 1


def test_role_assignments_by_kind_of_principal():
    roles = [
        RoleAssignment(principal_id="1", principal_type="User", role_id="r"),
        RoleAssignment(principal_id="1", principal_type="User", role_id="other"),
        RoleAssignment(principal_id="2", principal_type="Group"),
        RoleAssignment(principal_id="3"),
    ]
    assert told(role_assignments=roles)["roleAssignments"]["principals"] == {
        "Group": 1,
        "Unknown": 1,
        "User": 1,
    }


def test_what_could_not_be_read_is_said():
    found = told(jobs=cut(job("a", by=USER)), activity_log=denied(), role_assignments=denied())
    assert not found["submitters"]["complete"]
    assert not found["releasers"]["complete"]
    assert not found["roleAssignments"]["complete"]


def test_pseudonyms_hold_within_a_run_only():
    from msgspec.structs import replace

    one, other = snapshot(jobs=[job("a", by=USER)]), snapshot(jobs=[job("a", by=USER)])
    other.header = replace(other.header, run_id="another")
    first, again, second = (hints(view(s))["submitters"]["who"] for s in (one, one, other))
    assert first == again
    assert first != second
