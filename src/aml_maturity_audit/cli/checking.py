"""Everything about a configuration that can be found wrong without asking anybody."""

from aml_maturity_audit.azure.devops.organizations import organizations
from aml_maturity_audit.cli.cicd import named_sources
from aml_maturity_audit.cli.concluding import Gate
from aml_maturity_audit.cli.delivering import formats_of
from aml_maturity_audit.cli.filing import place_for_reports
from aml_maturity_audit.cli.judging import Judging, judging_of
from aml_maturity_audit.cli.keeping import place_of
from aml_maturity_audit.cli.notifying import webhook_in
from aml_maturity_audit.cli.sharding import shard_of
from aml_maturity_audit.config import Config
from aml_maturity_audit.reports import FORMATS


def checked(config: Config) -> Judging:
    """The rules to judge by, once all else is found to be right. Raises UsageError.

    Sources, scope, shard, formats, gate, where runs are kept and who is told. Nothing is written.
    """
    judging = judging_of(config)
    Gate(config)
    formats_of(config, FORMATS)
    shard_of(config)
    named_sources(config)
    organizations(config.devops_organization, config.devops_project)
    place_for_reports(config)
    if config.history is not None:
        place_of(config)
    webhook_in(config)
    return judging
