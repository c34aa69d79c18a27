"""What docs/history.md says of the tables, and its DuckDB query, run as it stands there."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from aml_maturity_audit.history.store import History
from aml_maturity_audit.history.tables import DOCUMENTS, LEVELS, VERDICTS
from assessments import assessment, workspace

PAGE = (Path(__file__).parents[2] / "docs" / "history.md").read_text(encoding="utf-8")
FIRST = datetime(2026, 6, 1, 4, tzinfo=UTC)


def block(heading: str) -> str:
    found = re.search(rf"^## {heading}\n.*?```\w*\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Two whole runs, and a shard of a third."""
    kept = History(str(tmp_path))
    for day, (verdicts, shard) in enumerate(
        (("----------", "1/1"), ("++++++++++", "1/1"), ("++++++++++", "1/2"))
    ):
        made = assessment(workspace("ml-prod", verdicts=verdicts))
        run = replace(made.run, id=f"run-{day}", collected_at=FIRST + timedelta(days=day))
        kept.write(replace(made, run=run), shard)
    return kept


def test_the_duckdb_query_shows_levels_of_whole_runs(history: History) -> None:
    """DuckDB's own reader of Delta is an extension to download; the tables stand in for it."""
    connection = duckdb.connect()
    for name in ("levels", "documents"):
        connection.register(name, history.table(name))
    connection.execute(
        "CREATE MACRO delta_scan(path) AS TABLE"
        " SELECT * FROM query_table(parse_path(path)[len(parse_path(path))])"
    )
    rows = connection.execute(block("DuckDB")).fetchall()
    assert [(str(date), name, low, high) for date, name, low, high in rows] == [
        ("2026-06-01", "ml-prod", 0, 0),
        ("2026-06-02", "ml-prod", 4, 4),
    ]


@pytest.mark.parametrize("schema", [LEVELS, VERDICTS, DOCUMENTS], ids=["levels", "verdicts", "d"])
def test_every_column_is_documented(schema) -> None:
    assert [name for name in schema.names if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("heading", ["Spark, Fabric, Databricks", "Power BI"])
def test_the_other_queries_name_columns_that_there_are(heading: str) -> None:
    text = block(heading)
    names = {*LEVELS.names, *VERDICTS.names}
    used = set(re.findall(r"\[(\w+)\]", text)) or {
        name for name in names if re.search(rf"\b{name}\b", text)
    }
    assert used
    assert used <= names
