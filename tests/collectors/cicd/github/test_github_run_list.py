"""More runs than GitHub tells a search: the time is halved until all are told."""

from aml_maturity_audit.collectors.cicd.github.sources.test_runs import tests_in as counted
from aml_maturity_audit.signals.cicd import PIPELINE_RUNS
from aml_maturity_audit.signals.reading import TRUNCATED

MANY = "      - {at: -1h, every: %s, repeat: %d, took: 1m, conclusion: failure, by: mei}\n"


def busy(every: str, times: int):
    def change(text: str) -> str:
        return text.replace(
            "              - {at: -5d, conclusion: failure",
            "        " + MANY % (every, times) + "              - {at: -5d, conclusion: failure",
        )

    return change


def test_all_runs_are_told_by_halves(start):
    reading = start(busy("30m", 2_500)).reading(PIPELINE_RUNS)
    assert (len(reading.value), reading.gaps) == (2_504, ())
    assert len({run.id for run in reading.value}) == 2_504
    times = [run.finished_at for run in reading.value]
    assert times == sorted(times, reverse=True)


def test_an_hour_with_too_many_is_a_gap(start):
    reading = start(busy("1s", 1_200)).reading(PIPELINE_RUNS)
    assert [gap.kind for gap in reading.gaps] == [TRUNCATED]


def test_reporters_sentences():
    assert counted("12 passed, 0 failed and 0 skipped") == 12
    assert counted("All 120 tests pass in 3s") == 120
    assert counted("52 tests run, 50 passed, 2 failed.") == 52
    assert counted("Tests passed: 7") == 7
    assert counted("Coverage 80%") == 0
    assert counted("") == 0
