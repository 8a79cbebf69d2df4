import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.sites.test_cost import *
@pytest.mark.parametrize("count", [1,3])
@pytest.mark.parametrize("host", ["localhost", "bellevue.localhost"])
def test_q(count, host, publish):
    publish(count)
    with CaptureQueriesContext(connection, ) as c: read(host, "/")
    print("\n=====", count, host)
    for q in c.captured_queries: print(q["sql"][:60].replace("\n"," "), "...", q["sql"][q["sql"].find(" FROM "):][:160])
