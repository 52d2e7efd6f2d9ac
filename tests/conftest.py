"""What all tests share: Hypothesis profiles, and the switch that rewrites the golden files of the corpus."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

os.environ["DECISIONSUPPORT_CACHE"] = "off"  # what a test finds depends on no run before it

settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long",
    max_examples=20_000,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-corpus",
        action="store_true",
        help="rewrite expected.txt of every folder in tests/corpus from what is found now",
    )
