"""The shipped packs, loaded once: as they are, and as the example site has them."""

from __future__ import annotations

import pytest

import decisionsupport as ds
from decisionsupport.engine import Engine
from decisionsupport.loading.shipped import shipped_packs


@pytest.fixture(scope="session")
def engine() -> Engine:
    return ds.load(*shipped_packs())


@pytest.fixture(scope="session")
def skovde() -> Engine:
    return ds.load(*shipped_packs(), site="skovde")
