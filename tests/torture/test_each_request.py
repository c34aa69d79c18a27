"""Each request of a full audit of the default estate fails in turn, once per kind of trouble.

Confirmed never rises, possible never falls, no verdict turns into another, no workspace is lost,
and no reading fails for a fault of ours. A sample, spread over requests and kinds, runs always; all
of them with `make torture` (TORTURE=whole), or a share of the requests by TORTURE=3/8.
"""

import pytest

from torture.kinds import KINDS
from torture.rack import Rack, Run
from torture.requests import ARM, DEVOPS, SIGN_IN, Request
from torture.share import SLICES, of_this_process
from torture.verdicts import wrongs

Pair = tuple[Request, str]


def pairs(rack: Rack) -> list[list[Pair]]:
    return of_this_process([[(request, kind) for kind in KINDS] for request in rack.requests])


def wrong_of(rack: Rack, pair: Pair, run: Run) -> list[str]:
    request, kind = pair
    gone = kind == "404" and request.asks_for_one_asset
    return [
        f"{kind} for {request.method} {request.address}: {wrong}"
        for wrong in wrongs(rack.undisturbed, run, gone=gone)
    ]


@pytest.mark.parametrize("part", range(SLICES))
def test_no_trouble_with_one_request_makes_a_verdict_wrong(
    part: int, rack: Rack, record_property
) -> None:
    tried, struck, found = 0, 0, []
    for request, kind in (pair for group in pairs(rack)[part::SLICES] for pair in group):
        run = rack.disturbed([(request, KINDS[kind])])
        assert run.struck, f"{kind} for {request} came to nothing: it was not asked"
        found += wrong_of(rack, (request, kind), run)
        tried, struck = tried + 1, struck + run.struck
    record_property("failing requests tried", tried)
    record_property("answers spoiled", struck)
    record_property("verdicts or levels wrong", len(found))
    assert not found, "\n".join(found)


def test_reading_again_what_a_fault_reaches_comes_to_what_a_whole_run_does(rack: Rack) -> None:
    """Why the torture may be so quick; each half, discovery and one kind after another."""
    kinds = list(KINDS)
    for at, request in enumerate(rack.requests[3::59]):
        trouble = KINDS[kinds[7 * at % len(kinds)]]
        quick = rack.disturbed([(request, trouble)])
        whole = rack.entirely([(request, trouble)])
        assert quick.struck and whole.struck, request
        assert told(quick) == told(whole), request


def told(run: Run) -> object:
    """All that a run judged, and what ended it."""
    if run.assessment is None:
        return repr(run.error)
    return {
        workspace.key: (
            workspace.level,
            workspace.dimensions,
            [(one.id, one.verdict) for one in workspace.criteria],
            [(one.signal, one.state, one.complete, one.items) for one in workspace.readings],
        )
        for workspace in run.assessment.workspaces
    }


def test_the_rack_is_a_full_audit(rack: Rack) -> None:
    halves = [request.half for request in rack.requests]
    assert halves.count(ARM) > 250
    assert halves.count(DEVOPS) > 150
    assert halves.count(SIGN_IN) == 2
    assert rack.undisturbed.assessment is not None
    assert len(rack.undisturbed.assessment.workspaces) == 18


def test_the_sample_touches_every_kind_and_half(rack: Rack) -> None:
    chosen = [pair for group in pairs(rack) for pair in group]
    assert {kind for _, kind in chosen} == set(KINDS)
    assert {request.half for request, _ in chosen} >= {ARM, DEVOPS}
