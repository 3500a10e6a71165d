"""CSV files read row by row; every fault names its line."""

import csv
from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells of each row; raise DataError where a column is missing or a row is malformed.

    Cells are text as it stands there: "null" and "NA" are words like any other.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = tuple(reader.fieldnames or ())
            missing = [column for column in columns if column not in header]
            if missing:
                remedy = f"The header must be {','.join(columns)}."
                raise DataError(path, 1, f"the column {missing[0]} is missing", remedy)
            for row in reader:
                if None in row or None in row.values():
                    raise DataError(
                        path,
                        reader.line_num,
                        f"this row does not have {len(header)} cells",
                        'Put the text between double quotes where it holds a comma, and double each " inside it.',
                    )
                yield reader.line_num, row
    except FileNotFoundError:
        raise DataError(path, None, "this file is missing", "Put it back, or get Doorzien again.") from None
    except UnicodeDecodeError:
        raise DataError(path, None, "this file is not saved as UTF-8", "Save it again as CSV UTF-8.") from None
    except csv.Error as error:
        raise DataError(path, None, f"this is not a valid CSV file ({error})", "Check the quotes in it.") from None
