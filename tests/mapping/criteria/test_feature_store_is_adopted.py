"""Does a feature store in scope have a feature set that this workspace uses?"""

import pytest

from aml_maturity_audit.assessment.model import MET, NOT_MET, UNKNOWN
from aml_maturity_audit.signals.features import FeatureSet
from mapping.build import UNREAD, cut, job, place, snapshot, verdict, with_gap, workspace
from mapping.lineage import version

ID = "feature-store-is-adopted"
STORE = workspace("fs", kind="FeatureStore")
SET = FeatureSet(name="transactions", version="1")


def estate(*references: str, sets=(SET,), **other):
    jobs = [job(feature_stores=references)] if references else [job()]
    return snapshot(others=[place(STORE, feature_sets=sets)], **{"jobs": jobs, **other})


@pytest.mark.parametrize("reference", [STORE.id, STORE.id.lower(), "FS", "guid-of-fs"])
def test_a_job_that_refers_to_it(reference: str) -> None:
    assert verdict(estate(reference), ID).verdict == MET


@pytest.mark.parametrize(("reference", "expected"), [(STORE.id, MET), ("*", UNKNOWN)])
def test_a_model_that_refers_to_it(reference: str, expected: str) -> None:
    made = version(feature_stores=(reference,))
    assert verdict(estate(model_versions=[made]), ID).verdict == expected


@pytest.mark.parametrize("references", [(), ("*",), ("other-store",)])
def test_a_store_without_visible_use_is_unknown(references: tuple[str, ...]) -> None:
    judged = verdict(estate(*references), ID)
    assert judged.verdict == UNKNOWN
    assert judged.fact.missing


def test_no_store_in_a_fully_observed_scope() -> None:
    assert verdict(snapshot(jobs=[job()]), ID).verdict == NOT_MET


@pytest.mark.parametrize("sets", [(), (FeatureSet(name="x", version="1", archived=True),)])
def test_a_store_without_feature_sets(sets) -> None:
    assert verdict(estate(STORE.id, sets=sets), ID).verdict == NOT_MET


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_unread_feature_sets(reading) -> None:
    assert verdict(estate(STORE.id, sets=reading), ID).verdict == UNKNOWN


@pytest.mark.parametrize("reading", UNREAD.values(), ids=UNREAD)
def test_a_list_of_workspaces_that_leaves_some_out(reading) -> None:
    assert verdict(snapshot(workspaces=reading), ID).verdict == UNKNOWN


def test_a_part_of_a_list_still_proves_it() -> None:
    found = estate(jobs=cut(job(feature_stores=(STORE.id,))), workspaces=with_gap("filtered"))
    assert verdict(found, ID).verdict == MET
