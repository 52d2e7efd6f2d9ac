"""The program `decisionsupport`: what the command line starts."""

from __future__ import annotations

import sys

from decisionsupport.cli.app import run


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
