"""The way into the Wagtail admin."""

from django.shortcuts import redirect
from django.urls import reverse


def door(request, page: str):
    """Ask who it is at our own sign-in; take whoever may not enter to the desk.

    The admin sends both here. Somebody signed in must not be asked again: the
    two doors would send her back and forth.
    """
    if request.user.is_authenticated:
        return redirect("desk")
    return redirect(f"{reverse('account_login')}?{request.GET.urlencode()}")
