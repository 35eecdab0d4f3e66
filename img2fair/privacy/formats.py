"""What identifies somebody by its form: addresses, numbers, dates, names as DICOM writes them."""

from img2fair.privacy.hits import Hit


def formats_in(text: str) -> tuple[Hit, ...]:
    """Return what a text holds that identifies by its form, in the order of its places."""
    return ()
