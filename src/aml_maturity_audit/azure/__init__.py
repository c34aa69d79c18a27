"""The only door: all that talks to Azure, Entra and Azure DevOps."""
