"""An import can be rehearsed, stopped, steered; it assumes nothing, and tells."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from articles.enums import Form, Licence
from articles.models import ArticlePage, ContentVersion
from articles.services import writing
from authors.models import Author
from sites.models import HostAlias, ImportedObject
from sites.spip import mapping as decisions
from sites.spip.mapping import Mapping
from tests.builders import drain, image_bytes, read, text_of
from tests.sites.spip.spip_site import (
    OLD,
    article,
    bring,
    everything,
    found,
    make_spip,
    outcome,
    rows,
)


@pytest.mark.parametrize("step", [5, 14, 19])
def test_stopped_anywhere_the_next_run_finishes(step, spip, bellevue):
    steps = iter(range(step))

    def stop(*told):
        if next(steps, None) is None:
            raise KeyboardInterrupt

    with transaction.atomic():
        bring(spip, bellevue)
        whole = everything()
        transaction.set_rollback(True)

    with pytest.raises(KeyboardInterrupt):
        bring(spip, bellevue, tell=stop)
    bring(spip, bellevue)

    assert everything() == whole


def test_a_rehearsal_changes_nothing_and_counts_the_same(spip, bellevue, tmp_path):
    version = ContentVersion.objects.get().number
    before = everything()

    report = bring(spip, bellevue, dry=True)

    assert everything() == before
    assert ContentVersion.objects.get().number == version
    assert outcome(report)["article"] == (6, 0, 2, 0)


def test_hostile_words_reach_no_page_and_stop_nothing(tmp_path, bellevue):
    told = rows()
    bad = '<script>alert(1)</script><img src=x onerror="alert(1)"><a href="javascript:alert(1)">x</a>'
    fields = (
        "titre",
        "surtitre",
        "soustitre",
        "descriptif",
        "chapo",
        "texte",
        "ps",
        "nom_site",
        "url_site",
    )
    told["articles"] = [
        article(1, bad, **{f: bad for f in fields[1:] if f != "texte"}, texte=bad),
        article(2, "Long", "<b>" * 30_000 + "fin"),
        article(3, "Nul", "a\x00b " + "[[" * 5000),
        article(4, "", "Sans titre."),
    ]
    told["auteurs"][0] |= {
        "nom": f"Annaïg{bad}",
        "bio": bad,
        "url_site": "javascript:1",
    }
    told["rubriques"][0] |= {"titre": bad, "descriptif": bad}
    told["mots"][0]["titre"] = f"Vélo{bad}"

    report = bring(make_spip(tmp_path / "spip.sqlite", told), bellevue)

    assert outcome(report)["article"] == (4, 0, 0, 0)
    pages = [read(bellevue, a.get_url_parts()[2]) for a in ArticlePage.objects.live()]
    pages.append(read(bellevue))
    assert {page.status_code for page in pages} == {200}
    for page in pages:
        assert "alert(1)" not in text_of(page).replace("&quot;", '"').split("<main")[
            1
        ].replace("alert(1)</a>", "")
        assert "onerror" not in text_of(page)
    assert ("<script>", bad.split("<img")[0]) in [
        (d.reason, d.title) for d in report.dropped
    ]


def test_pictures_pass_the_usual_door_and_the_lost_are_told(tmp_path, bellevue):
    told = rows()
    told["articles"] = [article(1, "Photos", "<doc1|center> et [->doc2]")]
    files = [
        "jpg/a.jpg",
        "pdf/b.pdf",
        "jpg/lost.jpg",
        "svg/c.svg",
        "jpg/d.jpg",
        "../../etc/passwd",
    ]
    told["documents"] = [
        {"id_document": n, "titre": f"Titre {n}", "fichier": name, "mode": "document", "alt": "Un banc", "credits": "Annaïg"}
        for n, name in enumerate(files, start=1)
    ]  # fmt: skip
    told["documents_liens"] = [
        {"id_document": n, "objet": "article", "id_objet": 1, "vu": "oui" if n == 1 else "non", "rang_lien": 9 - n}
        for n in range(1, 6)
    ]  # fmt: skip
    folder = tmp_path / "IMG"
    for name in ("jpg", "pdf", "svg"):
        (folder / name).mkdir(parents=True)
    (folder / "jpg/a.jpg").write_bytes(image_bytes())
    (folder / "jpg/d.jpg").write_bytes(image_bytes(colour=(200, 10, 10)))
    (folder / "pdf/b.pdf").write_bytes(b"%PDF-1.4 x")
    (folder / "svg/c.svg").write_text("<svg onload='alert(1)'/>")
    (folder / "arton1.png").write_bytes(image_bytes(kind="PNG"))

    report = bring(
        make_spip(tmp_path / "spip.sqlite", told), bellevue, documents=folder
    )

    assert outcome(report)["document"] == (3, 0, 0, 3)
    assert outcome(report)["logo"] == (1, 0, 0, 0)
    kept = {o.legacy_id: o for o in ImportedObject.objects.filter(kind="document")}
    photos = found(1)
    assert photos.cover is not None
    assert [int(n) for n in writing.picture_ids(photos.body)] == [
        kept[1].picture_id,
        kept[5].picture_id,
    ]
    assert kept[1].picture.file.name.endswith(".webp")
    assert (kept[1].picture.credit, kept[1].picture.description) == (
        "Annaïg",
        "Un banc",
    )
    answer = read(bellevue, kept[2].file.file.url)
    assert answer["Content-Disposition"].startswith("attachment")
    drain(answer)
    assert read(bellevue, "/IMG/jpg/lost.jpg").status_code == 410


def test_licences_are_said_or_reserved_never_assumed(tmp_path, bellevue):
    told = rows()
    mapping = Mapping(licence_keywords={"Vélo": Licence.BY_4})

    report = bring(make_spip(tmp_path / "spip.sqlite", told), bellevue, mapping=mapping)

    assert found(1).licence == Licence.BY_4
    assert found(2).licence == Licence.RESERVED
    assert 2 in [n.key for n in report.notices if "aucune licence" in n.reason]


def test_the_mapping_spreads_a_site_over_several(spip, bellevue, lambezellec, tmp_path):
    file = tmp_path / "map.toml"
    call_command("import_spip", str(spip), site="bellevue", map=file, dry_run=True)
    written = file.read_text()
    file.write_text(
        written.replace('site = "bellevue"', 'site = "lambezellec"')
        .replace('section = ""', 'section = "jardins"')
        .replace('default = ""', 'default = "by-sa-4.0"')
        .replace('as = "tags"', 'as = "ignore"')
    )

    call_command("import_spip", str(spip), site="bellevue", map=file)

    jardin = found(1)
    assert jardin.get_site() == lambezellec
    assert jardin.get_parent().slug == "jardins"
    assert (jardin.licence, list(jardin.tags.names())) == (Licence.BY_SA_4, [])


def test_likely_doubles_are_proposed_and_not_merged(tmp_path, bellevue):
    told = rows()
    told["auteurs"][1]["email"] = "annaig@example.org"

    report = bring(make_spip(tmp_path / "spip.sqlite", told), bellevue)

    assert Author.objects.count() == 2
    assert [c.reason for c in report.candidates] == [
        "doublon possible\u00a0: même adresse de courriel"
    ]


def test_the_forms_of_spip_become_ours(tmp_path, bellevue):
    told = rows()
    told["mots"][0]["titre"] = "Portrait"
    mapping = Mapping(groups={1: {"as": "form"}})

    bring(make_spip(tmp_path / "spip.sqlite", told), bellevue, mapping=mapping)

    assert found(1).form == Form.PORTRAIT
    assert list(found(1).tags.names()) == []


def test_nobody_is_written_to(spip, bellevue, maiwenn, mailoutbox, monkeypatch):
    # What waits for the end of a transaction happens at once, as in a command.
    monkeypatch.setattr(transaction, "on_commit", lambda call, **options: call())

    call_command("import_spip", str(spip), site="bellevue")

    assert found(3).stage == "waiting"
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"site": "nulle-part"}, "n’existe pas. Sites connus\u00a0: bellevue"),
        ({"documents": "rien"}, "Le dossier rien n’existe pas"),
        ({"map": "rien.toml"}, "écrivez-le d’abord avec --dry-run"),
        ({"prefix": "x_"}, "préfixe «\u00a0x_\u00a0»"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    options, told, spip, bellevue, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    words = [
        f"--{name}={value}" for name, value in ({"site": "bellevue"} | options).items()
    ]

    with pytest.raises(CommandError, match=told):
        call_command("import_spip", str(spip), *words)

    assert ImportedObject.objects.count() == 0


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("name = ", "n’est pas du TOML"),
        ("[rubriques.x]\nsite = 'a'", "se nomme d’un numéro"),
        ("[licence]\ndefault = 'wtf'", "est inconnue"),
    ],
)
def test_a_mapping_that_is_wrong_is_told(toml, told, tmp_path):
    (tmp_path / "map.toml").write_text(toml)

    with pytest.raises(decisions.BadMapping, match=told):
        decisions.read(tmp_path / "map.toml")


def test_the_report_is_a_page_and_data(spip, bellevue, tmp_path):
    path = tmp_path / "bilan"

    call_command("import_spip", str(spip), site="bellevue", report=path)

    told = json.loads(path.with_suffix(".json").read_text())
    by_kind = {row["kind"]: row for row in told["table"]}
    assert by_kind["article"] == {
        "kind": "article", "label": "Articles",
        "read": 8, "imported": 6, "unchanged": 0, "aside": 2, "refused": 0,
    }  # fmt: skip
    page = path.with_suffix(".html").read_text()
    assert "refusé dans SPIP" in page
    assert f"Import de {OLD}" in page


def test_a_host_of_the_network_never_becomes_an_old_one(tmp_path, bellevue, portal):
    told = rows()
    told["meta"][0]["valeur"] = f"http://{portal.hostname}/spip"

    bring(make_spip(tmp_path / "spip.sqlite", told), bellevue)

    assert HostAlias.objects.count() == 0
