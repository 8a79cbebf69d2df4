"""What allauth says is in our own French: in pages, fields, errors and e-mails."""

import gettext
import re
from pathlib import Path

import allauth
import django
import pytest
from django.core import mail

from tests.builders import read, text_of, workshop_of
from tests.words.catalogues import ROOT, held
from tests.words.test_typography import faults_of

OURS = ROOT / "locale/fr/LC_MESSAGES/django.mo"
THEIRS = [
    Path(allauth.__file__).parent / "locale/fr/LC_MESSAGES/django.mo",
    Path(django.__file__).parent / "conf/locale/fr/LC_MESSAGES/django.mo",
]
WORKSHOP = "atelier.localhost"


def catalogue(path: Path) -> dict:
    with path.open("rb") as file:
        words = gettext.GNUTranslations(file)._catalog
    return {msgid: word for msgid, word in words.items() if msgid}


def test_our_french_is_compiled_and_still_replaces_theirs():
    ours = catalogue(OURS)

    assert {("", msgid) for msgid in ours} == held("fr") - {("", "")}
    assert set(ours) - {msgid for path in THEIRS for msgid in catalogue(path)} == set()
    assert {word: faults_of(word) for word in ours.values() if faults_of(word)} == {}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/compte/login/", "Se connecter"),
        ("/compte/signup/", "Créer un compte"),
        ("/compte/login/code/", "Recevoir un code par e-mail"),
        ("/compte/password/reset/", "Mot de passe oublié"),
        ("/compte/password/reset/done/", "Mot de passe oublié"),
        ("/compte/inactive/", "Compte fermé"),
    ],
)
def test_a_visitor_reads_good_french(db, path, title):
    page = text_of(read(WORKSHOP, path))

    assert re.findall(r"<h1>\s*(.*?)\s*</h1>", page) == [title]


def test_its_e_mails_are_in_good_french(armelle):
    workshop_of(None).post("/compte/login/code/", {"email": armelle.user.email})

    message = mail.outbox[0]
    assert message.subject == "Votre code de connexion"
    assert message.body.splitlines()[0] == "Bonjour,"
    assert faults_of(message.body) == []


def test_changing_ones_address_asks_in_good_french(passant):
    workshop = workshop_of(passant)

    page = text_of(workshop.get("/compte/email/"))

    assert "Vous vous connectez avec passant@example.org." in page
    assert "Nouvelle adresse e-mail" in page
    assert "style=" not in page
