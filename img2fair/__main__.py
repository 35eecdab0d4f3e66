"""`python -m img2fair` is the same as `img2fair`."""

from img2fair.cli import main

if __name__ == "__main__":
    main()
