"""The manual page has all of the command line, and is plain roff."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from img2fair.cli.completing import all_codes
from img2fair.cli.described import described
from img2fair.cli.manual import manual, roff
from img2fair.errors import Exit

CHECKOUT = Path(__file__).resolve().parents[2]
REQUESTS = {
    ".TH",
    ".SH",
    ".SS",
    ".TP",
    ".PP",
    ".B",
    ".I",
    ".BR",
    ".IR",
    ".RI",
    ".IB",
    ".EX",
    ".EE",
    ".nh",
    ".hy",
    '.\\"',
}


@pytest.fixture(scope="module")
def page() -> str:
    return manual()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("--yes", r"\-\-yes"),
        (".netrc is read", r"\&.netrc is read"),
        ("'tis", r"\(aqtis"),
        (r"C:\data", r"C:\edata"),
        ("`map` writes", r"\(gamap\(ga writes"),
        ("one\n.two", "one\n" + r"\&.two"),
    ],
)
def test_no_text_is_a_request(text: str, shown: str) -> None:
    assert roff(text) == shown


def test_every_command_option_and_exit_code_is_in_it(page: str) -> None:
    lines = page.splitlines()
    for command in described():
        assert f'.SS "{roff(command.words)}"' in lines
        assert not [
            one.written for one in command.parameters if one.is_option and f".B {roff(one.written)}" not in lines
        ]
    status = page[page.index(".SH EXIT STATUS") : page.index(".SH ENVIRONMENT")]
    assert re.findall(r"^\.B ([0-9]+)$", status, re.MULTILINE) == [str(int(code)) for code in Exit]


def test_it_is_plain_roff(page: str) -> None:
    begun = {line.split(" ")[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert begun <= REQUESTS
    assert not [line for line in page.splitlines() if not line.strip()], "an empty line is a request as well"
    if shutil.which("mandoc"):
        told = subprocess.run(
            ["mandoc", "-Tlint", "-Wwarning"], input=page, capture_output=True, text=True, check=False
        )
        assert [line for line in told.stdout.splitlines() if "missing date" not in line] == []


def test_what_ships_is_in_step(page: str) -> None:
    shipped = (CHECKOUT / "share" / "man" / "man1" / "img2fair.1").read_text(encoding="utf-8")
    assert shipped == page, "run scripts/share"
    codes = (CHECKOUT / "templates" / "completion" / "codes.txt").read_text(encoding="utf-8").split()
    assert codes == [*all_codes()], "run scripts/share"
