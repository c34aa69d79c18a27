"""API versions by API, the ones to try in order. Source: azure_facts 0.3, A.0, E.1, E.2.

A version that ARM refuses is remembered for the run (see `arm.py`).
"""

Versions = tuple[str, ...]

ML: Versions = ("2025-12-01", "2024-10-01", "2024-04-01")
"""Microsoft.MachineLearningServices."""
ML_SCHEDULED_JOBS: Versions = ("2024-01-01-preview",)
"""Jobs filtered by schedule: previews only."""
SUBSCRIPTIONS: Versions = ("2022-12-01", "2020-01-01")
RESOURCES: Versions = ("2025-04-01", "2021-04-01")
"""Resource groups and generic resources."""
MANAGEMENT_GROUPS: Versions = ("2023-04-01", "2020-05-01")
PERMISSIONS: Versions = ("2022-04-01", "2018-07-01")
"""Microsoft.Authorization/permissions: what the caller may do."""
ROLE_ASSIGNMENTS: Versions = ("2022-04-01", "2018-07-01")
EVENT_GRID: Versions = ("2025-02-15", "2022-06-15")
DIAGNOSTICS: Versions = ("2021-05-01-preview",)
"""Microsoft.Insights/diagnosticSettings: no stable version exists."""
AUTOSCALE: Versions = ("2022-10-01", "2015-04-01")
METRIC_ALERTS: Versions = ("2018-03-01",)
QUERY_ALERTS: Versions = ("2023-12-01", "2022-06-15", "2021-08-01")
"""Microsoft.Insights/scheduledQueryRules."""
ACTIVITY_LOG: Versions = ("2015-04-01",)
APP_INSIGHTS: Versions = ("2020-02-02", "2015-05-01")
LOCKS: Versions = ("2020-05-01",)
DATA_FACTORY: Versions = ("2018-06-01",)
LOGIC_APPS: Versions = ("2019-05-01",)
