"""The same workbook always as the same bytes: no time of writing is left in it.

Rows that openpyxl did not write are put into their sheets on the way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_END_OF_ROWS = b"</sheetData>"


def packed(
    workbook: bytes, moment: datetime, bodies: Mapping[str, Iterable[bytes]]
) -> Iterator[bytes]:
    """The workbook with `moment` as its date, its members stamped with one fixed time.

    `bodies` are rows to be added to sheets, by the name of their member.
    """
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    written = _Written()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(written, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            member = ZipInfo(name, date_time=_EPOCH)
            member.compress_type = ZIP_DEFLATED
            with target.open(member, "w") as stream:
                for piece in _with_rows(content, bodies.get(name)):
                    stream.write(piece)
                    yield written.taken()
    yield written.taken()


def _with_rows(sheet: bytes, rows: Iterable[bytes] | None) -> Iterator[bytes]:
    if rows is None:
        yield sheet
        return
    end = sheet.rindex(_END_OF_ROWS)
    yield sheet[:end]
    yield from rows
    yield sheet[end:]


class _Written:
    """What was written and not taken yet.

    As it has no place to go back to, sizes stand behind each member of the archive.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """There is nothing behind it."""

    close = flush

    def taken(self) -> bytes:
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole
