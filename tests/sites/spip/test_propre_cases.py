"""SPIP's shortcuts, as SPIP's own renderer shows them."""

import re

import pytest

from articles.html import clean
from sites.spip.markup import to_html
from tests.sites.spip import propre

CASES = propre.cases()


def seen(body: str) -> str:
    # U+202F and U+00A0 both forbid the line to break.
    return re.sub("[\u00a0\u202f ]+", " ", clean(body)).replace("> ", ">")


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["in"])[:60])
def test_what_spip_showed_is_what_is_shown(case):
    shown = to_html(case["in"], propre.Small()).html

    assert seen(shown) == seen(propre.told_in_our_elements(case))
