"""Meta files are ASCII that Java reads back; tables hold what was put in, or are refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.cbioportal.text import escaped, meta_file, one_line, shortened, table
from img2fair.errors import Fault


def read_by_java(text: str) -> str:
    """Return what java.util.Properties makes of an escaped value (its documentation, method load)."""
    units = re.sub(r"\\u([0-9a-f]{4})|\\(.)", lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)
    return units.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "surrogatepass")


@given(st.text())
def test_java_reads_back_what_was_written(text: str) -> None:
    written = escaped(text)
    assert written.isascii()
    assert "\n" not in written
    assert read_by_java(written) == one_line(text)


def test_escapes() -> None:
    assert meta_file({"name": "Café \U0001f600 C:\\temp <b>\n x", "pmid": ""}) == (
        "name: Caf\\u00e9 \\ud83d\\ude00 C:\\\\temp \\u2039b\\u203a x\n"
    )


@given(st.text(), st.integers(20, 60))
def test_a_text_is_cut_between_words(text: str, most: int) -> None:
    assert len(escaped(shortened(text, most))) <= most


def test_cutting() -> None:
    assert shortened("one two three", 12) == "one two ..."
    assert shortened("é é é é", 20) == "é é ..."
    assert shortened("short", 12) == "short"


@pytest.mark.parametrize("cell", ["a\tb", "a\nb", "a\rb", "a\x00", 'a"b', " a", "a ", "a\u2028b", "\x85", "\ufeffa"])
def test_a_cell_that_would_break_the_table_is_refused_and_not_shown(cell: str) -> None:
    with pytest.raises(Fault) as caught:
        table(["A"], [[cell]])
    assert cell.strip() not in str(caught.value) or len(cell.strip()) < 3


def test_rows_have_as_many_cells_as_the_header() -> None:
    assert table(["A", "B"], [[None, 0]]) == "A\tB\nNA\t0\n"
    assert table(["A", "B"], [[None, 0]], blank="") == "A\tB\n\t0\n"
    with pytest.raises(Fault, match="as many cells"):
        table(["A", "B"], [["x"]])
