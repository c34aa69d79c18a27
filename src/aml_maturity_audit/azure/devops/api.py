"""API versions of Azure DevOps, the ones to try in order, and the hosts of its services.

Services speaks 7.1 and the 7.2 previews; a server of one's own may end at an earlier one. Sources:
azure_facts A.1 to A.3, A.18, E.3.
"""

Versions = tuple[str, ...]

STABLE: Versions = ("7.1", "7.0", "6.0")
"""What is released."""
ENVIRONMENTS: Versions = ("7.2-preview.1",)
"""`pipelines/environments` asks for no more than vso.build; the 7.1 route wants to manage."""
CHECKS: Versions = ("7.1-preview.1", "7.0-preview.1")

RELEASES = ("vsrm", "efc2f575-36ef-48e9-b672-0c6fb4a48ac5")
"""Host label and resource area of classic releases."""
