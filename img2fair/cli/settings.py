"""Finding the config a command works by."""

from pathlib import Path

from img2fair.config import DEFAULT_FILE, Config, Located, XnatArchive, load_config


def config_or_bare(file: Path, archive: str) -> Located:
    """Return the config of a file, or an empty one for an archive where none is named and the default is not there."""
    if file == Path() or (str(file) == DEFAULT_FILE and not file.is_file()):
        return Located(Config(archive=XnatArchive(url=archive)), Path(DEFAULT_FILE))
    return load_config(file)
