"""GitHub Actions: workflows, composite actions, reusable workflows."""
