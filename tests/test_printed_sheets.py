"""Customers made up, printed by every engine of this machine: nothing lost, outside the paper or on each other."""

import shutil

import pytest

from tests import engines, printed
from tests.soak.sheets import customers, print_all

SAMPLE, SHARES, FEW = 30, 6, 5

pytestmark = [
    pytest.mark.program,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not here"),
]


@pytest.mark.parametrize("share", range(SHARES))
def test_any_customer_fits(share):
    """Both papers in turn, in the engine that is asked first."""
    if not engines.here("PlutoPrint"):
        pytest.skip("PlutoPrint has no wheel for this machine")
    made = list(customers(SAMPLE, 0))
    papers = list(printed.PAPER)
    for number in range(share, len(made), SHARES):
        paper = papers[number // SHARES % 2]
        [(where, faults, pages)] = print_all("PlutoPrint", [made[number]], [paper])
        assert not faults, where
        assert pages <= most(where), where


@pytest.mark.parametrize("engine", engines.NAMES[1:])
def test_any_customer_fits_in_the_other_engines(engine):
    if not engines.here(engine):
        pytest.skip(f"{engine} is not installed here")
    for where, faults, pages in print_all(engine, list(customers(FEW * 3, 1))[1::3], ["letter"]):
        assert not faults, where
        assert pages <= most(where), where


def most(where):
    """Two pages are for those who write in words of forty letters."""
    return 2 if "(long," in where or "(mixed," in where else 1
