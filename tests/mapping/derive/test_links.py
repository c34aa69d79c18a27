"""Which pipelines are linked, which may be, and which are refused, each with its reason."""

import msgspec
import pytest

from aml_maturity_audit.mapping.derive.links import links, origins
from aml_maturity_audit.mapping.estate import Mappings
from mapping.build import (
    SUBSCRIPTION,
    UNREAD,
    connection,
    git,
    job,
    mention,
    pipeline,
    place,
    project,
    snapshot,
    subscription,
    view,
    workspace,
)

WEB = "dev.azure.com/acme/web/_git/web"
ABROAD = "99999999-9999-9999-9999-999999999999"
NAMESAKE = place(workspace(group="rg-other"))


def found(of: object, *, mappings: Mappings | None = None, **signals: object) -> tuple[str, str]:
    """`linked`, `maybe` or `no` for the one pipeline, and why."""
    told = {"jobs": [job()], "pipelines": [of], **signals}
    known = links(view(snapshot(**told), mappings=mappings))
    for state, some in (("linked", known.linked), ("maybe", known.maybe), ("no", known.refused)):
        if some:
            return state, some[0].why.because
    return "no", ""


def state(of: object, **how: object) -> str:
    return found(of, **how)[0]


def unrelated(*names: object, **more: object):
    """A pipeline of another repository."""
    return pipeline("other", origin=WEB, names=names, **more)


# By repository


@pytest.mark.parametrize(
    "url",
    [
        "https://dev.azure.com/acme/shop/_git/shop",
        "https://user@dev.azure.com/ACME/Shop/_git/shop/",
        "git@ssh.dev.azure.com:v3/acme/shop/shop",
        "https://acme.visualstudio.com/DefaultCollection/shop/_git/shop",
    ],
)
def test_the_origin_of_a_training_job_links_in_every_spelling(url: str) -> None:
    state, why = found(pipeline(), jobs=[job(git=git(url))])
    assert state == "linked"
    assert "origin of job train" in why


def test_another_repository_does_not_link() -> None:
    assert state(unrelated()) == "no"


def test_a_job_that_is_no_training_does_not_link() -> None:
    assert state(pipeline(), jobs=[job(monitor_run=True)]) == "no"


def test_a_job_that_may_be_training_may_link() -> None:
    undated = job(created_at=None)
    assert state(pipeline(), jobs=[undated]) == "maybe"
    assert state(unrelated(), jobs=[undated]) == "no"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_jobs_that_were_not_read_may_link_any_repository(unread: object) -> None:
    assert state(pipeline(), jobs=unread) == "maybe"
    assert state(unrelated("another"), jobs=unread) == "no"


def test_a_pipeline_that_names_only_others_is_not_linked_by_its_repository() -> None:
    state, why = found(pipeline(names=["another"]))
    assert state == "no"
    assert "names other workspaces" in why


def test_one_that_names_others_and_something_unresolved_may_be() -> None:
    assert state(pipeline(names=["another", None])) == "maybe"
    assert state(pipeline(names=[None])) == "linked"


def test_a_file_that_was_not_read_may_name_another() -> None:
    state, why = found(pipeline(content=None, problem="The file is gone."))
    assert state == "maybe"
    assert "The file is gone" in why
    assert found(unrelated(content=None))[0] == "maybe"


def test_a_part_that_was_not_read_may_name_this_workspace_or_another() -> None:
    for names in ([], ["another"]):
        read = pipeline(names=names)
        content = msgspec.structs.replace(read.content, unread=("release.yml",))
        state, why = found(msgspec.structs.replace(read, content=content))
        assert state == "maybe"
        assert "release.yml" in why


# By name


@pytest.mark.parametrize("name", ["shop", "SHOP", workspace().id, workspace().id.upper()])
def test_a_name_or_an_id_links_in_any_case(name: str) -> None:
    assert state(unrelated(name)) == "linked"


@pytest.mark.parametrize("name", ["shop2", "sho", workspace(group="rg-other").id])
def test_another_name_does_not(name: str) -> None:
    assert state(unrelated(name)) == "no"


def test_one_of_several_names_is_enough() -> None:
    assert state(unrelated("another", "shop")) == "linked"


def test_a_name_that_cannot_be_resolved_may_be_this_one() -> None:
    assert state(unrelated(None)) == "maybe"


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ({"resource_group": "RG"}, "linked"),
        ({"resource_group": "rg-else"}, "no"),
        ({"subscription": SUBSCRIPTION.upper()}, "linked"),
        ({"subscription": ABROAD}, "no"),
        ({"subscription": "Production"}, "maybe"),
    ],
)
def test_what_stands_beside_the_name_must_fit(beside: dict[str, str], expected: str) -> None:
    assert state(unrelated(mention("shop", **beside))) == expected


@pytest.mark.parametrize(("name", "expected"), [("PRODUCTION", "linked"), ("Test", "no")])
def test_a_subscription_is_told_by_its_name_too(name: str, expected: str) -> None:
    here = snapshot(jobs=[job()], pipelines=[unrelated(mention("shop", subscription=name))])
    here.subscriptions[0] = subscription(subscription_name="Production")
    known = links(view(here))
    assert ("linked" if known.linked else "no") == expected


def test_of_two_namesakes_a_bare_name_means_neither_for_sure() -> None:
    state, why = found(unrelated("shop"), others=[NAMESAKE])
    assert state == "maybe"
    assert "2 workspaces have that name" in why
    by_repository_too = pipeline(names=["shop"])
    assert found(by_repository_too, others=[NAMESAKE])[0] == "maybe"


def test_the_group_tells_namesakes_apart() -> None:
    for group, expected in (("rg", "linked"), ("rg-other", "no")):
        told = mention("shop", resource_group=group)
        assert state(unrelated(told), others=[NAMESAKE]) == expected


def test_the_subscription_tells_namesakes_apart() -> None:
    far = place(workspace(subscription=ABROAD))
    own = mention("shop", subscription=SUBSCRIPTION)
    assert state(unrelated("shop"), others=[far]) == "maybe"
    assert state(unrelated(own), others=[far]) == "linked"
    signs_in_here = unrelated("shop", service_connections=["azure"])
    of_all = connection(group=None)
    assert state(signs_in_here, others=[far], service_connections=[of_all]) == "linked"


def test_a_pipeline_that_signs_in_to_another_subscription_means_another() -> None:
    abroad = connection(group=None, subscription_id=ABROAD)
    signs_in = unrelated("shop", service_connections=["AZURE"])
    assert state(signs_in, service_connections=[abroad]) == "no"
    told = unrelated(mention("shop", subscription=SUBSCRIPTION), service_connections=["azure"])
    assert state(told, service_connections=[abroad]) == "linked"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_where_it_signs_in_was_not_read(unread: object) -> None:
    signs_in = unrelated("shop", service_connections=["azure"])
    state_, why = found(signs_in, service_connections=unread)
    assert state_ == "maybe"
    assert why
    assert state(unrelated("shop"), service_connections=unread) == "linked"


# By service connection


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (connection(), "linked"),
        (connection(group="RG"), "linked"),
        (connection(group=None), "no"),
        (connection(group="rg-else"), "no"),
        (connection(resource_groups=("rg", "rg-else"), group=None), "no"),
        (connection(subscription_id=ABROAD), "no"),
        (connection(group=None, workspace=workspace().id.upper()), "linked"),
    ],
    ids=str,
)
def test_a_connection_limited_to_the_group_links(of: object, expected: str) -> None:
    by_name = unrelated(service_connections=["Azure"])
    by_id = unrelated(connections=("AZURE",))
    assert state(by_name, service_connections=[of]) == expected
    assert state(by_id, service_connections=[of]) == expected


def test_a_connection_that_the_pipeline_does_not_use_says_nothing() -> None:
    assert state(unrelated(), service_connections=[connection()]) == "no"


def test_one_that_is_limited_to_the_group_and_names_others_is_linked() -> None:
    both = unrelated("another", service_connections=["azure"])
    assert state(both, service_connections=[connection()]) == "linked"


@pytest.mark.parametrize("unread", UNREAD.values(), ids=UNREAD.keys())
def test_a_connection_that_was_not_read_may_link(unread: object) -> None:
    assert state(unrelated(service_connections=["azure"]), service_connections=unread) == "maybe"
    assert state(unrelated(), service_connections=unread) == "no"


# By hand


@pytest.mark.parametrize("where", ["shop", workspace().id.lower()])
def test_the_configuration_settles_it(where: str) -> None:
    pair = (where, "shop/other")
    assert state(unrelated("another"), mappings=Mappings(linked=(pair,))) == "linked"
    assert state(unrelated(), mappings=Mappings(application=(pair,))) == "linked"
    state_, why = found(unrelated("shop"), mappings=Mappings(unlinked=(pair,)))
    assert state_ == "no"
    assert "does not belong here" in why


def test_a_mapping_of_another_project_is_not_of_this_one() -> None:
    mappings = Mappings(linked=(("shop", "else/other"),))
    assert state(unrelated(), mappings=mappings) == "no"


# Origins


def test_origins_name_a_job_each() -> None:
    of = snapshot(jobs=[job(), job("b", git=git("git@github.com:Acme/Shop.git")), job("c")])
    assert origins(view(of)) == {
        "dev.azure.com/acme/shop/_git/shop": "train",
        "github.com/acme/shop": "b",
    }


def test_projects_are_told_apart() -> None:
    same = {"pipelines": [pipeline("ci", id="yaml:1")]}
    known = links(view(snapshot(jobs=[job()], **same, projects=[project("two", **same)])))
    assert [link.label for link in known.linked] == ["shop/ci", "two/ci"]
    assert len({link.key for link in known.linked}) == 2
