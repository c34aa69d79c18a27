"""The sources, one file each: what it yields, what it needs, fetch (impure) and parse (pure).

Found by walking this package (`aml_maturity_audit.collectors.catalogue`); no list names them.
"""
