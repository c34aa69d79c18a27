"""Signals that come together: what a derived word of the criteria may read."""

from typing import Any

from aml_maturity_audit.signals.activity import ACTIVITY_LOG
from aml_maturity_audit.signals.cicd import (
    PIPELINE_RUNS,
    PIPELINES,
    REPOSITORIES,
    SERVICE_CONNECTIONS,
)
from aml_maturity_audit.signals.components import COMPONENTS
from aml_maturity_audit.signals.computes import COMPUTES
from aml_maturity_audit.signals.data import DATA_REFERENCES
from aml_maturity_audit.signals.environments import ENVIRONMENTS
from aml_maturity_audit.signals.jobs import JOB_HISTORY, JOBS, SOURCE_JOBS
from aml_maturity_audit.signals.models import MODEL_VERSIONS, MODELS
from aml_maturity_audit.signals.reading import SignalKey
from aml_maturity_audit.signals.registries import REGISTRY_MODELS
from aml_maturity_audit.signals.schedules import SCHEDULES
from aml_maturity_audit.signals.serving import (
    BATCH_DEPLOYMENTS,
    BATCH_ENDPOINTS,
    ONLINE_DEPLOYMENTS,
    ONLINE_ENDPOINTS,
)

Keys = tuple[SignalKey[Any], ...]

TRAINING: Keys = (JOBS, SCHEDULES, BATCH_ENDPOINTS, BATCH_DEPLOYMENTS)
"""What tells a training job."""

SERVING: Keys = (ONLINE_ENDPOINTS, ONLINE_DEPLOYMENTS, BATCH_ENDPOINTS, BATCH_DEPLOYMENTS)
"""What tells a production deployment."""

ROLE: Keys = (*TRAINING, *SERVING, JOB_HISTORY, REGISTRY_MODELS)
"""What tells the role, for criteria marked T or S."""

COMPUTE: Keys = (COMPUTES,)

ENVIRONMENT: Keys = (ENVIRONMENTS, COMPONENTS)

MODEL: Keys = (MODELS, MODEL_VERSIONS, *SERVING)

LINEAGE: Keys = (MODEL_VERSIONS, SOURCE_JOBS, DATA_REFERENCES)

CICD: Keys = (
    PIPELINES,
    REPOSITORIES,
    PIPELINE_RUNS,
    SERVICE_CONNECTIONS,
    ACTIVITY_LOG,
    *TRAINING,
)
"""What tells the linked pipelines, what they do, and whether their absence counts."""

RELEASE: Keys = (ACTIVITY_LOG, *SERVING, *CICD)


def together(*groups: Keys) -> Keys:
    """The signals of several groups, once each."""
    return tuple(dict.fromkeys(key for group in groups for key in group))
