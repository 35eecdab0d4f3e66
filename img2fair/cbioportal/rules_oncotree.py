"""What is wrong with the cancer types of a study, by OncoTree and by the portal, and what each finding means."""

from collections.abc import Iterable

from img2fair.clinical.oncotree import MIXED, PortalTypes, Tree
from img2fair.errors import Fault
from img2fair.findings import CONFIG_FILE, Finding, Judge, Place, RuleText, Severity
from img2fair.phrases import DUTCH, ENGLISH, Phrases

RULES: dict[str, RuleText] = {
    rule.code: rule
    for rule in (
        RuleText(
            "I2F-E010",
            "A code that this release of OncoTree does not have",
            "The name and the main type of a cancer type come from its code. With an unknown code a sample is in no "
            "group of the portal, and compares with no other study.",
            "Give a code of the release in the harmonisation file, or name the release that the code is of with "
            "cbioportal.oncotree.version.",
            (
                "Een code die deze uitgave van OncoTree niet heeft",
                "De naam en het hoofdtype van een kankersoort volgen uit de code. Met een onbekende code valt een "
                "monster in geen enkele groep van het portaal en is het met geen andere studie te vergelijken.",
                "Geef in het harmonisatiebestand een code van deze uitgave, of noem met cbioportal.oncotree.version "
                "de uitgave waar de code bij hoort.",
            ),
        ),
        RuleText(
            "I2F-E011",
            "A code of another release of OncoTree",
            "The code is gone, and another one stands near to it. Often the meaning changed with it: GBM held all "
            "glioblastomas, GB holds those without an IDH mutation. Nothing is put in its place by itself.",
            "Look whether the new code means the same for these patients, and write it into the harmonisation file; "
            "or keep the release that the code is of with cbioportal.oncotree.version.",
            (
                "Een code van een andere uitgave van OncoTree",
                "De code bestaat niet meer; een andere staat er dichtbij. Vaak is ook de betekenis veranderd: GBM "
                "omvatte alle glioblastomen, GB alleen die zonder IDH-mutatie. Er wordt niets vanzelf vervangen.",
                "Ga na of de nieuwe code voor deze patiënten hetzelfde betekent en zet haar in het "
                "harmonisatiebestand; of houd met cbioportal.oncotree.version de uitgave aan waar de code bij hoort.",
            ),
        ),
        RuleText(
            "I2F-E012",
            "The portal does not know the study's cancer type",
            "A study names one type that the portal knows. The study brings a file that adds the type, with those "
            "above it that the portal lacks too; whoever loads the study changes the portal's list of types with it.",
            "Ask the portal's administrator whether this is wanted, or set cancer_type to a type that the portal has.",
            (
                "Het portaal kent de kankersoort van de studie niet",
                "Een studie noemt één kankersoort die het portaal kent. De studie brengt een bestand mee dat de soort "
                "toevoegt, met de soorten erboven die ook ontbreken; wie de studie laadt, verandert daarmee de lijst "
                "van het portaal.",
                "Vraag de beheerder van het portaal of dit de bedoeling is, of zet cancer_type op een soort die het "
                "portaal heeft.",
            ),
        ),
        RuleText(
            "I2F-E013",
            "The portal calls a cancer type by another name than OncoTree",
            "The portal was filled from another release, in which the code may mean another thing. The portal shows "
            "its own name.",
            "Set cbioportal.oncotree.version to the release that the portal was filled from.",
            (
                "Het portaal noemt een kankersoort anders dan OncoTree",
                "Het portaal is gevuld met een andere uitgave, waarin de code iets anders kan betekenen. Het portaal "
                "toont zijn eigen naam.",
                "Zet cbioportal.oncotree.version op de uitgave waarmee het portaal is gevuld.",
            ),
        ),
        RuleText(
            "I2F-E014",
            "The portal could not be asked",
            "Its cancer types are not known, so nobody looked whether the study's type is among them. The importer "
            "refuses a study of an unknown type.",
            "Export again when the portal is up, or set CBIOPORTAL_TOKEN where it wants a log-in.",
            (
                "Het portaal kon niet worden gevraagd",
                "De kankersoorten van het portaal zijn niet bekend; niemand heeft dus nagegaan of die van de studie "
                "erbij is. Een studie met een onbekende soort wordt bij het laden geweigerd.",
                "Exporteer opnieuw als het portaal bereikbaar is, of stel CBIOPORTAL_TOKEN in als het om een login "
                "vraagt.",
            ),
        ),
        RuleText(
            "I2F-E015",
            "A code that is not in our own small table",
            "Without a source of OncoTree codes are looked up in a table of the commonest types. The code may be "
            "right; its name and main type are not known here, and are left out.",
            "Name a source with cbioportal.oncotree.source: https://oncotree.info, or a file of a release.",
            (
                "Een code die niet in onze eigen kleine tabel staat",
                "Zonder bron van OncoTree worden codes opgezocht in een tabel van de meest voorkomende soorten. De "
                "code kan kloppen; naam en hoofdtype zijn hier niet bekend en blijven weg.",
                "Noem een bron met cbioportal.oncotree.source: https://oncotree.info, of een bestand van een uitgave.",
            ),
        ),
        RuleText(
            "I2F-E016",
            "The portal does not know codes of samples",
            "The codes load, but the portal cannot place the samples in its tree of cancer types: it was filled from "
            "another release of OncoTree.",
            "Set cbioportal.oncotree.version to the release that the portal was filled from, and choose codes of it.",
            (
                "Het portaal kent codes van monsters niet",
                "De codes worden geladen, maar het portaal kan de monsters niet plaatsen in zijn boom van "
                "kankersoorten: het is gevuld met een andere uitgave van OncoTree.",
                "Zet cbioportal.oncotree.version op de uitgave waarmee het portaal is gevuld, en kies codes daarvan.",
            ),
        ),
    )
}

_SENTENCES = Phrases({
    "unknown": ("{version} has no code {code}", "{version} heeft geen code {code}"),
    "gone": ("{version} has no code {code}; near to it is {after}",
             "{version} heeft geen code {code}; dichtbij staat {after}"),
    "not ours": ("the code {code} is not in our own table", "de code {code} staat niet in onze eigen tabel"),
    "lacking": ("the portal has no cancer type {code}; the study adds it",
                "het portaal heeft geen kankersoort {code}; de studie voegt haar toe"),
    "named": ("the portal calls {code} '{portal}', OncoTree '{name}'",
              "het portaal noemt {code} '{portal}', OncoTree '{name}'"),
    "unasked": ("the portal's cancer types were not checked: {why}",
                "de kankersoorten van het portaal zijn niet nagegaan: {why}"),
    "unplaced": ("the portal has no cancer type for {codes}", "het portaal heeft geen kankersoort voor {codes}"),
})  # fmt: skip
_FIRST = 8
"""Codes that one sentence names."""


def check_codes(tree: Tree, codes: Iterable[str], project: str, key: str) -> tuple[Finding, ...]:
    """Return which codes a release of OncoTree does not have, by code; the ones that came after are named.

    :param codes: of the study's samples, as the steward's table gives them.
    :param key: names the project.
    """
    return tuple(_of_code(tree, code, project, key) for code in sorted(set(codes)) if tree.find(code) is None)


def _of_code(tree: Tree, code: str, project: str, key: str) -> Finding:
    version = tree.version or "OncoTree"
    after = tree.successors(code)
    if after:
        options = tuple((one, tree.nodes[one].name) for one in after)
        values = {"version": version, "code": code, "after": ", ".join(after)}
        return _finding("I2F-E011", Severity.VIOLATION, "gone", values, project, key, code, options)
    if not tree.whole:
        return _finding("I2F-E015", Severity.WARNING, "not ours", {"code": code}, project, key, code)
    return _finding("I2F-E010", Severity.VIOLATION, "unknown", {"version": version, "code": code}, project, key, code)


def check_portal(
    portal: PortalTypes, tree: Tree, cancer_type: str, codes: Iterable[str], project: str, key: str
) -> tuple[Finding, ...]:
    """Return where a portal's cancer types are not those of a study.

    :param cancer_type: the study's ``type_of_cancer``; ``codes``: of its samples.
    """
    found = []
    if cancer_type.lower() not in portal:
        found.append(_finding("I2F-E012", Severity.INFO, "lacking", {"code": cancer_type}, project, key, cancer_type))
    for code in sorted({*codes, cancer_type.upper()}):
        node, known = tree.find(code), portal.get(code.lower())
        if node is not None and known is not None and known.name != node.name and code.lower() != MIXED:
            values = {"code": code, "portal": known.name, "name": node.name}
            found.append(_finding("I2F-E013", Severity.WARNING, "named", values, project, key, code))
    lacking = [code for code in sorted(set(codes)) if code.lower() not in portal]
    if lacking:
        shown = ", ".join(lacking[:_FIRST]) + (" …" if len(lacking) > _FIRST else "")
        found.append(_finding("I2F-E016", Severity.WARNING, "unplaced", {"codes": shown}, project, key))
    return tuple(found)


def unreachable(fault: Fault, project: str, key: str) -> Finding:
    """Return that a portal could not be asked, so that the export goes on unchecked."""
    return _finding("I2F-E014", Severity.WARNING, "unasked", {"why": fault.what}, project, key, who="operator")


def _finding(
    code: str,
    severity: Severity,
    sentence: str,
    values: dict[str, str],
    project: str,
    key: str,
    value: str | None = None,
    allowed: tuple[tuple[str, str], ...] = (),
    who: str = "steward",
) -> Finding:
    place = Place(CONFIG_FILE, "", "cbioportal.portal") if who == "operator" else None
    return Finding(
        code=code,
        severity=severity,
        judge=Judge.EXPORT,
        key=key,
        message=_SENTENCES.say(ENGLISH, sentence, **values),
        project=project,
        value=value,
        where=(place,) if place else (),
        cure=RULES[code].cure,
        who=who,
        allowed=allowed,
        allowed_count=len(allowed),
        message_nl=_SENTENCES.say(DUTCH, sentence, **values),
        cure_nl=RULES[code].said(DUTCH)[2],
    )
