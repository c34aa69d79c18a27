"""Reading CI/CD: projects of Azure DevOps, each source in a file, and the linking of runs to what
pipelines show. What is not in `azure_devops/` knows no provider."""
