"""Plans and receipts as people read them."""

from img2fair.model import Action, Change, Outcome, Plan, Receipt, Sight, Verdict
from img2fair.report.plan_text import plan_text, receipt_text

DCT = "http://purl.org/dc/terms/"


def change(slug: str, action: Action, reason: str, **more: str | tuple[str, ...]) -> Change:
    return Change(f"https://x.org/{slug}", "dataset", action, reason, slug=slug, **more)  # type: ignore[arg-type]


def plan(*changes: Change) -> Plan:
    return Plan("catalogue", changes, "0", "2026-11-21T08:00:00Z")


def test_plan() -> None:
    added = (f'<https://x.org/P> <{DCT}title> "Nieuw"@nl .', f'<https://x.org/P> <{DCT}modified> "2026" .')
    text = plan_text(
        plan(
            change("LGG", Action.CREATE, "opt-in keyword added", nquads="<a:a> <a:b> <a:c> .\n" * 41),
            change("PROSTATE", Action.UPDATE, "custom form edited", added=added, removed=added[:1]),
            change("BREAST7", Action.WITHDRAW, "accessibility: protected -> private"),
            change("HEARTS", Action.BLOCKED, "has no theme"),
            change("KNEE", Action.UNKNOWN, "XNAT answered HTML"),
            change("SPINE", Action.UNCHANGED, "same"),
        )
    )
    assert text.splitlines() == [
        "  + LGG       create    41 triples          opt-in keyword added",
        "  ~ PROSTATE  update    modified, title@nl  custom form edited",
        "  - BREAST7   withdraw                      accessibility: protected -> private",
        "  ! HEARTS    blocked                       has no theme",
        "  ? KNEE      unknown                       XNAT answered HTML",
        "Plan: 1 create, 1 update, 1 withdraw, 1 blocked, 1 unknown, 1 unchanged.",
    ]


def test_plan_of_nothing() -> None:
    assert plan_text(plan()) == "Plan: 0 create, 0 update, 0 withdraw, 0 blocked, 0 unknown, 0 unchanged.\n"


def test_their_edits_are_counted_where_there_are_any() -> None:
    text = plan_text(plan(change("LGG", Action.KEEP_THEIRS, "edited in the form")))
    assert text.startswith("  = LGG  keep theirs") and "1 keep theirs" in text


def test_a_plan_cannot_steer_the_terminal() -> None:
    text = plan_text(plan(change("a\x1b[2Jb", Action.BLOCKED, "x\n+ fake  create")))
    assert "\x1b" not in text and len(text.splitlines()) == 2
    broken = change("P", Action.UPDATE, "r", added=("no triple at all",))
    assert "~ P  update" in plan_text(plan(broken))


def test_receipt_shows_what_failed_first() -> None:
    outcomes = (
        Outcome("https://x.org/a", Action.CREATE, Verdict.DONE, "dataset/a"),
        Outcome("https://x.org/b", Action.UPDATE, Verdict.FAILED, "its parent is not published here"),
        Outcome("https://x.org/c", Action.WITHDRAW, Verdict.SKIPPED, "not published here"),
    )
    assert receipt_text(Receipt("catalogue", outcomes, "2026-11-21T08:00:00Z")).splitlines() == [
        "  ✗ update    https://x.org/b  its parent is not published here",
        "  ✓ create    https://x.org/a  dataset/a",
        "catalogue: 1 done, 1 failed, 1 skipped, finished 2026-11-21T08:00:00Z.",
    ]


def test_receipt_says_what_guests_find_and_what_ended_it() -> None:
    gone = Outcome("https://x.org/a", Action.WITHDRAW, Verdict.DONE, "deleted", proof="a guest finds it nowhere")
    sights = (
        Sight("CKAN", "https://x.org/a", "", True),
        *(Sight("CKAN", f"https://x.org/{name}", "", False, "the catalogue is a draft") for name in "bcdefgh"),
        Sight("FDP Index", "https://x.org/a", "", True, "a keyword is lost"),
    )
    stopped = "error: the server is down\n  mend:  run again"
    receipt = Receipt("fdp", (gone,), "2026-11-21T08:00:00Z", stopped=stopped, code=4, sights=sights,
                      announced="the FDP Index was told")  # fmt: skip
    assert receipt_text(receipt).splitlines() == [
        "  ✓ withdraw  https://x.org/a  deleted",
        "    a guest finds it nowhere",
        "  error: the server is down",
        "    mend:  run again",
        "  the FDP Index was told",
        "  CKAN finds 1 of 8 datasets",
        "    not b, c, d, e, f and 2 more: the catalogue is a draft",
        "  FDP Index finds 1 of 1 dataset",
        "    but a: a keyword is lost",
        "fdp: 1 done, 0 failed, 0 skipped, finished 2026-11-21T08:00:00Z.",
    ]


def test_a_number_of_the_server_is_no_name() -> None:
    number = "3d9233ec-7e91-4f4e-a7ca-d842f6db2077"
    key = "https://x.org/data/projects/LGG"
    made = Plan("fdp", (Change(key, "dataset", Action.KEEP_THEIRS, "edited", slug=number),
                        Change(f"{key}/distributions/dicom", "distribution", Action.UNKNOWN, "x", slug=number),
                        Change("https://x.org/", "catalog", Action.UNKNOWN, "x", slug=number, title="All")),
                "0", "2026-11-21T08:00:00Z")  # fmt: skip
    assert [line.split()[1] for line in plan_text(made).splitlines()[:3]] == ["LGG", "LGG-dicom", "All"]
