"""Published test runs of builds."""

from aml_maturity_audit.sandbox.devops.site import Place
from aml_maturity_audit.sandbox.devops.specs import BuildSpec, Tests
from aml_maturity_audit.sandbox.estate.merging import Tree, merge


def add_test_runs(place: Place, spec: BuildSpec, build: Tree) -> None:
    """Add the test runs that a build published."""
    for name, tests in spec.tests.items():
        place.project.test_runs.append(_test_run(place, name, tests, build))


def _test_run(place: Place, name: str, tests: Tests, build: Tree) -> Tree:
    number = place.numbers.next("test run")
    passed = tests.total if tests.passed is None else tests.passed
    outcomes = {"Passed": passed, "Failed": tests.total - passed}
    body: Tree = {
        "id": number,
        "name": name,
        "url": f"{place.url}/_apis/test/Runs/{number}",
        "isAutomated": True,
        "state": "Completed",
        "totalTests": tests.total,
        "passedTests": passed,
        "unanalyzedTests": tests.total - passed,
        "incompleteTests": 0,
        "notApplicableTests": 0,
        "startedDate": build["startTime"],
        "completedDate": build["finishTime"],
        "createdDate": build["startTime"],
        "lastUpdatedDate": build["finishTime"],
        "project": {"id": place.project.id, "name": place.project.name},
        "build": {"id": str(build["id"]), "name": build["buildNumber"], "url": build["url"]},
        "buildConfiguration": {
            "id": build["id"],
            "number": build["buildNumber"],
            "uri": build["uri"],
        },
        "pipelineReference": {
            "pipelineId": build["id"],
            "stageReference": {"stageName": tests.stage, "attempt": 1},
        },
        "runStatistics": [
            {"state": "Completed", "outcome": outcome, "count": count}
            for outcome, count in outcomes.items()
            if count
        ],
        "revision": 3,
    }
    return merge(body, tests.body)


def summary(runs: list[Tree]) -> Tree:
    """The result summary of a build, from its test runs."""
    total = sum(_count(run, "totalTests") for run in runs)
    passed = sum(_count(run, "passedTests") for run in runs)
    outcomes = {"Passed": passed, "Failed": total - passed}
    return {
        "aggregatedResultsAnalysis": {
            "duration": "00:00:42",
            "totalTests": total,
            "resultsByOutcome": {
                outcome: {"outcome": outcome, "count": count, "duration": "00:00:42"}
                for outcome, count in outcomes.items()
                if count
            },
            "notReportedResultsByOutcome": {},
        },
        "testFailures": {"newFailures": {"count": total - passed, "testResults": []}},
        "totalRunsCount": len(runs),
        "noConfigRunsCount": 0,
    }


def _count(run: Tree, key: str) -> int:
    value = run.get(key)
    return value if isinstance(value, int) else 0
