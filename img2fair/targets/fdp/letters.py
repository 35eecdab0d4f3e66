"""Letters beyond ASCII on their way through a server that reads and answers in the charset of its machine.

The reference uses Java's default charset: in a C locale, on Java 17 or with ``file.encoding=COMPAT`` on later ones, é
is stored and shown as a question mark. Whoever reads such a record finds other texts than were sent, so it looks as if
somebody had edited it. Run on 1.20.3.
"""

CURE = "have the server started with -Dfile.encoding=UTF-8 (or on Java 21), then have the texts mended"
LOST = (
    "the server does not keep letters with accents as they were sent: records that have any will look as if somebody "
    "else had edited them, and are kept as they are; have it started with -Dfile.encoding=UTF-8 (or on Java 21), then "
    "publish them with --ours"
)


def are_lost(sent: str, shown: str) -> bool:
    """Tell whether a text had letters beyond ASCII of which none came back."""
    letters = {letter for letter in sent if not letter.isascii()}
    return bool(letters) and letters.isdisjoint(shown)
