"""Assessments over time, as Delta tables that Spark, Fabric and Databricks read as they are.

Needs the extra `history` (deltalake, arro3). Source: issue "History, trend, and past one
machine".
"""
