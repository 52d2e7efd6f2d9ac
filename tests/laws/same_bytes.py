"""Evaluates the calls of a JSON file and prints one line for each; run in other processes and other Pythons.

It imports nothing but the library: `python tests/laws/same_bytes.py calls.json`.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from decisionsupport.engine.engine import from_files
from decisionsupport.loading import File


def lines(packs: list[dict[str, Any]]) -> list[str]:
    """For each call the pack's digest and the digest of the outcome's bytes."""
    found = []
    for pack in packs:
        engine = from_files(tuple(File(path, text.encode()) for path, text in pack["files"]))
        for call in pack["calls"]:
            outcome = engine.evaluate(**call, invalid="report")
            found.append(f"{engine.program.digest} {hashlib.sha256(outcome.to_json().encode()).hexdigest()}")
    return found


if __name__ == "__main__":
    print("\n".join(lines(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
