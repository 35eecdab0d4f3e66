"""Texts for people in English and Dutch, with slots for what they are about."""

from collections.abc import Mapping

ENGLISH, DUTCH = "en", "nl"
LANGUAGES = (ENGLISH, DUTCH)


class Phrases:
    """Phrases by name, each in English and Dutch; slots are written in braces."""

    def __init__(self, texts: Mapping[str, tuple[str, str]]) -> None:
        self.texts = texts

    def __contains__(self, name: str) -> bool:
        return name in self.texts

    def say(self, language: str, name: str, /, **slots: object) -> str:
        """Return a phrase in a language, its slots filled; what fills them is taken as it is, braces and all.

        :raises KeyError: there is no such phrase, or a slot is not filled.
        """
        return self.texts[name][language == DUTCH].format(**slots)
