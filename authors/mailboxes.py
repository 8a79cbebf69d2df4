"""E-mail addresses that we recognise without keeping them.

Someone writes another person's address to invite her: it serves once, to send
the message. What is kept is a code made of it with the secret, which names the
address to whoever confirms it as hers and says nothing to anybody else.
"""

from django.utils.crypto import salted_hmac


def mailbox_key(email: str) -> str:
    """Return the code that an address always gives here, and only here."""
    address = email.strip().lower()
    return salted_hmac("authors.mailboxes", address, algorithm="sha256").hexdigest()


def mailbox_hint(email: str) -> str:
    """Return enough of an address for who typed it to know it again."""
    name, _at, domain = email.strip().lower().partition("@")
    return f"{name[:1]}…@{domain}"[:80]
