"""What the server spends on a save that a page makes by itself, against the button.

    .venv/bin/python bench/autosave.py [rounds]

Makes an SQLite database of its own in a temporary folder, with one text of some
9,000 characters. In turns, in the same run: the save of the script, the classic
form (its redirect not followed), and the classic form with the page that the
browser then asks for. Prints medians and ratios.
"""

import os
import statistics
import sys
import tempfile
import time

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
folder = tempfile.TemporaryDirectory()
os.environ |= {
    "BRESTNET_VAR": folder.name,
    "DJANGO_SETTINGS_MODULE": "brestnet.settings",
    # No static file is collected here.
    "DEBUG": "true",
}
os.environ.pop("DATABASE_URL", None)
sys.path.insert(0, os.getcwd())  # noqa: PTH109 (run from the checkout)

import django  # noqa: E402

django.setup()

from uuid import uuid4  # noqa: E402

from django.core.management import call_command  # noqa: E402

from articles.models import SectionPage  # noqa: E402
from articles.services import writing  # noqa: E402
from sites.services.provisioning import provision  # noqa: E402
from tests.builders import PLACES, make_user, workshop_of, writing_form  # noqa: E402

PARAGRAPH = "<p>Il y a un banc face à la rade, et quelqu’un y lit le journal.</p>"

call_command("migrate", verbosity=0)
provision(PLACES)
user = make_user("bench@example.org")
section = SectionPage.objects.get(slug="entraide")
begun = {"title": "Le banc", "body": PARAGRAPH * 140}
article = writing.start_draft(section, by=user, key=uuid4(), fields=begun)
desk, key = workshop_of(user), str(uuid4())
times: dict[str, list[float]] = {"autosave": [], "form": [], "form and page": []}


def form(number: int) -> dict:
    words = writing_form(article)
    words.pop("body")
    return words | {"body_html": f"<p>{number}</p>" + PARAGRAPH * 140}


for number in range(1, rounds + 1):
    sent = form(number) | {"key": key, "number": number, "writer": user.pk}
    start = time.perf_counter()
    answer = desk.post(f"/ecrire/{article.pk}/sauvegarde/", sent)
    times["autosave"].append(time.perf_counter() - start)
    if answer.status_code != 200:
        sys.exit(answer.content.decode())
    sent = form(-number)
    start = time.perf_counter()
    answer = desk.post(f"/ecrire/{article.pk}/", sent)
    times["form"].append(time.perf_counter() - start)
    if answer.status_code != 302:
        sys.exit("The form was refused.")
    desk.get(answer["Location"])
    times["form and page"].append(time.perf_counter() - start)

medians = {name: statistics.median(found) for name, found in times.items()}
for name, median in medians.items():
    ratio = median / medians["form"]
    sys.stdout.write(f"{name:<14} {median * 1000:7.1f} ms   ×{ratio:.2f}\n")
