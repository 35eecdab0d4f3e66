"""Answers that no archive should give: said to be odd, asked for again or read as unknown; never a wrong number."""

import csv
import datetime as dt
import io
import resource
import tempfile
from collections.abc import Callable, Sequence

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from img2fair.archives.values import age, day, held, held_number, moment, number
from img2fair.archives.xnat.answers import csv_table, item, json_object, listed, server_time, spooled, table_rows
from img2fair.errors import Fault, OutputFault, RemoteFault
from img2fair.http import Passing
from img2fair.model import Held
from tests.archives.canned import CSV, JSON, KEYS, ROW, SUBJECT, answer, listing, table

Rows = list[tuple[str, ...]]
Reader = Callable[[requests.Response, Sequence[str]], Rows]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.0", 1), ("12", 12), (" 7 ", 7), ("0", 0), ("9007199254740993", 9007199254740993),
        ("NaN", None), ("inf", None), ("1e400", None), ("9" * 400, None), ("-1", None), ("1.5", None),
        ("1_000", None), ("\u0663", None), ("", None), (None, None), ("None", None),
    ],
)  # fmt: skip
def test_numbers(written: str | None, read: int | None) -> None:
    assert number(written) == read
    assert held_number(written) == (None if read is None else Held(read))


@pytest.mark.parametrize("written", ["NaN", "inf", "1e400", "-3", "0", "200", "1_0", "", "None"])
def test_ages_that_nobody_has_are_unknown(written: str) -> None:
    assert age(written) is None


@pytest.mark.parametrize("written", ["0000-00-00", "2020-02-31", "", "None", "99999-01-01", "\u0662\u0660\u0662\u0660"])
def test_days_that_no_calendar_has_are_unknown(written: str) -> None:
    assert day(written) is None
    assert moment(written) is None


@pytest.mark.parametrize("value", [["a"], {"a": 1}, True, None, "  "])
def test_what_is_no_text_is_no_text(value: object) -> None:
    assert held(value) is None


def test_an_address_is_not_unescaped_into_another() -> None:
    assert held("https://x.org/?a=1&amp;section=2&amp;copy=3") == Held("https://x.org/?a=1&section=2&copy=3")
    assert held("R&amp;amp;D") == Held("R&D")


ODD_ROWS: list[tuple[str, bytes]] = [
    ("no ID", listing([{key: value for key, value in SUBJECT.items() if key != "ID"}])),
    ("a blank ID", listing([SUBJECT | {"ID": ""}])),
    ("ID null", listing([SUBJECT | {"ID": None}])),
    ("rows that are lists", b'{"ResultSet": {"Result": [[1]], "totalRecords": "1"}}'),
    ("no list", b"[]"),
    ("nested too deep", b'{"a": ' + b"[" * 200_000),
    ("nested rather deep", b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}"),
]


@pytest.mark.parametrize("body", [case[1] for case in ODD_ROWS], ids=[case[0] for case in ODD_ROWS])
def test_an_odd_list_is_a_fault_of_the_archive(body: bytes) -> None:
    with pytest.raises(RemoteFault, match="the archive's answer is") as caught:
        listed(answer(body, JSON))
    assert "secret" not in str(caught.value)


def test_a_list_of_projects_without_ids_is_odd() -> None:
    with pytest.raises(Fault, match="no ID"):
        listed(answer(listing([{"name": "x"}]), JSON))


def test_the_item_of_another_project_is_refused() -> None:
    with pytest.raises(RemoteFault, match="another object"):
        item(answer(b'{"items": [{"data_fields": {"ID": "OTHER"}, "children": []}]}', JSON), "P")


@pytest.mark.parametrize("body", [b'{"a": "\xff"}', b'{"a": ', b"", b"  "])
def test_json_that_is_not_whole_is_asked_for_again(body: bytes) -> None:
    with pytest.raises(Passing):
        json_object(answer(body, JSON))


def streamed(found: requests.Response, columns: Sequence[str]) -> Rows:
    return list(csv_table(found, columns))


def filed(found: requests.Response, columns: Sequence[str]) -> Rows:
    """Read by way of a file that holds something from an earlier try."""
    with tempfile.TemporaryFile() as file:
        file.write(b"what was there before\n" * 20)
        spooled(found, columns, file)
        return list(table_rows(file, columns))


BOTH_WAYS = pytest.mark.parametrize("read", [streamed, filed])


@BOTH_WAYS
def test_a_row_has_what_was_asked_for_in_this_order(read: Reader) -> None:
    body = b"session_ID,LABEL,id,URI\nE1,one,1,/1\nE2,two,2,/2\n"
    assert read(answer(body, CSV), ("id", "label")) == [("1", "one"), ("2", "two")]
    assert read(answer(body, CSV), ("label",)) == [("one",), ("two",)]
    assert read(answer(body, CSV), ("session_id", "label", "id", "uri"))[0] == ("E1", "one", "1", "/1")
    assert read(answer(b"id,label\n", CSV), ("id", "label")) == []


@BOTH_WAYS
@given(rows=st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\0"))] * 3)))
def test_what_was_written_is_read_alike_both_ways(read: Reader, rows: Rows) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("a", "b", "c"), *rows])
    assert read(answer(text.getvalue().encode(), CSV), ("c", "a")) == [(row[2], row[0]) for row in rows]


CSV_FAULTS: list[tuple[str, bytes]] = [
    ("not UTF-8", table([ROW]).replace(b"CT", b"\xff\xfe")),
    ("header not UTF-8", b"\xff,id\n"),
    ("a field too long", table([ROW | {"label": "x" * 200_000}])),
    ("a missing column", b"id,label\n1,2\n"),
]


@BOTH_WAYS
@pytest.mark.parametrize("body", [case[1] for case in CSV_FAULTS], ids=[case[0] for case in CSV_FAULTS])
def test_a_table_that_cannot_be_read_is_a_fault_of_the_archive(read: Reader, body: bytes) -> None:
    with pytest.raises(RemoteFault, match="the archive's answer is") as caught:
        read(answer(body, CSV), KEYS)
    assert "secret" not in str(caught.value)


UNFRAMED = table([ROW] * 3)
"""A table without Content-Length: only its own shape tells whether it is whole."""


@BOTH_WAYS
@pytest.mark.parametrize("lost", [*range(1, 30), len(UNFRAMED)])
def test_a_table_that_ends_within_a_row_is_asked_for_again(read: Reader, lost: int) -> None:
    with pytest.raises(Passing):
        read(answer(UNFRAMED[: len(UNFRAMED) - lost], CSV), KEYS)


@BOTH_WAYS
def test_a_table_that_ends_within_a_letter_is_asked_for_again(read: Reader) -> None:
    with pytest.raises(Passing):
        read(answer("id,label\n1,é".encode()[:-1], CSV), ("id", "label"))


def test_half_a_table_in_a_file_is_noticed_before_a_row_of_it_is_used() -> None:
    body = b"id,label\n" + b"1,2\n" * 100_000
    with tempfile.TemporaryFile() as file:
        with pytest.raises(Passing):
            spooled(answer(body + b"3\n", CSV), ("id",), file)
        spooled(answer(body, CSV), ("id",), file)
        assert sum(1 for _ in table_rows(file, ("id",))) == 100_000


def test_a_line_break_in_the_last_field_is_no_half_row() -> None:
    body = b'id,label\n1,"a\nb"\n'
    assert filed(answer(body, CSV), ("id", "label")) == [("1", "a\nb")]


def test_a_row_of_another_length_in_the_midst_of_a_file_is_a_fault() -> None:
    with pytest.raises(RemoteFault, match="not alike"):
        filed(answer(b"id,label\n1\n2,3\n", CSV), ("id",))


def test_a_full_disk_is_said() -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with tempfile.TemporaryFile() as file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        try:
            with pytest.raises(OutputFault, match="File too large"):
                spooled(answer(UNFRAMED, CSV), KEYS, file)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            file.truncate(0)


@BOTH_WAYS
@pytest.mark.parametrize(
    ("media_type", "status", "raised"),
    [(JSON, 200, RemoteFault), (CSV, 500, Passing), ("text/html", 200, RemoteFault)],
)
def test_what_is_no_table_is_not_read_as_one(
    read: Reader, media_type: str, status: int, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        read(answer(UNFRAMED, media_type, status), KEYS)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", dt.datetime(1994, 11, 6, 8, 49, 37, tzinfo=dt.UTC)),
        ("Sun, 06 Nov 1994 10:49:37 +0200", dt.datetime(1994, 11, 6, 8, 49, 37, tzinfo=dt.UTC)),
        ("Sun, 06 Nov 1994 08:49:37 -0000", dt.datetime(1994, 11, 6, 8, 49, 37, tzinfo=dt.UTC)),
        ("", None), ("soon", None), ("Fri, 31 Dec 99999 23:59:59 GMT", None), ("Fri, 31 Feb 2020 00:00:00 GMT", None),
    ],
)  # fmt: skip
def test_the_servers_clock(header: str, told: dt.datetime | None) -> None:
    made = answer(b"", CSV)
    made.headers["Date"] = header
    assert server_time(made) == told
