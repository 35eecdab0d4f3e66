"""Moving from img2catalog."""
