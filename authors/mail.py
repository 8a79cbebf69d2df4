from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.console import EmailBackend as Terminal
from django.core.mail.backends.filebased import EmailBackend as Folder


class FolderAndTerminal(BaseEmailBackend):
    """Keep each message as a file under var/mail and show it in the terminal."""

    def send_messages(self, email_messages):
        Terminal(fail_silently=self.fail_silently).send_messages(email_messages)
        return Folder(fail_silently=self.fail_silently).send_messages(email_messages)
