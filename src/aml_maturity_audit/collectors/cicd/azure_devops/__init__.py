"""Azure DevOps as a CI/CD source. Sources: azure_facts A.1 to A.3, A.18, A.21, E.3."""
