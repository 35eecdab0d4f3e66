"""Field strengths as archives write them, in tesla. For the privacy room, and for nobody's eyes before it."""

import re
from decimal import Decimal

_WRITTEN = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,9}))?\s*(mt|t|tesla|g|gauss|kg)?", re.IGNORECASE)
"""A number with a point or a comma, and perhaps a unit."""
_IN_TESLA = {"t": Decimal(1), "tesla": Decimal(1), "mt": Decimal("0.001"), "g": Decimal("0.0001"),
             "gauss": Decimal("0.0001"), "kg": Decimal("0.1")}  # fmt: skip
_LEAST, _MOST = Decimal("0.01"), Decimal(25)
"""Between a portable scanner and the strongest for animals."""
_SURELY_GAUSS = 10_000
"""Without a unit 10000 and more is gauss; 3000 could be gauss or millitesla, so it is unknown."""
_SOLD = "0.064 0.2 0.23 0.3 0.35 0.4 0.5 0.55 0.6 0.7 1 1.2 1.5 2 3 4 4.7 5 7 9.4 10.5 11.7 14 17.6 21.1"
NOMINAL = tuple(map(Decimal, _SOLD.split()))
"""Strengths that scanners are sold by. DICOM's (0018,0087) is the nominal one; some makers write the measured one."""
_NEAR = Decimal("0.04")
"""2.89362 stands for 3: at most so much of the nominal strength beside it."""


def tesla(written: str) -> str | None:
    """Return a field strength as plain decimal text, such as ``1.5`` or ``3``; ``None`` for what is not surely one.

    A strength beside a nominal one is that one; any other is told to two decimals, so that no scanner is told by it.
    """
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    figure = Decimal(f"{match[1]}.{match[2] or '0'}")
    unit = (match[3] or ("g" if figure >= _SURELY_GAUSS else "t")).casefold()
    strength = figure * _IN_TESLA[unit]
    if not _LEAST <= strength <= _MOST:
        return None
    nearest = min(NOMINAL, key=lambda nominal: abs(nominal - strength))
    told = nearest if abs(nearest - strength) <= nearest * _NEAR else round(strength, 2)
    return f"{told.normalize():f}"
