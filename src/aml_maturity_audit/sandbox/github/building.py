"""From an estate's `github:` to the owners that are served."""

from collections.abc import Mapping

from aml_maturity_audit.sandbox.devops.reading import Item, Reader
from aml_maturity_audit.sandbox.estate.filling import Filling
from aml_maturity_audit.sandbox.estate.merging import merge
from aml_maturity_audit.sandbox.estate.settings import Principal
from aml_maturity_audit.sandbox.github.accounts import Accounts
from aml_maturity_audit.sandbox.github.bodies import minimal, whole
from aml_maturity_audit.sandbox.github.code import (
    add_commits,
    add_pull_requests,
    committed,
    sha_of,
)
from aml_maturity_audit.sandbox.github.deployments import add_environments, variables
from aml_maturity_audit.sandbox.github.model import Owner, Repository
from aml_maturity_audit.sandbox.github.runs import add_workflows
from aml_maturity_audit.sandbox.github.site import Place
from aml_maturity_audit.sandbox.github.specs import OwnerSpec, RepositorySpec

ROOT = "/api/v3"
"""Where the API is, as on a server of one's own."""


def build_github(
    raw: Mapping[str, object], reader: Reader, base: Filling, principals: Mapping[str, Principal]
) -> dict[str, Owner]:
    """The owners by lower-case name; `UsageError` where the estate is not usable."""
    found: dict[str, Owner] = {}
    api = f"{base.variables['url']}{ROOT}"
    for item in reader.each(dict(raw), OwnerSpec, "github", base):
        web = (item.spec.web or "https://github.com").rstrip("/")
        accounts = Accounts(principals, api, web)
        owner = Owner(accounts.named(item.name, item.spec.type))
        inner = item.filling.with_variables(owner=item.name)
        where = f"{item.where}/repositories"
        for one in reader.each(item.spec.repositories, RepositorySpec, where, inner):
            owner.repositories.append(_repository(one, owner, accounts, reader, (api, web)))
        found[item.name.lower()] = owner
    return found


def _repository(
    item: Item[RepositorySpec],
    owner: Owner,
    accounts: Accounts,
    reader: Reader,
    places: tuple[str, str],
) -> Repository:
    spec = item.spec
    api, web = places
    short = minimal(api, web, owner.body, item.name)
    repository = Repository(
        merge(whole(short, spec, web, None), spec.body),
        _branches(spec),
        _tags(spec, f"{short['url']}"),
        former_names=tuple(name.lower() for name in spec.renamed_from),
        truncated_tree=spec.truncated_tree,
        rules=[dict(rule) for rule in spec.rules],
        protection=dict(spec.protection) if spec.protection is not None else None,
    )
    place = Place(repository, short, accounts, reader, item.where, item.filling)
    repository.variables[""] = variables(dict(spec.variables))
    add_commits(place, spec.commits)
    if repository.commits:
        newest = committed(repository.commits[0])
        repository.body = merge(whole(short, spec, web, newest), spec.body)
    add_environments(place, spec.environments)
    add_workflows(place, spec.workflows)
    add_pull_requests(place, spec.pull_requests)
    return repository


def _branches(spec: RepositorySpec) -> Mapping[str, Mapping[str, str]]:
    branches: dict[str, Mapping[str, str]] = {}
    if spec.files:  # an empty repository has none
        branches[spec.default_branch] = dict(spec.files)
    for name, branch in spec.branches.items():
        branches[name] = _laid(spec, branch.files)
    return branches


def _tags(spec: RepositorySpec, url: str) -> Mapping[str, Mapping[str, str]]:
    tags: dict[str, Mapping[str, str]] = {}
    for name, tag in spec.tags.items():
        tags[name] = tags[tag.sha or sha_of(f"{url}/tags/{name}")] = _laid(spec, tag.files)
    return tags


def _laid(spec: RepositorySpec, files: Mapping[str, str | None]) -> Mapping[str, str]:
    """Files on top of those of the default branch."""
    laid = {**spec.files, **files}
    return {path: text for path, text in laid.items() if text is not None}
