"""MLflow's REST search of experiments and runs, below a workspace's tracking address."""

import re
from collections.abc import Sequence

import msgspec

from aml_maturity_audit.sandbox.arm.access import Door
from aml_maturity_audit.sandbox.arm.pages import offset_from, token_for
from aml_maturity_audit.sandbox.dataplane import refusals
from aml_maturity_audit.sandbox.dataplane.filters import UnknownFilter, passes
from aml_maturity_audit.sandbox.estate.experiments import Experiment
from aml_maturity_audit.sandbox.estate.merging import Tree
from aml_maturity_audit.sandbox.estate.world import World
from aml_maturity_audit.sandbox.tokens import MACHINE_LEARNING, Tokens
from aml_maturity_audit.sandbox.web import Answer, Call

_PATH = re.compile(
    r"/mlflow/v[12]\.0(?P<workspace>/subscriptions/.+/workspaces/[^/]+)"
    r"(/api/2\.0/mlflow)/(?P<what>experiments/search|runs/search)",
    re.IGNORECASE,
)
_READ = "Microsoft.MachineLearningServices/workspaces/experiments/read"
_READ_RUNS = "Microsoft.MachineLearningServices/workspaces/experiments/runs/read"


class SearchQuery(msgspec.Struct):
    """The body of a search; MLflow names everything with underscores."""

    max_results: int = 1000
    page_token: str | None = None
    filter: str | None = None
    view_type: str | None = None
    run_view_type: str | None = None
    experiment_ids: list[str] = msgspec.field(default_factory=list)
    order_by: list[str] = msgspec.field(default_factory=list)


class Tracking:
    """Answers the two searches; a workspace may be closed to the public network."""

    def __init__(self, world: World, tokens: Tokens) -> None:
        self._world = world
        self._door = Door(world, tokens)
        self._audiences = (*tokens.arm_audiences, MACHINE_LEARNING)

    def claims(self, call: Call) -> bool:
        """Everything below /mlflow."""
        return call.path.lower().startswith("/mlflow/")

    def answer(self, call: Call) -> Answer:
        """The page of experiments or runs."""
        match = _PATH.fullmatch(call.path)
        if match is None:
            return refusals.not_found(f"The route '{call.path}'")
        rights = self._door.caller(call, self._audiences)
        if isinstance(rights, Answer):
            return rights
        workspace = self._world.resource(match["workspace"])
        if workspace is None:
            return refusals.not_found(f"The workspace '{match['workspace']}'")
        if workspace.id.lower() in self._world.closed_data_planes:
            return refusals.network_forbidden(workspace.name)
        runs = match["what"].lower().startswith("runs")
        action = _READ_RUNS if runs else _READ
        if not rights.allows(workspace.id, action):
            who = rights.identity
            return refusals.action_forbidden(who.client_id, who.object_id, action, workspace.id)
        return self._search(call, self._world.experiments[workspace.id.lower()], runs)

    def _search(self, call: Call, experiments: Sequence[Experiment], runs: bool) -> Answer:
        if runs and call.method != "POST":
            return refusals.parameter_invalid("runs/search takes POST.")
        try:
            query = _query(call)
            found = _runs(experiments, query) if runs else _experiments(experiments, query)
        except (msgspec.DecodeError, msgspec.ValidationError, UnknownFilter) as problem:
            return refusals.parameter_invalid(str(problem))
        return _page(found, query, "runs" if runs else "experiments")


def _query(call: Call) -> SearchQuery:
    if call.method == "POST":
        return msgspec.json.decode(call.body or b"{}", type=SearchQuery)
    given: dict[str, object] = {
        key: value for key, value in call.query if key in SearchQuery.__struct_fields__
    }
    return msgspec.convert(given, SearchQuery, strict=False)


def _experiments(experiments: Sequence[Experiment], query: SearchQuery) -> list[Tree]:
    view = (query.view_type or "ACTIVE_ONLY").upper()
    return [
        one.body
        for one in experiments
        if _in_view(str(one.body["lifecycle_stage"]), view) and passes(one.body, query.filter or "")
    ]


def _runs(experiments: Sequence[Experiment], query: SearchQuery) -> list[Tree]:
    view = (query.run_view_type or "ACTIVE_ONLY").upper()
    found = [
        run
        for one in experiments
        if one.body["experiment_id"] in query.experiment_ids
        for run in one.runs
        if _in_view(str(_info(run)["lifecycle_stage"]), view) and passes(run, query.filter or "")
    ]
    ascending = any("asc" in order.lower() and "start_time" in order for order in query.order_by)
    return sorted(found, key=lambda run: str(_info(run)["start_time"]), reverse=not ascending)


def _info(run: Tree) -> Tree:
    info = run["info"]
    assert isinstance(info, dict)
    return info


def _in_view(stage: str, view: str) -> bool:
    return view == "ALL" or (stage == "deleted") == (view == "DELETED_ONLY")


def _page(found: list[Tree], query: SearchQuery, key: str) -> Answer:
    start = offset_from(query.page_token or "")
    shown = found[start : start + query.max_results]
    body: dict[str, object] = {key: shown}
    if start + query.max_results < len(found):
        body["next_page_token"] = token_for(start + query.max_results)
    return Answer.json(body)
