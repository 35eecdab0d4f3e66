"""Finding the config a command works by."""

from pathlib import Path

from img2fair.config import DEFAULT_FILE, Archive, Config, Located, load_config


def config_or_bare(file: Path, archive: str) -> Located:
    """Return the config of a file; where the default one is not there, an empty one for an archive."""
    if str(file) == DEFAULT_FILE and not file.is_file():
        return Located(Config(archive=Archive(url=archive)), file)
    return load_config(file)
