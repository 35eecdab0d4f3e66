"""What a stranger installs: wheel, sdist, locks, inventory, image, manual page, completion."""
