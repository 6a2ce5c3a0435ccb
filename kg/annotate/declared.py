"""a pipeline's file, as a person wrote it -> what it declares; whatever is wrong with it is said in one line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.core.errors import DataError, KGError
from kg.core.opening import read_table


@contextmanager
def declared(path: Path) -> Iterator[dict[str, Any]]:
    """Give what a TOML file holds.

    Raises:
        DataError: it does not parse; or what is done with it meanwhile fails, because a field is missing, or is not
            what it should be.
        InputError: it cannot be read.
    """
    try:
        yield tomllib.loads(read_table(path).decode())
    except KGError:
        raise
    except KeyError as error:
        raise DataError(path, 0, f"{error} is missing") from error
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, re.error) as error:
        raise DataError(path, 0, str(error)) from error
