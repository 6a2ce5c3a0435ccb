"""a graph's table -> Arrow, pandas or Polars, where the user has them installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.core.errors import MissingDependency

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def arrow(connection: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    """Return a table, or the view `edges`, in a total order.

    Args:
        connection: as `GraphFolder.connect` gives it.
        table: the name of one of its views.
    """
    return connection.sql(f"SELECT * FROM {table} ORDER BY ALL").to_arrow_table()


def pandas(table: pa.Table) -> pd.DataFrame:
    """Return a table as a pandas DataFrame: lists are Python lists, whole numbers with gaps are `Int64`.

    Raises:
        MissingDependency: pandas is not installed.
    """
    import pyarrow as pa

    try:
        import pandas as pd
    except ImportError:
        raise MissingDependency("pandas", "a pandas DataFrame", "pip install 'immunokg[pandas]'") from None
    whole = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=whole.get)
    for field in table.schema:
        if pa.types.is_list(field.type):  # else they are NumPy arrays, which neither compare nor join nor explode well
            frame[field.name] = table.column(field.name).to_pylist()
    return frame


def polars(table: pa.Table) -> pl.DataFrame:
    """Return a table as a Polars DataFrame: lists are lists.

    Raises:
        MissingDependency: Polars is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        raise MissingDependency("polars", "a Polars DataFrame") from None
    return pl.from_arrow(table)
