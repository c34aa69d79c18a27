"""Audits Azure Machine Learning workspaces against Microsoft's MLOps maturity model."""

__version__ = "0.1.0"
