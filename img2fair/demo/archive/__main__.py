"""``python -m img2fair.demo.archive [PORT]``: serve the demo archive until Ctrl-C."""

import sys
from threading import Event

from img2fair.demo.archive import DemoArchive


def main(arguments: list[str]) -> None:
    """Serve the archive and print its address."""
    port = int(arguments[0]) if arguments else 0
    try:
        with DemoArchive(port=port) as archive:
            sys.stdout.write(f"{archive.url}\n")
            sys.stdout.flush()
            Event().wait()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
