"""Texts that the privacy gate kept in, as findings: field, rule and masked span, never what they say."""

import json
import re
from collections.abc import Iterable

from img2fair.findings import CONFIG_FILE, Finding, Judge, Severity
from img2fair.model import Origin, Source
from img2fair.phrases import LANGUAGES, Phrases
from img2fair.places import Ground, places
from img2fair.privacy import Blocked

BLOCKED = "I2F-P001"
_WORD = re.compile(r"[^\W\d][\w.-]*", re.ASCII)
_NO_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What YAML 1.1 or 1.2 takes for something else."""

SENTENCES = Phrases({
    "blocked": ("{path} holds {spans}", "{path} bevat {spans}"),
    "span": ("{what} ({masked} at character {place})", "{what} ({masked} bij teken {place})"),
    "more": ("and {number} more", "en nog {number}"),
    "cure": (
        "Take it out of the field. If it identifies nobody, have somebody review it, and say so in {file}: privacy: "
        "reviewed: [{{project: {project}, field: {path}, value: '{value}', by: WHO, why: WHY, until: YYYY-MM-DD}}]",
        "Haal het uit het veld. Wijst het niemand aan, laat dan iemand het beoordelen, en zet in {file}: privacy: "
        "reviewed: [{{project: {project}, field: {path}, value: '{value}', by: WIE, why: WAAROM, until: JJJJ-MM-DD}}]",
    ),
    "ended": (" (the review by {by} ended on {until})", " (de beoordeling door {by} gold tot {until})"),
    "other text": (" (the review by {by} is of another text)",
                   " (de beoordeling door {by} gaat over een andere tekst)"),
    "label": ("a label or id of a subject or session", "een label of id van een subject of sessie"),
    "met": ("a name or number of a patient in the archive", "een naam of nummer van een patiënt in het archief"),
    "opted-out": ("the name of somebody who does not want to be named",
                  "de naam van iemand die niet genoemd wil worden"),
    "e-mail": ("an e-mail address", "een e-mailadres"),
    "phone": ("a telephone number", "een telefoonnummer"),
    "bsn": ("a citizen service number (BSN)", "een burgerservicenummer (BSN)"),
    "nhs-number": ("an NHS number", "een NHS-nummer"),
    "date": ("a full date", "een volledige datum"),
    "age": ("an age over 89", "een leeftijd boven 89"),
    "person-name": ("a name as DICOM writes it", "een naam zoals DICOM die schrijft"),
    "uid": ("a DICOM UID", "een DICOM-UID"),
    "record-number": ("a record number", "een dossiernummer"),
})  # fmt: skip


def blocked_as_findings(blocked: Iterable[Blocked], key: str, ground: Ground) -> tuple[Finding, ...]:
    """Return a violation for each text that was kept in; it keeps the record ``key`` from being written."""
    return tuple(_finding(one, key, ground) for one in blocked)


def _finding(one: Blocked, key: str, ground: Ground) -> Finding:
    said = {language: _said(one, language) for language in LANGUAGES}
    slots = {
        "file": CONFIG_FILE,
        "project": _in_yaml(ground.project or ""),
        "path": _in_yaml(one.path),
        "value": one.fingerprint,
    }
    cures = {language: SENTENCES.say(language, "cure", **slots) for language in LANGUAGES}
    return Finding(
        code=BLOCKED,
        severity=Severity.VIOLATION,
        judge=Judge.PRIVACY,
        key=key,
        message=said["en"],
        focus=key,
        project=ground.project,
        mapping=one.at or None,
        where=places([one.path], ground),
        cure=cures["en"],
        origin=Origin(one.at, (Source(one.path),)),
        message_nl=said["nl"],
        cure_nl=cures["nl"],
    )


def _in_yaml(text: str) -> str:
    """Return a text as an entry in braces may say it: in quotes, unless it can be nothing but a word."""
    plain = _WORD.fullmatch(text) and text.casefold() not in _NO_WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _said(one: Blocked, language: str) -> str:
    spans = [
        SENTENCES.say(language, "span", what=SENTENCES.say(language, span.rule), masked=span.masked, place=span.place)
        for span in one.spans
    ]
    if one.more:
        spans.append(SENTENCES.say(language, "more", number=one.more))
    return SENTENCES.say(language, "blocked", path=one.path, spans=", ".join(spans)) + _review(one, language)


def _review(one: Blocked, language: str) -> str:
    if one.review is None:
        return ""
    name = "ended" if one.review.value == one.fingerprint else "other text"
    return SENTENCES.say(language, name, by=one.review.by, until=one.review.until.isoformat())
