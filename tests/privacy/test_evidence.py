"""What follows from counts of headers: sums over modalities, the risk of names in images, and no modality told."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from img2fair.model import AttributeEvidence, HeaderEvidence, Held
from img2fair.privacy.evidence import BURNED_IN, DRAWN_ON, METHODS, OTHER, STRONG, TELL_TALES, WEAK, evidence_counts
from img2fair.privacy.evidence_rules import EVIDENCE_RULES

NOTHING = evidence_counts(())


def headers(modality: str | None, sampled: int, **attributes: tuple[int, dict[str, int]]) -> HeaderEvidence:
    said = tuple(AttributeEvidence(name, has, tuple(codes.items())) for name, (has, codes) in attributes.items())
    return HeaderEvidence(Held(modality) if modality is not None else None, sampled, 0, said)


def test_of_nothing_nothing_follows() -> None:
    assert (NOTHING.sampled, NOTHING.undeclared, NOTHING.unsaid, NOTHING.tell_tales) == (0, 0, 0, ())
    assert not NOTHING.strong


def test_images_that_say_nothing_count_where_names_are_often_drawn() -> None:
    found = evidence_counts(
        [
            headers(" us", 4, **{BURNED_IN: (3, {"YES": 1, "NO": 1, OTHER: 1})}),
            headers("OT", 2),
            headers("SC", 1, **{BURNED_IN: (1, {"NO": 1})}),
            headers("CT", 9, **{BURNED_IN: (1, {"YES": 1})}),
            headers("Jansen", 9),
            headers(None, 5),
        ]
    )
    assert (found.burned_in, found.unsaid, found.modalities) == (2, 4, ("OT", "US"))


def test_tell_tales_come_by_strength_and_only_known_ones() -> None:
    found = evidence_counts(
        [
            headers("CT", 5, StationName=(2, {}), PatientAddress=(1, {}), Jansen=(3, {}), MilitaryRank=(0, {})),
            headers("MR", 5, StationName=(3, {}), PatientBirthDate=(2, {})),
        ]
    )
    assert found.tell_tales == (("PatientBirthDate", 2), ("PatientAddress", 1), ("StationName", 5))
    assert found.strong
    assert not evidence_counts([headers("CT", 5, StationName=(2, {}))]).strong
    assert not set(STRONG) & set(WEAK)


def test_scripts_of_xnat_are_counted() -> None:
    found = evidence_counts([headers("CT", 5, **{METHODS: (4, {"113100": 1, "XNAT script": 3})})])
    assert (found.scripted, found.declared) == (3, 0)


@st.composite
def _evidence(draw: st.DrawFn) -> HeaderEvidence:
    sampled = draw(st.integers(0, 9))
    declared = draw(st.integers(0, sampled))
    denied = draw(st.integers(0, sampled - declared))
    present = draw(st.lists(st.tuples(st.sampled_from(TELL_TALES), st.integers(0, sampled)), unique_by=lambda o: o[0]))
    burned = draw(st.integers(0, sampled))
    yes = draw(st.integers(0, burned))
    return HeaderEvidence(
        draw(st.none() | st.sampled_from([*DRAWN_ON, "CT", "canary"]).map(Held)),
        sampled,
        draw(st.integers(0, 9)),
        (*(AttributeEvidence(*one) for one in present), AttributeEvidence(BURNED_IN, burned, (("YES", yes),))),
        declared,
        draw(st.integers(0, declared)),
        denied,
    )


@given(st.lists(_evidence(), max_size=6), st.randoms())
def test_counts_add_up_in_any_order(found: list[HeaderEvidence], random: Random) -> None:
    counts = evidence_counts(found)
    assert counts.sampled == counts.declared + counts.denied + counts.undeclared
    assert min(counts.undeclared, counts.unread, counts.unsaid, counts.burned_in) >= 0
    assert counts.contradicted <= counts.declared
    assert counts.unsaid <= counts.sampled
    assert bool(counts.unsaid) == bool(counts.modalities)
    assert all(0 < number <= counts.sampled for _, number in counts.tell_tales)
    assert "canary" not in repr(counts)
    mixed = list(found)
    random.shuffle(mixed)
    assert evidence_counts(mixed) == counts


def test_each_rule_is_told_in_both_languages() -> None:
    for code, rule in EVIDENCE_RULES.items():
        assert rule.code == code
        assert rule.dutch is not None
        assert all(map(str.strip, (rule.title, rule.why, rule.cure, *rule.dutch)))
