"""The Azure ML data plane: MLflow tracking, run history and registries' own endpoints."""
