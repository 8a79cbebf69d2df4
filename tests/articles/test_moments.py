"""The moments that pages tell machines are those of HTML: to the second."""

import re
from datetime import UTC, datetime

from tests.builders import local, make_article, read, text_of

SECOND = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]00"


def test_a_moment_to_the_microsecond_is_told_to_the_second(entraide, bellevue, armelle):
    moment = datetime(2026, 3, 2, 9, 30, 5, 123456, tzinfo=UTC)
    article = make_article(entraide, by=armelle, published_at=moment)

    for path in ("/", "/entraide/", local(article)):
        told = re.findall(r'datetime="([^"]+)"', text_of(read(bellevue, path)))
        assert "2026-03-02T10:30:05+0100" in told, path
        # The version's own moment, on the article's page, is that of its signing.
        assert all(re.fullmatch(SECOND, moment) for moment in told), path
