"""Authors: bylines without accounts, whose addresses of mail are never kept."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from authors.enums import AuthorKind
from authors.mailboxes import mailbox_key
from authors.models import Author, AuthorLink
from authors.names import fold
from authors.services import create_author
from sites.legacy import ImportedObject, Outcome
from sites.spip.markup import to_html
from sites.spip.resolver import Nothing
from sites.spip.run import Run, digest
from sites.spip.source import Row
from sites.spip.typo import short_text, words

_web = URLValidator(schemes=["http", "https"])


def email_hash(email: str) -> str:
    """Return what tells that two bylines have one address, and not which."""
    return mailbox_key(email) if "@" in email else ""


def import_authors(run: Run) -> None:
    """Make a byline for each person who signed or may write; propose duplicates."""
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in run.each("auteurs", "auteurs"):
        key = row["id_auteur"]
        name = short_text(row["nom"], numbered=False)
        texts = run.source.holders("auteur", key, "article")
        signed = [t for t in texts if run.source.row("articles", t)]
        reason = _reason_aside(row, name, signed)
        if reason:
            gone = row["statut"] == "5poubelle" and bool(signed)
            run.set_aside("auteur", key, name, reason, was_removed=gone)
            continue
        names[f"n {fold(name)}"].append((key, name))
        if row["email"].strip():
            names[f"e {row['email'].strip().lower()}"].append((key, name))
        if sections := run.source.holders("auteur", key, "rubrique"):
            told = ", ".join(str(s) for s in sections)
            run.report.propose("auteur", key, name, f"éditeur possible\u00a0: administrait les rubriques {told}")  # fmt: skip
        elif row["statut"] == "0minirezo":
            run.report.propose("auteur", key, name, "éditeur possible\u00a0: administrait tout le site")  # fmt: skip
        if run.dry:
            run.report.count("auteur", Outcome.IMPORTED.value)
        else:
            _author(run, row, name)
    for sign, same in names.items():
        if len(same) > 1:
            why = "même nom" if sign.startswith("n") else "même adresse de courriel"
            told = ", ".join(f"{name} ({key})" for key, name in same)
            run.report.propose(
                "auteur", same[0][0], told, f"doublon possible\u00a0: {why}"
            )


def _reason_aside(row: Row, name: str, signed: list[int]) -> str:
    if not name:
        return "sans nom"
    if row["statut"] == "5poubelle":
        return "supprimé dans SPIP\u00a0: sa signature n’y était plus montrée"
    if not signed and row["statut"] == "6forum":
        return "visiteur sans article"
    if not signed and row["statut"] == "nouveau":
        return "inscription jamais confirmée"
    return ""


@transaction.atomic
def _author(run: Run, row: Row, name: str) -> None:
    key = row["id_auteur"]
    told = run.mapping.authors.get(key, {})
    now = digest(row["nom"], row["bio"], row["url_site"], told)
    known = run.found("auteur", key)
    if (
        known
        and known.author
        and (known.digest == now or known.mark != _mark(known.author))
    ):
        run.report.count("auteur", "unchanged")
        return
    person = known.author if known else None
    hashed = email_hash(row["email"])
    person = person or _same_person(run, told, hashed)
    is_new = person is None
    if person is None:
        kind = (
            AuthorKind.ORGANISATION
            if told.get("organisation") is True
            else AuthorKind.PERSON
        )
        person = create_author(str(told.get("name") or name)[:80], kind=kind)
        person.neighbourhood = None if run.site.is_default_site else run.site
        if kind == AuthorKind.PERSON:
            # Whoever confirms this address can claim the byline.
            person.claim_key = hashed
    if is_new or (known and known.author_id == person.pk):
        biography = words(to_html(row["bio"], Nothing()).html)
        if len(biography) > 2000:
            run.report.notice("auteur", key, name, "présentation coupée à 2 000 signes")
        person.biography = biography[:2000]
        person.save()
        _link(person, row)
    run.keep(
        "auteur", key, Outcome.IMPORTED, digest=now, author=person, mark=_mark(person),
        email_hash=hashed,
    )  # fmt: skip
    run.report.count("auteur", Outcome.IMPORTED.value)


def _mark(author: Author) -> str:
    return digest(author.name, author.biography, author.user_id)


def _same_person(run: Run, told: dict[str, object], hashed: str) -> Author | None:
    """Return the byline of the mapping, or the one of another import that alone
    has this address of mail. Within one import nobody is merged."""
    if slug := told.get("same_as"):
        return Author.objects.filter(slug=slug).first()
    if not hashed:
        return None
    others = ImportedObject.objects.exclude(source=run.legacy).filter(email_hash=hashed)
    here = run.source.rows("auteurs", "email != ''")
    if sum(email_hash(row["email"]) == hashed for row in here) > 1:
        return None
    found = {kept.author_id for kept in others if kept.author_id}
    return Author.objects.get(pk=found.pop()) if len(found) == 1 else None


def _link(person: Author, row: Row) -> None:
    url = row["url_site"].strip()[:200]
    try:
        _web(url)
    except ValidationError:
        return
    label = short_text(row["nom_site"])[:60] or "Son site"
    AuthorLink.objects.get_or_create(author=person, url=url, defaults={"label": label})
