"""What docs/history.md says of the tables, and its DuckDB query, run as it stands there."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from msgspec.structs import replace

from aml_maturity_audit.history import documents
from aml_maturity_audit.history.store import History
from aml_maturity_audit.history.tables import LEVELS, TABLES, VERDICTS
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


def connected(history: History, *tables: str) -> duckdb.DuckDBPyConnection:
    """DuckDB's own reader of Delta is an extension to download; the tables stand in for it."""
    connection = duckdb.connect()
    for name in tables:
        connection.register(name, history.table(name))
    return connection.execute(
        "CREATE MACRO delta_scan(path) AS TABLE"
        " SELECT * FROM query_table(parse_path(path)[len(parse_path(path))])"
    )


def test_the_duckdb_query_shows_levels_of_whole_runs(history: History) -> None:
    rows = connected(history, "levels", "documents").execute(block("DuckDB")).fetchall()
    assert [(str(date), name, low, high) for date, name, low, high in rows] == [
        ("2026-06-01", "ml-prod", 0, 0),
        ("2026-06-02", "ml-prod", 4, 4),
    ]


def test_the_query_for_parts_finds_the_workspaces_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 0)
    kept = History(str(tmp_path))
    for name in ("night", "RUN"):
        made = assessment(workspace("ml-prod"), workspace(name))
        kept.write(replace(made, run=replace(made.run, id=name)))
    (query,) = re.findall(r"```sql\n(SELECT p.*?)```", PAGE, re.DOTALL)
    rows = connected(kept, "parts", "documents").execute(query).fetchall()
    names = {json.loads(text)["name"]: json.loads(text)["key"] for _, text in rows}
    assert sorted(names) == ["RUN", "ml-prod"]
    assert {key for key, _ in rows} == set(names.values())


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_is_documented(table: str) -> None:
    names = [table, *TABLES[table].names]
    assert [name for name in names if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize("heading", ["Spark, Fabric, Databricks", "Power BI"])
def test_the_other_queries_name_columns_that_there_are(heading: str) -> None:
    text = block(heading)
    names = {*LEVELS.names, *VERDICTS.names}
    used = set(re.findall(r"\[(\w+)\]", text)) or {
        name for name in names if re.search(rf"\b{name}\b", text)
    }
    assert used
    assert used <= names
