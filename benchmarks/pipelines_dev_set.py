"""Measures the pipeline reader against hand-made labels.

usage: pipelines_dev_set.py LABELS.jsonl CHECKOUTS [--details]

CHECKOUTS holds one directory per repository and commit, named `owner+name@<first 8 of commit>`.
Labels called ambiguous are left out; labels that are only true deep inside a called script or a
submitted job count as they stand.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

from aml_maturity_audit.pipelines import read_directory
from aml_maturity_audit.signals.practices import PRACTICES, PipelineContent


def f1(hits: int, wrong: int, missed: int) -> float:
    return 2 * hits / (2 * hits + wrong + missed) if hits + wrong + missed else 1.0


def main() -> None:
    labels, checkouts = Path(sys.argv[1]), Path(sys.argv[2])
    details = "--details" in sys.argv
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    templates = 0
    for line in labels.read_text().splitlines():
        row = json.loads(line)
        root = checkouts / f"{row['repo'].replace('/', '+')}@{row['commit'][:8]}"
        if not (root / row["path"]).is_file():
            print("absent", row["repo"], row["path"])
            continue
        content = read_directory(root, root / row["path"])
        compare(row, content, counts)
        templates += content.is_template != row["is_template"]
        if content.is_template != row["is_template"] or content.kind != row["kind"]:
            print("KIND", row["repo"], row["path"], content.kind, content.is_template)
        if details:
            show(row, content)
    report(counts)


def compare(row: dict[str, object], content: PipelineContent, counts: dict[str, list[int]]) -> None:
    labels = row["labels"]
    assert isinstance(labels, dict)
    ambiguous = set(row.get("ambiguous_labels") or [])  # type: ignore[call-overload]
    for practice in PRACTICES:
        if practice in ambiguous:
            continue
        wanted, seen = bool(labels[practice]), practice in content.practices
        count = counts[practice]
        count[0] += wanted and seen
        count[1] += seen and not wanted
        count[2] += wanted and not seen
        if wanted != seen:
            where = content.practices.get(practice, ())[:3]
            found = [(item.file, item.line, item.text) for item in where]
            print("WRONG" if seen else "MISSED", practice, row["repo"], row["path"], found)


def show(row: dict[str, object], content: PipelineContent) -> None:
    print(row["repo"], row["path"], content.kind, f"parsed={content.parsed}")
    for practice, evidence in content.practices.items():
        for item in evidence[:2]:
            print("   ", practice, item.file, item.line, item.text, item.inferred, item.gated)
    for sentence in content.unresolved:
        print("    ?", sentence)
    for mention in content.mentions[:3]:
        print("    @", mention)


def report(counts: dict[str, list[int]]) -> None:
    total = [sum(count[index] for count in counts.values()) for index in range(3)]
    for practice in PRACTICES:
        hits, wrong, missed = counts[practice]
        score = f1(hits, wrong, missed)
        print(f"{practice:30} F1 {score:.3f}  hits {hits} wrong {wrong} missed {missed}")
    print(f"{'micro':30} F1 {f1(*total):.3f}  {total}")


if __name__ == "__main__":
    main()
