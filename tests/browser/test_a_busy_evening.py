"""Many readers and writers at once: each gets an answer."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.browser.people import sign_in_by_code

# No other test counts her texts.
SOMEBODY = "ghislaine-le-bras@example.org"


def test_forty_readers_at_once_are_all_answered(network):
    # A query that no kept page has: each asks the database.
    addresses = [f"{network.site('bellevue')}/?de={n}" for n in range(40)]

    with ThreadPoolExecutor(40) as readers:
        answers = Counter(a.status for a in readers.map(network.get, addresses))

    assert answers == {200: 40}


def test_twelve_first_lines_at_once_are_twelve_texts(visit, network):
    page = visit()
    sign_in_by_code(page, network, SOMEBODY)
    page.goto(network.workshop + "/ecrire/")
    sent = page.evaluate(
        """async () => {
          const form = document.querySelector('form.first-line');
          const section = form.querySelector('select[name=section] option[value]:not([value=""])');
          const answers = await Promise.all([...Array(12).keys()].map((n) => {
            const data = new FormData(form);
            data.set('key', crypto.randomUUID());
            data.set('title', `Soirée ${n}`);
            data.set('body', 'Une ligne.');
            data.set('section', section.value);
            return fetch(form.action, { method: 'POST', body: data });
          }));
          return answers.map(({ status, url }) => [status, new URL(url).pathname]);
        }"""
    )

    assert [status for status, _path in sent] == [200] * 12
    assert len({path for _status, path in sent}) == 12
