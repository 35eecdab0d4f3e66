"""The spellings of "not known", in English, Dutch, German and French.

What may be an answer is none of them: ``none``, ``geen``, ``not done``, ``refused``, ``indeterminate``; nor are letters
that are also a diagnosis or a group (NB, NC, NK). cBioPortal itself takes few of these for missing (NA, [Not
Available], [Pending] …: https://docs.cbioportal.org/file-formats/), so the others must not leave as values.
"""

import re

from img2fair.clinical.folding import folded, label

_SPELLINGS = """
na, n a, n.a, n/a, n.a., n/av, n/k, n.k, nan, #n/a, #na, null, #null!, (null), nd, n.d, n/d, unk, unkn, ukn,
unknown, not known, unspecified, not specified, not stated, not available, not avail, unavailable, data not available,
information not available, not applicable, not appl, inapplicable, not reported, not recorded, not documented,
not given, not provided, not collected, not measured, not tested, not assessed, not evaluated, not determined,
not entered, not answered, not ascertained, not registered, no data, no information, no info, no answer, no record,
missing,
missing data, missing value, data missing, value missing, blank, left blank, no data entered, nodata, pending,
awaited, to be determined,
tbd, don't know, dont know, do not know, prefer not to say,
prefer not to answer, prefer not to disclose, decline to answer, declined to answer,
unknown/not reported, unknown or not reported, not reported/unknown, unknown / not applicable, not allowed to collect,
asked but unknown, asked unknown, not asked, temporarily unavailable, not yet known, unknown status,
n.b, n. b, nvt, n.v.t, onbekend, onbek, niet bekend, nog niet bekend, niet beschikbaar, niet van toepassing,
niet ingevuld,
niet gemeten, niet bepaald, niet vermeld, niet geregistreerd, niet opgegeven, niet gevraagd, niet vastgesteld,
ontbreekt, ontbrekend, geen gegevens, geen data, geen informatie, geen antwoord, weet niet, weet ik niet,
wil niet zeggen, wil ik niet zeggen,
k.a, k. a, keine angabe, keine angaben, keine daten, keine information, keine antwort, unbekannt, unbek,
unbekannt/keine angabe, nicht bekannt,
nicht verfügbar, nicht verfuegbar, nicht erhoben, nicht bestimmt, nicht angegeben, nicht dokumentiert, nicht erfasst,
nicht gemessen, nicht zutreffend, nicht anwendbar, entfällt, entfaellt, fehlt, fehlend, fehlender wert, weiß nicht,
weiss nicht, ausstehend,
inconnu, inconnue, inconnus, inconnues, non connu, non connue, non disponible, indisponible, non renseigné,
non renseignée, non renseigne, n.c, non communiqué, non communiquée, non précisé, non précisée, non precise,
non documenté, non évalué, non mesuré, non déterminé, non testé, non applicable, sans objet, s.o, manquant, manquante,
donnée manquante, donnees manquantes, données manquantes, pas de données, ne sait pas
"""
_WORDS = frozenset(label(folded(one)) for one in _SPELLINGS.replace("\n", " ").split(",")) - {""}
_MARKS = re.compile(r"[-.,?/\\*#~ ]*")
"""No letter and no digit, and no sign that is an answer, such as ``+``."""
_NINES = re.compile(r"-9(?:\.0+)?|-?99+(?:[.,]9+|[.,]0+)?")
_BRACKETED = "completed discrepancy"
"""TCGA's, which are words of an answer without the brackets."""


def is_missing(text: str) -> bool:
    """Tell whether a text says that there is no value, whatever is asked."""
    key = folded(text)
    bare = label(key)
    return bare in _WORDS or _MARKS.fullmatch(bare) is not None or (key[:1] == "[" and bare in _BRACKETED.split())


def is_code_for_missing(text: str) -> bool:
    """Tell whether a folded text is a number that stands for "not known" where no value can be such: 99, 999, -9."""
    return _NINES.fullmatch(text) is not None
