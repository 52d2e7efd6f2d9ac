"""The shipped packs, loaded once."""

from __future__ import annotations

import pytest

import decisionsupport
from decisionsupport.engine import Engine


@pytest.fixture(scope="session")
def shipped() -> Engine:
    return decisionsupport.load("forms", "rules")
