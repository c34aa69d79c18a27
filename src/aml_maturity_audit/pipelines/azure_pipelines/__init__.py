"""Azure Pipelines YAML: templates expanded, stages, jobs and steps read."""
