"""What the attacks share."""

from tests.attacks.asking import asking

__all__ = ["asking"]
