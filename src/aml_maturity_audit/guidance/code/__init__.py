"""What of a plan can be written as code, for one workspace, with its real names.

Nothing here is applied to Azure, and nothing reaches it: files are made from a snapshot, checked,
and written. Source: issue "Judgement in depth", Plan.
"""
