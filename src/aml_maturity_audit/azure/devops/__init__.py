"""Azure DevOps: the session with the azure-devops SDK, guarded like every other way out.

`open_devops(...)` gives a `DevOps` for a block; collectors ask it for items, lists and files and
get typed records or a `Problem`. Raw requests go through the SDK's own client, because its typed
methods drop continuation tokens and rate headers, and some ask for more than a read scope
(azure_facts E.3).
"""
