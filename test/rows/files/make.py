"""Writes the files of this folder, as other programs write them: python3 -m pip install pyarrow polars; python3 make.py

They are stored because their writers are not on npm. `row` defines the contents of row i; odd-files.test.ts repeats it.
"""
import datetime as dt
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

ROWS = 240


def maybe(i, value):
    return None if i % 7 == 3 else value


columns = {
    "i": pa.array([maybe(i, i * i - 500) for i in range(ROWS)], pa.int64()),
    "d": pa.array([maybe(i, i / 3) for i in range(ROWS)], pa.float64()),
    "s": pa.array([maybe(i, f"word {i % 9}") for i in range(ROWS)], pa.string()),
    "c": pa.array([maybe(i, f"kind {i % 4}") for i in range(ROWS)]).dictionary_encode(),
    "b": pa.array([maybe(i, i % 3 == 0) for i in range(ROWS)], pa.bool_()),
    "t": pa.array([maybe(i, 1_700_000_000_000_000_000 + i) for i in range(ROWS)], pa.timestamp("ns")),
    "zero": pa.array([0] * ROWS, pa.int32()),
}
table = pa.table(columns)

for codec in ("lz4", "zstd"):
    feather.write_feather(table, f"pyarrow-{codec}.feather", compression=codec, chunksize=100)
    with pa.OSFile(f"pyarrow-{codec}.arrows", "wb") as sink:
        with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as writer:
            writer.write_table(table, max_chunksize=110)
# Polars writes string views, and large lists of buffers.
polars = pl.from_arrow(table.drop_columns(["c"]))
for codec in ("lz4", "zstd"):
    polars.write_ipc(f"polars-{codec}.arrow", compression=codec)
feather.write_feather(table.select(["i", "d"]), "version-1.feather", version=1)

plain = table.drop_columns(["zero"])
for codec in ("snappy", "gzip", "brotli", "lz4", "zstd"):
    pq.write_table(plain, f"{codec}.parquet", compression=codec, row_group_size=100)
pq.write_table(plain, "int96.parquet", use_deprecated_int96_timestamps=True)
pq.write_table(plain, "pages-v2.parquet", data_page_version="2.0", use_dictionary=False, data_page_size=512,
               column_encoding={"i": "DELTA_BINARY_PACKED", "d": "BYTE_STREAM_SPLIT", "s": "DELTA_BYTE_ARRAY", "c": "DELTA_LENGTH_BYTE_ARRAY", "t": "DELTA_BINARY_PACKED"})
polars.write_parquet("polars.parquet")
with pq.ParquetWriter("empty-groups.parquet", plain.schema) as writer:
    for part in (plain.slice(0, 0), plain.slice(0, 100), plain.slice(0, 0), plain.slice(100)):
        writer.write_table(part)
nested = pa.table({
    "year=2024/month": pa.array([1, 2, None], pa.int8()),
    "l": pa.array([[1, 2], [], None], pa.list_(pa.int32())),
    "st": pa.array([{"x": 1.5, "y": "a"}, None, {"x": None, "y": "b"}]),
    "m": pa.array([[("k", 1)], [], None], pa.map_(pa.string(), pa.int64())),
    "": pa.array(["no name", None, "x"]),
    "__proto__": pa.array([1, 2, 3], pa.int16()),
    "constructor": pa.array([Decimal("1.25"), None, Decimal("-0.01")], pa.decimal128(9, 2)),
    '"; DROP TABLE x; --': pa.array([dt.date(2024, 2, 29), None, dt.date(1969, 12, 31)]),
    "nul\0name": pa.array([True, None, False]),
    "half": pa.array([0.5, None, -2], pa.float16()),
    "bytes": pa.array([b"\xff\x00", None, b""], pa.binary()),
    "time": pa.array([dt.time(12, 30), None, dt.time(0)], pa.time64("us")),
    "u64": pa.array([2**64 - 1, None, 5], pa.uint64()),
    "big": pa.array([Decimal(2**70), None, Decimal(1)], pa.decimal128(38, 0)),
    "d256": pa.array([Decimal("1.5"), None, Decimal("2.5")], pa.decimal256(50, 1)),
    "nothing": pa.nulls(3),
})
pq.write_table(nested, "nested.parquet")
feather.write_feather(nested, "nested.feather", compression="uncompressed")
