"""Names, labels and numbers as archives have them, the spellings of each, and texts to plant them in."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

GIVEN = (
    "Piet Anna Willemijn Joost Saskia Geertruida Scott Margaret Kaitlyn Owen Jürgen Käthe Günther Sören Zoë François "
    "Hélène Jérôme Ángel Begoña Íñigo Łukasz Małgorzata Zbigniew Şebnem Çağla İbrahim Ayşe Øyvind Åse Bjørn Þóra Siân"
).split()
FAMILY = (
    "Jansen Hendriksen Vermeulen Oosterhuis Kaufman Whitaker Abernathy O'Brien McDonald Müller Schäfer Größmann Weiß "
    "Lefèvre Gauthier-Dubois Núñez Ibáñez Wójcik Wałęsa Szczepański Yılmaz Öztürk Çelik Kjærgaard Ångström Dvořák "
    "Nguyễn"
).split()
PARTICLES = ("", "", "", "", "van ", "van der ", "de ", "von ", "de la ")
ELSEWHERE = (
    "王^小明",
    "欧阳^修文",
    "김^철수",
    "山田^太郎",
    "ヤマダ^タロウ",
    "Иванова^Наталья",
    "Παπαδόπουλος^Γιώργος",
    "حسيني^فاطمة",
    "Wang^Xiaodong=王^小東",
    "Kok^Jan",
    "Rose^Mark",
    "de Wit^Hope",
    "Li^Bo",
    "Boer^Marijke^^Mevr",
    "Haas^Joost^Willem^Dr",
    "SANTOS SILVA^MARIA JOSÉ DOS",
)
LABELS = (
    "TCGA-A1-A{0}SK",
    "LGG-{1}",
    "{2}BR{1}",
    "sub-{3}",
    "XNAT_S{4}",
    "C3L-{4}",
    "GLIOMA{2}-i_{2}A6",
    "COVID-19-AR-{5}",
    "ProstateX-{3}",
    "Vandelstra_P_{2}",
    "Kowalczyk_Ewa_2020{2}11",
    "Kärcher^Lena",
    "{5}",
    "UMCX{3}",
    "P_0{1}",
    "S{3}",
    "PATIENT_{2}",
    "Versluis{1}",
)
NUMBERS = ("{5}", "MRN{4}", "00{5}", "{2}-{3}-{1}", "A{4}^^^HOSP", "ACC.{5}.{2}", "Z-{4}/{2}")

TEXTS = (
    "Follow-up of {} after treatment",
    "Chest CT of patients. {}: second reading, see the annotations of 2016 (n = 100, p < 0.05).",
    "glioma, brain, {}, MRI",
    "{}",
    "Images were acquired on a 3T scanner at two visits; excluded: {}.",
    "De opnamen van {} zijn niet gebruikt voor dit onderzoek naar longkanker.",
    "T1w\n{}\nT2-FLAIR",
    "https://example.org/data/{}?view=1",
    "contact={};role=none",
    "Nanometre-scale maps of the cortex ({}) – größer als 5 µm",
)


class Case(NamedTuple):
    """Something an archive knows, one spelling of it, and the text that it stands in."""

    known: str
    spelling: str
    spelt: str
    text: str


_ONE_LETTER = str.maketrans("ıłŁøØ", "ilLoO")
_TWO_LETTERS = str.maketrans(
    dict(zip("äöüÄÖÜßåÅøØæ", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss", "aa", "Aa", "oe", "Oe", "ae"), strict=True))
)


def ascii_only(text: str) -> str:
    """Without diacritics, as systems that know no other letters write it."""
    base = unicodedata.normalize("NFKD", text.translate(_ONE_LETTER))
    return "".join(char for char in base if not unicodedata.combining(char))


def two_letters(text: str) -> str:
    """With two letters for one, as typewriters did."""
    return unicodedata.normalize("NFC", text).translate(_TWO_LETTERS)


def parts_of_name(name: str) -> list[str]:
    """The components of a name's first script that say something, without form of address."""
    return [part for part in name.split("=")[0].split("^")[:3] if part]


def _turned(name: str) -> list[str]:
    family, *given = parts_of_name(name)
    return [*given, family]


NAME_SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda name: name.split("=")[0],
    "lower case": lambda name: name.split("=")[0].lower(),
    "upper case": lambda name: " ".join(parts_of_name(name)).upper(),
    "given name first": lambda name: " ".join(_turned(name)),
    "comma": lambda name: ", ".join(parts_of_name(name)),
    "underscores": lambda name: "_".join(_turned(name)).replace(" ", "_"),
    "no blanks": lambda name: "".join(_turned(name)).replace(" ", ""),
    "no blanks, lower case": lambda name: "".join(parts_of_name(name)).replace(" ", "").lower(),
    "no diacritics": lambda name: ascii_only(" ".join(_turned(name))),
    "no diacritics, upper case, ^": lambda name: ascii_only("^".join(parts_of_name(name))).upper(),
    "two letters for one": lambda name: two_letters(" ".join(_turned(name))),
    "decomposed": lambda name: unicodedata.normalize("NFD", ", ".join(parts_of_name(name)).title()),
}
"""Case, order, ^, diacritics, blanks."""


def _signs(sign: str) -> Callable[[str], str]:
    return lambda label: "".join(char if char.isalnum() else sign for char in label).strip()


LABEL_SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda label: label,
    "lower case": str.lower,
    "upper case": str.upper,
    "title case": lambda label: label[:1].upper() + label[1:].lower(),
    "no signs": _signs(""),
    "no signs, lower case": lambda label: _signs("")(label).lower(),
    "blanks": _signs(" "),
    "underscores": _signs("_"),
    "hyphens, upper case": lambda label: _signs("-")(label).upper(),
    "^": _signs("^"),
    "no diacritics": ascii_only,
    "decomposed": lambda label: unicodedata.normalize("NFD", label),
}
"""The same for labels and numbers; the order of their parts means something."""


def names(random_: random.Random) -> Iterator[str]:
    """Names as DICOM writes them: family^given, some with a middle name or a form of address."""
    yield from ELSEWHERE
    while True:
        given = random_.choice(GIVEN)
        name = f"{random_.choice(PARTICLES)}{random_.choice(FAMILY)}^{given}"
        more = random_.random()
        if more < 0.2:
            name += f"^{random_.choice([one for one in GIVEN if one != given])}"
        elif more < 0.3:
            name += "^^Dr"
        yield name


def labels(random_: random.Random, styles: tuple[str, ...] = LABELS) -> Iterator[str]:
    """Labels, ids and numbers in the styles of real archives."""
    while True:
        for style in styles:
            digits = [f"{random_.randrange(10**wide):0{wide}}" for wide in (1, 3, 2, 4, 5)]
            yield style.format(*digits, random_.randrange(10**6, 10**8))


def cases(known: str, spellings: dict[str, Callable[[str], str]], random_: random.Random) -> Iterator[Case]:
    """Every spelling of something, each in a text."""
    for spelling, spell in spellings.items():
        spelt = spell(known)
        yield Case(known, spelling, spelt, random_.choice(TEXTS).format(spelt))
