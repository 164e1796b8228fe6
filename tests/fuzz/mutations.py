"""Damage bytes as disks, editors, spreadsheets and people do; all from one random stream."""

import gzip
import io
import random
import zipfile

_CELLS = (
    b"",
    b"NA",
    b"nan",
    b"-1",
    b"1e400",
    b"0x1F",
    b"1_000",
    b"1,5",
    b"1.234,5",
    b"=1+1",
    b"=cmd|'/C calc'!A0",
    b"@SUM(A1)",
    b"<script>alert(1)</script>",
    b"{{7*7}}",
    b"'; DROP TABLE x; --",
    b"$(touch x)",
    b"\xe2\x80\xae\xe2\x80\x8b",
    b"#REF!",
    b"1-Mar",
    b"../../etc/passwd",
    b"ENSG00000185291.5_PAR_Y",
    b"P1",
    b"\xff\xfe",
    b"9" * 400,
    b"x" * 5000,
    b"inf",
    b"TRUE",
    b"[1, 2]",
)
_BITS = (
    b"\t",
    b"\n",
    b'"',
    b",",
    b";",
    b"\r",
    b"\x00",
    b"\xff",
    b"'",
    b":",
    b"|",
    b"#",
    b"{",
    b"- ",
    b"\x1a",
    b"\xef\xbb\xbf",
)


def _separator(data: bytes) -> bytes:
    return max((b"\t", b",", b";", b" "), key=data.count)


def flip(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def drop(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.choice((1, 3, 40, 400)) :]


def insert(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + rng.choice(_BITS) * rng.choice((1, 1, 2, 60)) + data[start:]


def lines(data: bytes, rng: random.Random) -> bytes:
    rows = data.split(b"\n")
    how = rng.randrange(5)
    if how == 0:
        rng.shuffle(rows)
    elif how == 1:
        rows.insert(rng.randrange(len(rows)), rng.choice(rows))
    elif how == 2:
        del rows[rng.randrange(len(rows))]
    elif how == 3:
        rows[0:1] = []
    else:
        rows = [rows[0]]
    return b"\n".join(rows)


def columns(data: bytes, rng: random.Random) -> bytes:
    mark = _separator(data)
    rows = [row.split(mark) for row in data.split(b"\n")]
    width = max(map(len, rows))
    order = list(range(width))
    how = rng.randrange(3)
    if how == 0:
        rng.shuffle(order)
    elif how == 1:
        del order[rng.randrange(width)]
    else:
        order.insert(rng.randrange(width), rng.randrange(width))
    kept = [[row[i] for i in order if i < len(row)] for row in rows]
    return b"\n".join(mark.join(row) for row in kept)


def cells(data: bytes, rng: random.Random) -> bytes:
    mark = _separator(data)
    rows = [row.split(mark) for row in data.split(b"\n")]
    for _ in range(rng.choice((1, 1, 3, 12))):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(_CELLS)
    return b"\n".join(mark.join(row) for row in rows)


def separators(data: bytes, rng: random.Random) -> bytes:
    return data.replace(_separator(data), rng.choice((b",", b";", b"\t", b" ", b"\t\t", b"|")))


def encoded(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace").replace("a", rng.choice("aäµ"))
    return text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32")), "replace"
    )


def line_ends(data: bytes, rng: random.Random) -> bytes:
    return data.replace(
        b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b" \n", b"\x0b", b"\xe2\x80\xa8"))
    )


def wrapped(data: bytes, rng: random.Random) -> bytes:
    how = rng.randrange(4)
    if how == 0:
        return gzip.compress(data)
    if how == 1:
        packed = gzip.compress(data)
        return packed[: rng.randrange(len(packed))]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(rng.choice(("a.tsv", "xl/workbook.xml", "../x")), data)
    packed = stream.getvalue()
    return packed if how == 2 else packed[: rng.randrange(len(packed))]


_ALL = (
    flip,
    flip,
    cut,
    drop,
    insert,
    insert,
    lines,
    columns,
    cells,
    cells,
    cells,
    separators,
    encoded,
    line_ends,
    wrapped,
)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Apply one to three kinds of damage."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(_ALL)(data, rng)
    return data
