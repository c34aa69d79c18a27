"""The audits of the default estate that its tests look at, each made once."""

import pytest

from aml_maturity_audit.mapping.estate import Mappings
from aml_maturity_audit.signals.snapshot import Snapshot
from estate.auditing import Audit, judged, read

LABS = "3b8f2c14-5d6e-4f70-8a91-b2c3d4e5f607"
"""Subscription contoso-ml-labs: no feature store and no data factory in it."""


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """As `audit --sandbox` reads it, with the DevOps organization and what is at GitHub."""
    return read()


@pytest.fixture(scope="session")
def audit(snapshot: Snapshot) -> Audit:
    """Of everything that the auditor sees."""
    return judged(snapshot)


@pytest.fixture(scope="session")
def owners() -> Audit:
    """Of somebody who may read all of it."""
    return judged(read("owner"))


@pytest.fixture(scope="session")
def guests() -> Audit:
    """Of somebody who may read next to nothing."""
    return judged(read("guest"))


@pytest.fixture(scope="session")
def labs() -> Audit:
    """Of one subscription, with the pricing team's pipeline said to be the application's."""
    pipeline = ("mlw-pricing", "commerce/pricing-ci-cd")
    return judged(read(subscriptions=(LABS,)), Mappings(application=(pipeline,)))


@pytest.fixture(scope="session")
def without_github() -> Audit:
    """Of Azure and Azure DevOps."""
    return judged(read(github=False))


@pytest.fixture(scope="session")
def without_devops() -> Audit:
    """Of Azure alone."""
    return judged(read(devops=False, github=False))
