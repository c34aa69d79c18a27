"""The pictures in the README, from a real run over the embedded estate: `make pictures`.

A terminal as SVG, drawn by rich from the table report, and the HTML report as Chromium shows it.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from aml_maturity_audit.assessment.document import load
from aml_maturity_audit.reports import render

HERE = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLUMNS = 110
LINES = 46
CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> None:
    """Run the audit once and draw both."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        command = [sys.executable, "-m", "aml_maturity_audit", "audit", "--sandbox"]
        formats = ["--format", "json", "--format", "html", "--output-dir", str(folder)]
        subprocess.run([*command, *formats], check=True, stderr=subprocess.DEVNULL)
        draw_terminal(folder / "assessment.json")
        draw_page(folder / "assessment.html", folder / "profile")


def draw_terminal(document: Path) -> None:
    """The first screen of the table report."""
    assessment = load(document.read_bytes())
    table = render(assessment, "table", width=COLUMNS, color=True).decode()
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    shown = "\n".join(table.splitlines()[:LINES])
    console.print(Text.from_ansi(f"$ aml-maturity-audit audit --sandbox\n{shown}\n…"))
    svg = console.export_svg(title="aml-maturity-audit", unique_id="audit")
    # Fonts come with the reader: nothing is fetched to show the picture.
    plain = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (HERE / "terminal.svg").write_text(plain + "\n", encoding="utf-8")


def draw_page(page: Path, profile: Path) -> None:
    """The top of the HTML report."""
    target = HERE / "report.png"
    chromium = os.environ.get("CHROMIUM", "chromium")
    size = ["--window-size=1240,1180", f"--screenshot={target}", f"--user-data-dir={profile}"]
    subprocess.run([chromium, *CHROMIUM, *size, page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    main()
