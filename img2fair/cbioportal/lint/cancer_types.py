"""The file of cancer types: four columns and nothing else (``CancerTypeValidator``, ``ImportTypesOfCancers``)."""

from img2fair.cbioportal.lint.found import Found
from img2fair.cbioportal.lint.text import lines

_COLUMNS = ("code", "name", "colour", "parent")
_WIDTHS = (63, 255, 31, 63)
"""Of ``type_of_cancer`` (cgds.sql)."""
_COLOURS = frozenset(
    """aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen""".split()
)
"""CSS Color Module Level 4, section 6.1: the named colours."""


def lint_cancer_types(path: str, text: str, found: Found) -> None:
    """Check the file; the importer loads every line as a type, the validator too but for those that begin with #."""
    seen: set[str] = set()
    if not text.strip():
        found.tell("empty file", path)
    for number, line in enumerate(lines(text), start=1):
        if line.startswith("#"):
            found.tell("hash line", path, number)
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(_COLUMNS):
            found.tell("cancer columns", path, number)
            continue
        _cells(path, number, cells, found)
        if cells[0].lower() in seen:
            found.tell("cancer twice", path, number)
        seen.add(cells[0].lower())


def _cells(path: str, number: int, cells: list[str], found: Found) -> None:
    for name, cell, most in zip(_COLUMNS, cells, _WIDTHS, strict=True):
        if not cell:
            found.tell("cancer blank", path, number, name)
        elif len(cell) > most:
            found.tell("cell long", path, number, name, most=most)
    if cells[2] and cells[2].lower() not in _COLOURS:
        found.tell("cancer colour", path, number, _COLUMNS[2])
