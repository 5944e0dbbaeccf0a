"""Pure: which texts can be the id of a row."""

import re

_ROW_ID = re.compile("[0-9]{1,18}")


def is_row_id(text: str) -> bool:
    """Can `text` be the id of a row: a whole number that every database can hold?"""
    return _ROW_ID.fullmatch(text) is not None
