"""Units as people write them behind numbers and after names, and how many of one are in another.

Months have 30.4375 days and years 365.25, as in the survival data of cBioPortal's TCGA studies. The pound and the inch
are the international ones (0.45359237 kg, 25.4 mm). What is not in a list converts to nothing but itself.
"""

from collections.abc import Mapping
from decimal import Decimal

from img2fair.clinical.folding import folded

DAYS, MONTHS, YEARS = "days", "months", "years"
DAYS_IN = {MONTHS: Decimal("30.4375"), YEARS: Decimal("365.25")}


def _scale(units: Mapping[str, str]) -> dict[str, Decimal]:
    return {folded(name): Decimal(size) for size, names in units.items() for name in names.split(",")}


_TIME = _scale({
    "1": "days,day,d,dagen,dag,dgn,tage,tag,jours,jour",
    "7": "weeks,week,wk,wks,w,weken,wochen,woche,semaines,semaine",
    "30.4375": "months,month,mo,mos,mon,mth,mths,maanden,maand,mnd,mnden,monate,monaten,monat,mois",
    "365.25": "years,year,yr,yrs,y,yo,y/o,years old,year old,jaar oud,jahre alt,jaar,jaren,jr,jahre,jahren,jahr,j,ans,"
              "an,années,année,a",
})  # fmt: skip
_MASS = _scale({
    "1000": "kg,kgs,kilo,kilos,kilogram,kilograms,kilogramme,kilogrammes,kilogramm",
    "1": "g,gr,gram,grams,gramme,grammes,gramm",
    "0.001": "mg,milligram,milligrams,milligramm",
    "453.59237": "lb,lbs,pound,pounds",
})  # fmt: skip
_LENGTH = _scale({
    "1000": "m,meter,meters,metre,metres,mtr",
    "10": "cm,cms,centimeter,centimeters,centimetre,centimetres,zentimeter",
    "1": "mm,millimeter,millimeters,millimetre,millimetres",
    "25.4": 'in,inch,inches,"',
})  # fmt: skip
_VOLUME = _scale({
    "1000": "ml,cm3,cm^3,cc,ccm,cubic centimeter,cubic centimeters,milliliter,milliliters,millilitre,millilitres",
    "1": "mm3,mm^3,µl,ul,cubic millimeter,cubic millimeters",
    "1000000": "l,liter,liters,litre,litres",
})  # fmt: skip
_DOSE = _scale({"1": "gy,gray", "0.01": "cgy,centigray", "0.001": "mgy"})
_SHARE = _scale({"1": "%,percent,per cent,procent,prozent,pct,pourcent"})
_BODY_MASS = _scale({"1": "kg/m2,kg/m^2,kg m-2,kg/sqm"})
_CONCENTRATION = _scale({"1": "ng/ml,µg/l,ug/l,mcg/l", "1000": "mg/l,µg/ml,ug/ml", "0.001": "pg/ml,ng/l"})
_SCALES = (_TIME, _MASS, _LENGTH, _VOLUME, _DOSE, _SHARE, _BODY_MASS, _CONCENTRATION)


def times(source: str, target: str) -> Decimal | None:
    """Return how many of the target unit one of the source unit is; ``None``: they are not of one kind."""
    given, wanted = folded(source), folded(target)
    if given == wanted:
        return Decimal(1)
    for scale in _SCALES:
        if given in scale and wanted in scale:
            return scale[given] / scale[wanted]
    return None


def is_unit(text: str) -> bool:
    """Tell whether a folded text is a unit of one of the lists."""
    return any(text in scale for scale in _SCALES)
