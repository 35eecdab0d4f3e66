"""Made-up texts as they stand in descriptions of projects: with one thing planted that identifies, or with nothing.

Nothing here is of anybody: numbers are drawn, and pass the tests of their kind because they are made to.
"""

import calendar
import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from img2fair.privacy.hits import AGE, BSN, DATE, EMAIL, NHS, PERSON, PHONE, RECORD, UID

Draw = random.Random


class Planted(NamedTuple):
    """A text, and the span of what is planted in it."""

    rule: str
    form: str
    text: str
    start: int
    end: int


FIRST = "Piet Anna Mohammed Sanne José Zoë Eleanor Björn Fatima Jan-Willem Noor Siân Anne-Marie Thijs Łucja".split()
LAST = (
    "Jansen de-Vries O'Connor Müller Bakker Yılmaz Smith García Visser Kowalski Brontë Visser-Smit Özil Peters".split()
)
HOSTS = "example.nl example.org mail.example.co.uk uni-example.de zorg.example.nl example.museum bücher.example".split()
MONTHS_NL = "januari februari maart april mei juni juli augustus september oktober november december".split()
MONTHS_EN = "January February March April May June July August September October November December".split()
SHORT_NL = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
SHORT_EN = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TENS_EN = "one two three four five six seven eight nine".split()
TENS_NL = "eenen tweeën drieën vieren vijfen zesen zevenen achten negenen".split()

AROUND = (
    "{}",
    "{}.",
    "({})",
    "Contact: {}",
    "MRI; 3T; {}; brain",
    "Multiparametric MRI of the prostate in 120 men, {}, Utrecht 2015-2019.",
    "Zie ook {} voor de 45 deelnemers van deze studie.",
    "De oudste deelnemer ({}) is geëxcludeerd; 12 anderen niet.",
    "Retrospective cohort of 340 patients ({}) scanned at 1.5 T and 3 T.\nSee the protocol.",
    "Heropname i.v.m. beweging: {}\nT1w 1,0 mm isotroop, TR 2000 ms.",
    "This one is odd: {}! Slice thickness 0.625 mm, 120 kVp",
    "CT thorax {} met contrast, 64 plakken",
    "Note to self - {} - ask Noor about it; 3 of 4 done",
    "Titel: beelden van hersenmetastasen / {} / versie 2.1",
    "“{}” stond in het veld opmerkingen.",
    "trial NCT01234567, {}, doi:10.1234/abcd.5678",
)
"""Where things turn up: alone, in titles, keywords, sentences, answers of forms."""


def _name(draw: Draw) -> tuple[str, str]:
    return draw.choice(FIRST), draw.choice(LAST)


def _figures(draw: Draw, count: int, first: str = "123456789") -> str:
    return draw.choice(first) + "".join(draw.choice("0123456789") for _ in range(count - 1))


def _grouped(figures: str, *sizes: int, gap: str = " ") -> str:
    groups, at = [], 0
    for size in sizes:
        groups.append(figures[at : at + size])
        at += size
    return gap.join(groups)


def a_bsn(draw: Draw) -> str:
    while True:
        figures = _figures(draw, 8, "0123456789")
        last = sum(weight * int(figure) for weight, figure in zip(range(9, 1, -1), figures, strict=True)) % 11
        if last < 10 and int(figures):
            return figures + str(last)


def an_nhs_number(draw: Draw) -> str:
    while True:
        figures = _figures(draw, 9, "467")
        last = -sum(weight * int(figure) for weight, figure in zip(range(10, 1, -1), figures, strict=True)) % 11
        if last < 10:
            return figures + str(last)


def _local(draw: Draw) -> str:
    first, last = _name(draw)
    return draw.choice(
        (f"{first[0]}.{last}", f"{first}.{last}", f"{first}_{last}", f"{last}{draw.randint(1, 99)}")
    ).lower()


def _date(draw: Draw) -> tuple[int, int, int]:
    year, month = draw.randint(1920, 2026), draw.randint(1, 12)
    return year, month, draw.randint(1, calendar.monthrange(year, month)[1])


def _dated(form: Callable[[int, int, int], str]) -> Callable[[Draw], str]:
    return lambda draw: form(*_date(draw))


def _ordinal(day: int) -> str:
    return f"{day}{'th' if 10 < day < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def _age(draw: Draw) -> int:
    return draw.randint(91, 111)


def _aged(form: str) -> Callable[[Draw], str]:
    return lambda draw: form.format(_age(draw), low=draw.randint(18, 89))


def _called(words: str, form: Callable[[Draw], str]) -> Callable[[Draw], str]:
    choices = words.split("|")
    return lambda draw: draw.choice(choices) + "‹" + form(draw) + "›"


def _pn(form: str) -> Callable[[Draw], str]:
    def made(draw: Draw) -> str:
        first, last = _name(draw)
        return form.format(first=first, last=last, FIRST=first.upper(), LAST=last.upper(), other=draw.choice(FIRST))

    return made


def _uid(root: str) -> Callable[[Draw], str]:
    return lambda draw: root + ".".join(_figures(draw, draw.randint(3, 10)) for _ in range(draw.randint(2, 4)))


def _number(draw: Draw) -> str:
    return draw.choice(("", "", "", "A", "Z", "P-")) + _figures(draw, draw.randint(5, 10))


FORMS: dict[str, dict[str, Callable[[Draw], str]]] = {
    EMAIL: {
        "plain": lambda draw: f"{_local(draw)}@{draw.choice(HOSTS)}",
        "[at]": lambda draw: f"{_local(draw)} [at] {draw.choice(HOSTS)}",
        "(at)": lambda draw: f"{_local(draw)}(at){draw.choice(HOSTS)}",
        "AT": lambda draw: f"{_local(draw)} AT {draw.choice(HOSTS)}",
        "at dot": lambda draw: f"{_local(draw)} at {draw.choice(HOSTS).replace('.', ' dot ')}",
        "full-width": lambda draw: f"{_local(draw)}\uff20{draw.choice(HOSTS)}",
        "quoted": lambda draw: f'"{" ".join(_name(draw))}"@{draw.choice(HOSTS)}',
        "named": lambda draw: f"{' '.join(_name(draw))} <‹{_local(draw)}@{draw.choice(HOSTS)}›>",
        "mailto": lambda draw: f"mailto:‹{_local(draw)}@{draw.choice(HOSTS)}›",
    },
    PHONE: {
        "06-": lambda draw: f"06-{_figures(draw, 8)}",
        "06 ": lambda draw: "06 " + _grouped(_figures(draw, 8), 2, 2, 2, 2),
        "+31": lambda draw: "+31 6 " + _grouped(_figures(draw, 8), 4, 4),
        "+31 (0)": lambda draw: f"+31 (0){draw.choice((20, 30, 88))} {_figures(draw, 7)}",
        "0031": lambda draw: f"00316{_figures(draw, 8)}",
        "area-": lambda draw: f"0{draw.choice((20, 30, 10, 70))}-{_figures(draw, 7)}",
        "(area)": lambda draw: f"(0{draw.choice((20, 30, 10, 70))}) " + _grouped(_figures(draw, 7), 3, 2, 2),
        "area": lambda draw: "088 " + _grouped(_figures(draw, 7), 3, 2, 2),
        "bare": lambda draw: f"06{_figures(draw, 8)}",
        "uk london": lambda draw: "020 " + _grouped(_figures(draw, 8), 4, 4),
        "uk mobile": lambda draw: f"07{_figures(draw, 3)} {_figures(draw, 6)}",
        "+44": lambda draw: "+44 20 " + _grouped(_figures(draw, 8), 4, 4),
        "+49": lambda draw: f"+{draw.choice((49, 33, 32, 351, 420))} {_figures(draw, 3)} {_figures(draw, 6)}",
        "us": lambda draw: f"({_figures(draw, 3, '23456789')}) {_figures(draw, 3, '23456789')}-{_figures(draw, 4)}",
        "called": _called("tel: |Tel. |telefoon |phone no. |fax: |tel.nr. ", lambda draw: _figures(draw, 8)),
        "extension": _called("ext. |toestel |extension ", lambda draw: _figures(draw, 5)),
    },
    BSN: {
        "bare": a_bsn,
        "4.2.3": lambda draw: _grouped(a_bsn(draw), 4, 2, 3, gap="."),
        "4 2 3": lambda draw: _grouped(a_bsn(draw), 4, 2, 3),
        "3.3.3": lambda draw: _grouped(a_bsn(draw), 3, 3, 3, gap="."),
        "called": _called("BSN: |BSN |bsn-nummer |burgerservicenummer |sofinummer ", a_bsn),
        "called 3 3 3": _called("BSN: |BSN = ", lambda draw: _grouped(a_bsn(draw), 3, 3, 3)),
    },
    NHS: {
        "bare": an_nhs_number,
        "3 3 4": lambda draw: _grouped(an_nhs_number(draw), 3, 3, 4),
        "called": _called("NHS: |NHS number |NHS no. ", an_nhs_number),
        "called 3-3-4": _called("NHS number: |NHS nr ", lambda draw: _grouped(an_nhs_number(draw), 3, 3, 4, gap="-")),
    },
    DATE: {
        "iso": _dated(lambda y, m, d: f"{y}-{m:02}-{d:02}"),
        "iso time": _dated(lambda y, m, d: f"{y}-{m:02}-{d:02}T14:05:59Z"),
        "iso time blank": _dated(lambda y, m, d: f"{y}-{m:02}-{d:02} 14:05"),
        "y/m/d": _dated(lambda y, m, d: f"{y}/{m}/{d}"),
        "y.m.d": _dated(lambda y, m, d: f"{y}.{m:02}.{d:02}"),
        "d-m-y": _dated(lambda y, m, d: f"{d:02}-{m:02}-{y}"),
        "d/m/y": _dated(lambda y, m, d: f"{d}/{m}/{y}"),
        "m/d/y": _dated(lambda y, m, d: f"{m}/{d}/{y}"),
        "d.m.y": _dated(lambda y, m, d: f"{d}.{m}.{y}"),
        "d. m. y": _dated(lambda y, m, d: f"{d}. {m}. {y}"),
        "d m y": _dated(lambda y, m, d: f"{d:02} {m:02} {y}"),
        "short": _dated(lambda y, m, d: f"{d:02}-{m:02}-{y % 100:02}"),
        "short /": _dated(lambda y, m, d: f"{d:02}/{m:02}/{y % 100:02}"),
        "dicom": _dated(lambda y, m, d: f"{y}{m:02}{d:02}"),
        "dicom time": _dated(lambda y, m, d: f"{y}{m:02}{d:02}140559"),
        "in a word": _dated(lambda y, m, d: f"scan_‹{y}{m:02}{d:02}›_T1"),
        "in a name": _dated(lambda y, m, d: f"MRI‹{y}_{m:02}_{d:02}›.zip"),
        "nl": _dated(lambda y, m, d: f"{d} {MONTHS_NL[m - 1]} {y}"),
        "nl day": _dated(lambda y, m, d: f"ma ‹{d} {MONTHS_NL[m - 1]} {y}›"),
        "nl short": _dated(lambda y, m, d: f"{d} {SHORT_NL[m - 1]}. {y}"),
        "en": _dated(lambda y, m, d: f"{MONTHS_EN[m - 1]} {d}, {y}"),
        "en ordinal": _dated(lambda y, m, d: f"{MONTHS_EN[m - 1]} {_ordinal(d)}, {y}"),
        "en of": _dated(lambda y, m, d: f"{_ordinal(d)} of {MONTHS_EN[m - 1]} {y}"),
        "en short": _dated(lambda y, m, d: f"{d:02}-{SHORT_EN[m - 1].upper()}-{y}"),
        "en shortest": _dated(lambda y, m, d: f"{d:02}{SHORT_EN[m - 1].upper()}{y}"),
        "y mon d": _dated(lambda y, m, d: f"{y} {SHORT_EN[m - 1]} {d}"),
    },
    AGE: {
        "years": _aged("{} years"),
        "year-old": _aged("a ‹{}-year-old› man"),
        "years old": _aged("{} years old"),
        "aged": _aged("aged ‹{}›"),
        "age:": _aged("age: ‹{}›"),
        "age at": _aged("age at scan ‹{}›"),
        "jaar": _aged("{} jaar"),
        "jr": _aged("vrouw, ‹{} jr›"),
        "jarige": _aged("‹{}-jarige› patiënt"),
        "leeftijd": _aged("leeftijd ‹{}›"),
        "dicom": lambda draw: f"{_age(draw):03}Y",
        "yo": _aged("{} y/o"),
        "range en": _aged("{low}-‹{} years›"),
        "range nl": _aged("{low} tot ‹{} jaar›"),
        "range aged": _aged("aged {low} to ‹{}›"),
        "words en": lambda draw: f"ninety-{draw.choice(TENS_EN)} years old",
        "words nl": lambda draw: f"{draw.choice(TENS_NL)}negentig jaar",
    },
    PERSON: {
        "two": _pn("{last}^{first}"),
        "upper": _pn("{LAST}^{FIRST}"),
        "five": _pn("{LAST}^{FIRST}^^^"),
        "middle": _pn("{last}^{first}^{other}"),
        "prefix": _pn("{last}^{first}^^Dr"),
        "groups": _pn("{last}^{first}=山田^太郎=やまだ^たろう"),
        "ideographic": lambda draw: draw.choice(("王^伟", "山田^太郎", "김^민준")),
        "lower": lambda draw: _pn("{last}^{first}")(draw).lower(),
        "family": _pn("{LAST}^^^^"),
        "initial": _pn("{last}^{first[0]}"),
        "given": _pn("^{first}^{other}"),
        "escaped": _pn("{last}%5E{first}"),
    },
    UID: {
        "uuid": lambda draw: f"2.25.{draw.getrandbits(128) | 1 << 120}",
        "ge": _uid("1.2.840.113619."),
        "siemens": _uid("1.3.12.2.1107.5.2."),
        "philips": _uid("1.3.46.670589."),
        "offis": _uid("1.2.276.0.7230010.3.1.4."),
        "ctp": _uid("1.3.6.1.4.1.14519.5.2."),
        "address": lambda draw: f"https://v.example.org/viewer?StudyInstanceUIDs=‹{_uid('1.2.826.0.1.')(draw)}›",
    },
    RECORD: {
        "mrn": _called("MRN |MRN: |mrn=|MRN no. |medical record number ", _number),
        "patient id": _called("patient ID |Patient-id: |PatientID=|patient no. |patient number ", _number),
        "patiëntnummer": _called("patiëntnummer |patiëntnr. |pat.nr. |Patiëntnummer: |patient id ", _number),
        "hospital": _called("hospital number |hospital no: |ziekenhuisnummer ", _number),
        "accession": _called("accession no. |accession number |Acc. nr. ", _number),
        "dossier": _called("dossiernummer |dossiernr. |dossier nr ", _number),
        "zis": _called("ZIS |ZIS-nummer |ZIS: |PID |PID: ", _number),
        "case": _called("case no |case number |casusnummer |subject ID ", _number),
        "study": _called("studienummer |deelnemersnummer |participant id ", _number),
        "pt.": _called("pt. |pt |patient |patiënt ", lambda draw: _figures(draw, 7)),
        "query": _called(
            "https://pacs.example.org/v?mrn=|https://x.example.nl/open?a=1&patientID=", lambda draw: _figures(draw, 7)
        ),
    },
}
"""The ways in which each thing is written; ``‹ ›`` stand around what identifies where that is not all."""

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_DRESSES: tuple[Callable[[str], str], ...] = (
    lambda text: text.translate(_WIDE),
    lambda text: text.translate(_ARABIC),
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "\u2009"),
    lambda text: text.replace("-", "\u2011"),
    lambda text: text.replace("1", "1\u200b").replace("2", "2\u00ad"),
    lambda text: text.replace(" ", "\n  ", 1),
)
"""Other characters for the same: full-width and Arabic figures, other blanks and dashes, invisible ones, a new line."""


def planted(count: int, seed: int) -> Iterator[Planted]:
    """Yield texts with one thing that identifies; all rules as often, all forms of a rule as often."""
    draw = random.Random(seed)  # noqa: S311
    rules = list(FORMS)
    for number in range(count):
        rule = rules[number % len(rules)]
        forms = FORMS[rule]
        form = list(forms)[number // len(rules) % len(forms)]
        thing = forms[form](draw)
        if draw.random() < 0.1 and "%" not in thing and "://" not in thing:
            thing = draw.choice(_DRESSES)(thing)
        before, _, after = draw.choice(AROUND).partition("{}")
        start = len(before) + max(thing.find("‹"), 0)
        end = start + len(thing[thing.find("‹") + 1 : thing.find("›") if "›" in thing else None])
        yield Planted(rule, form, before + thing.replace("‹", "").replace("›", "") + after, start, end)


_HARMLESS: tuple[tuple[str, Callable[[Draw], object]], ...] = (
    ("{} patients were included", lambda draw: draw.randint(1, 99999)),
    ("{} patiënten", lambda draw: draw.randint(1, 9999)),
    ("{}% vrouwen", lambda draw: draw.randint(0, 100)),
    ("{} %", lambda draw: round(draw.uniform(0, 100), 1)),
    ("{} kVp", lambda draw: draw.randint(70, 150)),
    ("slice thickness {} mm", lambda draw: round(draw.uniform(0.3, 10), 3)),
    ("{} T", lambda draw: draw.choice((0.5, 1.5, 3, 7))),
    ("TR/TE {} ms", lambda draw: f"{draw.randint(100, 9000)}/{draw.randint(1, 200)}"),
    ("{} slices", lambda draw: draw.randint(1, 1999)),
    ("matrix {}", lambda draw: "x".join(str(draw.choice((64, 128, 256, 512))) for _ in range(3))),
    ("{} mGy", lambda draw: round(draw.uniform(0, 40), 2)),
    ("b-values {} s/mm2", lambda draw: ", ".join(map(str, sorted(draw.sample((0, 50, 100, 400, 800, 1000, 1400), 4))))),
    ("{}", lambda draw: f"{draw.randint(1990, 2015)}-{draw.randint(2016, 2026)}"),
    ("sinds {}", lambda draw: draw.randint(1980, 2026)),
    ("in {}", lambda draw: f"{draw.choice(MONTHS_EN)} {draw.randint(1990, 2026)}"),
    ("{}", lambda draw: f"{draw.choice(MONTHS_NL)} {draw.randint(1990, 2026)}"),
    ("aged {} years", lambda draw: f"{draw.randint(18, 40)}-{draw.randint(41, 89)}"),
    ("leeftijd {} jaar", lambda draw: f"{draw.randint(0, 40)} tot {draw.randint(41, 89)}"),
    ("{} and older", lambda draw: f"{draw.randint(18, 90)} years"),
    ("version {}", lambda draw: ".".join(str(draw.randint(0, 20)) for _ in range(draw.randint(2, 4)))),
    ("FreeSurfer {}", lambda draw: f"{draw.randint(4, 8)}.{draw.randint(0, 9)}.{draw.randint(0, 9)}"),
    ("syngo MR {}", lambda draw: f"{draw.choice('BDEX')}{draw.randint(10, 60)}"),
    ("doi:10.{}", lambda draw: f"{draw.randint(1000, 99999)}/{draw.randint(2000, 2026)}.{_figures(draw, 9)}"),
    ("https://doi.org/10.{}", lambda draw: f"{draw.randint(1000, 9999)}/j.img.{draw.randint(2000, 2026)}.01.31"),
    ("https://example.org/{}/", lambda draw: f"{draw.randint(2000, 2026)}/01/31/{_figures(draw, 9)}"),
    ("ORCID 0000-000{}", lambda draw: f"{draw.randint(1, 3)}-{_figures(draw, 4)}-{_figures(draw, 3)}X"),
    ("grant agreement No {}", lambda draw: f"101{_figures(draw, 6)}"),
    ("ZonMw {}", lambda draw: _figures(draw, 14)),
    ("NWO {}", lambda draw: _grouped("016" + _figures(draw, 6), 3, 3, 3, gap=".")),
    ("NCT{}", lambda draw: _figures(draw, 8, "0")),
    ("NL{}", lambda draw: f"{_figures(draw, 5)}.041.{draw.randint(10, 25)}"),
    ("PMID: {}", lambda draw: _figures(draw, 8)),
    ("GSE{}", lambda draw: _figures(draw, 6)),
    ("ISSN {}", lambda draw: f"{_figures(draw, 4)}-{_figures(draw, 4)}"),
    ("SNOMED CT {}", lambda draw: _figures(draw, draw.randint(8, 10))),
    ("CC BY {}", lambda draw: draw.choice(("3.0", "4.0"))),
    ("{} bytes", lambda draw: _figures(draw, draw.randint(6, 11))),
    ("{} voxels", lambda draw: f"{draw.randint(1, 999):,}".replace(",", ".") + ".000"),
    ("€ {}", lambda draw: f"{draw.randint(1, 999)}.{_figures(draw, 3)}.{_figures(draw, 3)}"),
    ("10^{}", lambda draw: draw.randint(2, 12)),
    (
        "{}",
        lambda draw: draw.choice(("BODY^BREAST", "Head^Routine", "Thorax^Lung", "K^trans", "x^2", "m^-1", "MSK^HIP")),
    ),
    ("{} uur", lambda draw: f"{draw.randint(1, 12)}/{draw.randint(13, 31)}/{draw.randint(32, 72)}"),
    ("SOP class 1.2.840.10008.{}", lambda draw: "5.1.4.1.1." + str(draw.randint(1, 88))),
    ("seen at {}", lambda draw: draw.choice(("example.org", "github.com/example", "zenodo.org"))),
    ("tijdens {} weken", lambda draw: draw.randint(1, 104)),
    (
        "mean age {}",
        lambda draw: f"{draw.randint(20, 80)}.{draw.randint(0, 9)} ± {draw.randint(1, 15)}.{draw.randint(0, 9)}",
    ),
    ("{} years of follow-up", lambda draw: draw.randint(1, 89)),
    ("METC {}", lambda draw: f"{draw.randint(10, 25)}-{_figures(draw, 3)}"),
    ("@ {}", lambda draw: f"{draw.randint(10, 90)}%"),
)
_JOINTS = (", ", "; ", " - ", ". ", " (", ") en ", "\n", " and ", " met ", " / ")


def harmless(count: int, seed: int) -> Iterator[str]:
    """Yield descriptions of a few phrases with figures that identify nobody."""
    draw = random.Random(seed)  # noqa: S311
    for number in range(count):
        phrases = [_HARMLESS[number % len(_HARMLESS)], *draw.sample(_HARMLESS, draw.randint(0, 3))]
        text = ""
        for phrase, figure in phrases:
            text += (draw.choice(_JOINTS) if text else "") + phrase.format(figure(draw))
        yield text
