"""Nothing of a private project is sent, whatever the archive says and whatever goes wrong (design.md D6)."""

from collections.abc import Iterator

import pytest

from tests.privacy.access_cases import PROJECTS, Case, draw, id_of, label, plain, token
from tests.privacy.publishing import Ended, Stage, staged
from tests.sizes import size

CASES = size(40, 10_000)
TOGETHER = 40


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(tmp_path_factory.mktemp("stage")) as made:
        yield made


def wrong(case: Case, ended: Ended) -> Iterator[str]:
    """Yield what should not be."""
    for letter in PROJECTS:
        id_ = id_of(letter).lower().encode()
        old, new = ([text(letter, version).encode() for text in (token, label)] for version in (1, 2))
        if not case.goes_out(letter):
            yield from (f"{letter}: {text!r} is sent" for text in (*old, *new, id_) if text in ended.sent)
            yield from (f"{letter}: {text!r} is shown" for text in new if text in ended.shown)
        if not case.is_read(letter):
            yield from (f"{letter}: {text!r} is read" for text in new if text in ended.kept)
            yield from (f"{letter}: {text!r} is told" for text in new if text in ended.told)
            if case.before == "nothing" and id_ in ended.shown:
                yield f"{letter}: its id is shown"
        yield from left(case, ended, letter)


def left(case: Case, ended: Ended, letter: str) -> Iterator[str]:
    """Yield what should be at the target and is not, or is and should not be, where a run came that far."""
    old, new = token(letter, 1).encode(), token(letter, 2).encode()
    said, stood = case.first[letter], case.before == "all"
    if ended.plan is not None and stood and case.listed(letter) and said == "private" and old in ended.shown:
        yield f"{letter}: private, and not withdrawn"
    if case.faults or ended.fault:
        return
    if case.goes_out(letter) and not case.is_stopped() and new not in ended.shown:
        yield f"{letter}: may be shown and is not"
    unclear = case.listed(letter) and said not in ("public", "protected", "private")
    if stood and unclear and old not in ended.shown:
        yield f"{letter}: unclear, and not left as it was"


@pytest.mark.parametrize("first", range(0, CASES, TOGETHER))
def test_nothing_of_a_private_project_is_sent(stage: Stage, first: int) -> None:
    for number in range(first, min(first + TOGETHER, CASES)):
        case = draw(number)
        ended = stage.run(case)
        assert not list(wrong(case, ended)), f"{case!r}\n{ended.fault}\n{ended.told.decode()[-2000:]}"


def test_the_cases_are_of_all_kinds(stage: Stage) -> None:
    """Otherwise the test above proves little: much goes out, much is withdrawn, much fails."""
    cases = [draw(number) for number in range(200)]
    assert sum(case.goes_out(letter) for case in cases for letter in PROJECTS) > 60
    assert sum(not case.goes_out(letter) for case in cases for letter in PROJECTS) > 300
    assert {case.before for case in cases} == {"nothing", "all", "withdrawn"}
    whole = stage.run(plain())
    assert all(token(letter, 2).encode() in whole.shown for letter in PROJECTS)
    assert all(token(letter, 2).encode() in stage.run(plain(target="fdp")).sent for letter in PROJECTS)
