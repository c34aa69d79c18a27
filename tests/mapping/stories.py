"""Rich literal snapshots: whole estates in which nearly every signal decides something."""

from aml_maturity_audit.mapping.estate import Mappings
from aml_maturity_audit.signals.data import DataAsset, DataVersion
from aml_maturity_audit.signals.features import FeatureSet
from aml_maturity_audit.signals.feeders import Feeder
from aml_maturity_audit.signals.jobs import JobHistory, Materialization
from aml_maturity_audit.signals.observability import AlertRule, AutoscaleSetting, DiagnosticSetting
from aml_maturity_audit.signals.reading import Observed
from aml_maturity_audit.signals.registries import RegistryModel
from aml_maturity_audit.signals.snapshot import Snapshot
from aml_maturity_audit.signals.tracking import TrackedRun
from mapping.build import (
    SERVICE,
    USER,
    batch_deployment,
    batch_endpoint,
    connection,
    days_ago,
    deployed_to,
    deployment,
    endpoint,
    git,
    job,
    mention,
    person,
    pipeline,
    place,
    project,
    repository,
    results_of,
    run,
    snapshot,
    step,
    workspace,
    write,
)
from mapping.lineage import (
    ENVIRONMENT,
    breach,
    component,
    compute,
    data,
    environment,
    events,
    fired,
    model,
    monitor,
    monitor_run,
    reads,
    schedule,
    version,
)

OTHER = "dev.azure.com/acme/web/_git/web"
BLUE = f"{workspace().id}/onlineEndpoints/scoring/deployments/blue"
NEVER_TRAINED = Observed(value=JobHistory(older_jobs=False))


def automated() -> Snapshot:
    """Everything is done, and done by pipelines and schedules."""
    ci = pipeline("ci", "runs_tests", "automatic_trigger")
    cd = pipeline(
        "cd",
        "trains_model",
        step("runs_tests", stage="integration"),
        "deploys_model",
        "tests_deployment",
        "approval_or_environment_gate",
        step("shifts_traffic", splits_traffic=True),
        step("promotes_via_registry", gated=True),
        names=["shop"],
        environments=["test", "prod"],
        service_connections=["azure"],
    )
    nightly = run(cd, "schedule")
    trained = {
        "type": "Command",
        "environment_id": ENVIRONMENT,
        "inputs": (reads(),),
        "compute_id": "gpu",
        "registries": ("acme",),
    }
    names = ("train", "by-app", "weekly-1.5", "weekly-8")
    return snapshot(
        workspace(tags={"env": "prod"}),
        others=[place(workspace("shop-dev"))],
        jobs=[
            job(**trained),
            fired("weekly", 1.5, **trained),
            fired("weekly", 8, **trained),
            job("by-app", by=SERVICE, **trained),
            breach(2),
            monitor_run(days=9, status="Completed"),
        ],
        schedules=[schedule(), monitor()],
        computes=[compute()],
        environments=[environment()],
        models=[model()],
        model_versions=[version()],
        data_references=[data()],
        data_assets=[DataAsset(name="customers", latest_version="7")],
        data_versions=[
            DataVersion(name="customers", version="7", created_at=days_ago(3), created_by=SERVICE),
            DataVersion(name="customers", version="6", created_at=days_ago(9), created_by=SERVICE),
        ],
        online_endpoints=[endpoint(traffic={"blue": 90, "green": 10})],
        online_deployments=[
            deployment(capacity=3, scoring_script="score.py", collects_data=True),
            deployment("green", capacity=2, scoring_script="score.py", collects_data=True),
        ],
        diagnostic_settings=[
            DiagnosticSetting(
                id="d", resource="scoring", to_log_analytics=True, groups=("allLogs",)
            )
        ],
        autoscale_settings=[AutoscaleSetting(id="a", target=BLUE, enabled=True, minimums=(2, 4))],
        metric_alerts=[AlertRule(id="m", name="slow", enabled=True, scopes=(BLUE,))],
        event_subscriptions=[events()],
        run_metrics=[TrackedRun(job=name, logged=True) for name in names],
        activity_log=[write(), write(2)],
        pipelines=[ci, cd],
        pipeline_runs=[run(ci), run(ci, "manual"), nightly],
        test_runs=[results_of(ci)],
        deployment_records=[deployed_to("test", cd), deployed_to("prod", cd)],
        repositories=[repository(files=("src/score.py",), last_commit_at=days_ago(2))],
        service_connections=[connection()],
    )


def by_hand() -> Snapshot:
    """The same things exist, and people do them; other teams' pipelines stand beside."""
    cd = pipeline("cd", "deploys_model", "trains_model")
    theirs = pipeline("theirs", "runs_tests", "tests_deployment", "deploys_model", names=["web"])
    foreign = pipeline(
        "foreign", "runs_tests", origin=OTHER, names=["shop"], service_connections=["abroad"]
    )
    idle = pipeline("idle", "runs_tests", "tests_deployment", repository_id="", origin=OTHER)
    abroad = connection("abroad", None, subscription_id="99999999-9999-9999-9999-999999999999")
    return snapshot(
        jobs=[
            job(git=git(dirty=True), compute_id="laptop", serverless=False, experiment="Default"),
            job("again", created_at=days_ago(2)),
            job("once", created_at=days_ago(3), environment_id="azureml:lost:1"),
        ],
        schedules=[schedule(enabled=False)],
        computes=[compute("laptop", "ComputeInstance")],
        models=[model()],
        run_metrics=[TrackedRun(job=name, logged=False) for name in ("train", "again", "once")],
        model_versions=[version(job_name=None)],
        online_endpoints=[endpoint()],
        online_deployments=[deployment(scoring_script="score.py")],
        activity_log=[
            write(1, by_user=True, name="Dana Data", upn="dana@acme.example"),
            write(2, at=days_ago(3)),
            write(3, at=days_ago(40), by_user=True, name="Olga Ops"),
        ],
        data_feeders=[Feeder(id="f", name="factory", type="Microsoft.DataFactory/factories")],
        pipelines=[cd, theirs, foreign, idle],
        pipeline_runs=[
            run(cd, "manual", requested_for=person("Dana Data")),
            run(cd, "manual", at=days_ago(3), id="second", requested_for=person("Dana Data")),
            run(theirs),
            run(foreign),
            run(idle, result="failed"),
        ],
        deployment_records=[deployed_to("prod", cd), deployed_to("test", cd, "failed")],
        repositories=[repository(files=("readme.py",)), repository("web", OTHER)],
        service_connections=[abroad],
    )


def one_click() -> Snapshot:
    """An application releases, in runs that somebody started; what would raise it is another's.

    The pipeline is linked by its repository only; one that names the workspace signs in elsewhere;
    a second project deploys without tests.
    """
    cd = pipeline("cd", "runs_tests", "deploys_model", "tests_deployment")
    abroad = pipeline(
        "abroad",
        "shifts_traffic",
        "trains_model",
        step("promotes_via_registry", gated=True),
        names=["shop"],
        origin=OTHER,
        service_connections=["abroad"],
        environments=["prod"],
    )
    untested = pipeline("untested", "deploys_model", "approval_or_environment_gate")
    theirs = project("infra", pipelines=[untested], pipeline_runs=[run(untested, "manual")])
    return snapshot(
        jobs=[job(registries=("acme",))],
        online_endpoints=[endpoint()],
        online_deployments=[deployment(capacity=2, scoring_script="src/score.py")],
        activity_log=[write(), write(2)],
        projects=[theirs],
        pipelines=[cd, abroad],
        pipeline_runs=[run(cd, "manual"), run(abroad, "schedule")],
        test_runs=[results_of(abroad, "integration")],
        deployment_records=[deployed_to("test", abroad), deployed_to("prod", abroad)],
        repositories=[repository(files=("score.py",)), repository("web", OTHER)],
        service_connections=[
            connection("abroad", None, subscription_id="99999999-9999-9999-9999-999999999999")
        ],
    )


def split_roles() -> Snapshot:
    """One workspace trains, another serves what it promotes through a registry."""
    promoted = "azureml://registries/acme/models/churn/versions/1"
    serving = place(
        workspace("serve"),
        job_history=NEVER_TRAINED,
        online_endpoints=[endpoint()],
        online_deployments=[deployment(model=promoted)],
    )
    return snapshot(
        jobs=[job(by=SERVICE), job("by-user", by=USER, git=git(None))],
        others=[serving],
        registry_models=[
            RegistryModel(
                registry="acme",
                name="churn",
                version="1",
                origin=f"{workspace().id}/models/churn/versions/1",
            )
        ],
        models=[model()],
        model_versions=[version()],
        pipelines=[pipeline("train", "trains_model", "promotes_via_registry", names=["shop"])],
        pipeline_runs=[run(pipeline("train"), "schedule")],
    )


def serving_only() -> Snapshot:
    """The other half, seen from the workspace that serves."""
    here = split_roles()
    return Snapshot(
        here.header,
        workspaces=list(reversed(here.workspaces)),
        subscriptions=here.subscriptions,
        projects=here.projects,
    )


def in_doubt() -> Snapshot:
    """Names that cannot be resolved, namesakes, and a project that nobody named."""
    unclear = pipeline("unclear", "deploys_model", "runs_tests", names=[None], origin=OTHER)
    ours = pipeline("ours", "deploys_model", names=[mention("shop", resource_group="rg")])
    both = pipeline("both", "runs_tests", names=["shop"], origin=OTHER)
    broken = pipeline("broken", content=None, origin=OTHER)
    return snapshot(
        others=[place(workspace(group="rg-other"))],
        jobs=[
            job("component", endpoint="nightly", deployment=None, type="Pipeline"),
            job("undated", created_at=None),
        ],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment(scoring_script="batch.py")],
        activity_log=[write(by_user=None)],
        projects=[project("web", named=False, pipelines=[both, broken])],
        pipelines=[unclear, ours],
        pipeline_runs=[run(unclear), run(ours, "individualCI"), run(ours, "", id="untold")],
        service_connections=[connection()],
    )


def component_runs() -> Snapshot:
    """Training is a pipeline component behind a batch endpoint, beside a feature store."""
    store = place(
        workspace("features", kind="FeatureStore"),
        feature_sets=[
            FeatureSet(
                name="f", version="1", scheduled=True, frequency="Day", notifies_on_failure=True
            )
        ],
        jobs=[job("filled", materialization=Materialization(type="Recurrent", feature_set="f"))],
    )
    return snapshot(
        others=[store],
        jobs=[
            job(
                "one",
                type="Pipeline",
                endpoint="retrain",
                by=USER,
                component_id="azureml:prepare:2",
            ),
            job("two", type="Pipeline", endpoint="retrain", deployment="main"),
            job(
                "scored",
                type="Pipeline",
                endpoint="nightly",
                by=SERVICE,
                feature_stores=("features",),
            ),
        ],
        components=[component()],
        environments=[environment()],
        schedules=[schedule("go", "InvokeBatchEndpoint", job_endpoint="retrain")],
        batch_endpoints=[batch_endpoint(), batch_endpoint("retrain")],
        batch_deployments=[
            batch_deployment(),
            batch_deployment(endpoint="retrain", kind="PipelineComponent", model=None),
        ],
        pipelines=[pipeline("elsewhere", "runs_tests", origin=OTHER)],
        repositories=[repository(), repository("web", OTHER)],
    )


def withdrawn() -> Snapshot:
    """An application released all there was, and nothing of it is in production any more."""
    return snapshot(
        jobs=[job()],
        online_endpoints=[endpoint(traffic={"blue": 0})],
        online_deployments=[deployment(scoring_script="score.py", capacity=2)],
        batch_endpoints=[batch_endpoint()],
        batch_deployments=[batch_deployment(state="Failed")],
        activity_log=[write(), write(2, at=days_ago(30))],
        repositories=[repository(files=("score.py",))],
        pipelines=[pipeline("cd", step("shifts_traffic", splits_traffic=True), "runs_tests")],
        pipeline_runs=[run(pipeline("cd"), "manual")],
    )


def idle() -> Snapshot:
    """Nothing, read whole."""
    return snapshot()


STORIES = {
    story.__name__: story
    for story in (
        automated,
        by_hand,
        one_click,
        split_roles,
        serving_only,
        in_doubt,
        component_runs,
        withdrawn,
        idle,
    )
}

MAPPINGS = {name: Mappings(application=(("shop", "shop/cd"),)) for name in ("by_hand", "one_click")}
"""What the configuration says in a story."""
