"""Which words and ids tell that a project is for the catalogue, is not, or is a test."""

import pytest

from img2fair.init.marks import marks_of, trials_of, words_of


@pytest.mark.parametrize(
    ("keywords", "offers", "withholds"),
    [
        (["lung fair", "fair, CT", "liver"], {"fair": 2}, {}),
        (["FAIR", "Open; data", "fairness, unfair"], {"fair": 1, "open": 1}, {}),
        (["nofair", "no-fair; x"], {}, {"nofair": 1, "no-fair": 1}),
        (["fair fair"], {"fair": 1}, {}),
        (["Jansen", "", "breast"], {}, {}),
    ],
)
def test_only_known_words_are_counted(keywords: list[str], offers: dict[str, int], withholds: dict[str, int]) -> None:
    assert marks_of(words_of(keywords)) == (offers, withholds)


@pytest.mark.parametrize(
    ("ids", "globs"),
    [
        (["TEST_1", "TEST_b", "LUNG"], {"TEST_*": 2}),
        (["demo", "Demo-x", "test2"], {"demo": 1, "Demo-*": 1, "test[0-9]*": 1}),
        (["TESTICULAR", "DEMOGRAPHY", "CONTEST_1", "trainings"], {}),
    ],
)
def test_a_glob_is_no_wider_than_what_was_seen(ids: list[str], globs: dict[str, int]) -> None:
    assert trials_of(ids) == globs
