"""The program `decisionsupport`: what the command line starts."""

from __future__ import annotations

import gc
import sys

from decisionsupport.cli.app import run


def main() -> None:
    """Run the command line and end with its exit code."""
    code = run(sys.argv[1:])
    gc.freeze()  # a large pack need not be looked through for circles once more before the end
    sys.exit(code)


if __name__ == "__main__":
    main()
