"""Systems inferred from names, tags and lineage."""

import tomllib

from aml_maturity_audit.guidance.propose import as_toml, propose_systems
from aml_maturity_audit.mapping import mappings_from
from mapping.build import deployment, endpoint, place, snapshot, workspace
from mapping.lineage import key, version

SHARED = "azureml://registries/acme/models/churn/versions/3"


def names(found) -> list[tuple[str, list[str]]]:
    return [(p.name, sorted(set(p.roles.values()))) for p in propose_systems(found)]


def test_by_stage_in_the_name() -> None:
    found = snapshot(
        workspace("churn-dev"),
        others=[place(workspace("churn-prod")), place(workspace("churn_test")), place()],
    )
    assert names(found) == [("churn", ["dev", "prod", "test"])]


def test_by_tag() -> None:
    found = snapshot(
        workspace("churn", tags={"env": "Production"}),
        others=[place(workspace("churn", "rg-dev", tags={"Environment": "dev"}))],
    )
    assert names(found) == [("churn", ["dev", "prod"])]


def test_one_stage_is_no_system() -> None:
    assert names(snapshot(workspace("churn-dev"))) == []


def test_by_lineage_through_a_registry() -> None:
    lab = workspace("lab")
    shared = version(
        "churn",
        "3",
        reference=key(SHARED, "models"),
        registry="acme",
        workspace_id=None,
        origin="azureml://locations/we/workspaces/guid-of-lab/models/churn/versions/9",
    )
    found = snapshot(
        others=[place(lab)],
        online_endpoints=[endpoint()],
        online_deployments=[deployment(model=SHARED)],
        model_versions=[shared],
    )
    proposal = propose_systems(found)[0]
    assert proposal.roles == {lab.id: "dev", workspace().id: "prod"}
    assert "inferred" in proposal.why[0]


def test_the_toml_is_what_the_configuration_reads() -> None:
    odd = 'churn"\n[evil]-dev'
    found = snapshot(
        workspace("churn-dev"),
        others=[
            place(workspace("churn-prod")),
            place(workspace(odd)),
            place(workspace('churn"\n[evil]-prod')),
        ],
    )
    tables = tomllib.loads(as_toml(propose_systems(found)))
    assert set(tables) == {"systems"}
    system = mappings_from((), tables["systems"]).systems
    assert len(system) == 2
    assert workspace("churn-dev").id.lower() in system[1].roles | system[0].roles
