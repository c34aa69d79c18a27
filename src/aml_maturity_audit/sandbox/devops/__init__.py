"""Azure DevOps organizations, served from the same estate."""
