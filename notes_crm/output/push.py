"""Sends an alert to e-mail, chat or a telephone through Apprise, which is loaded for nothing else."""

import logging
from collections.abc import Sequence

from notes_crm.errors import NotTold


def push(urls: Sequence[str], title: str, body: str) -> str | None:
    """Tell all these addresses; a sentence where some of them did not take it, NotTold where none did.

    What one of them took counts as told: to tell all again for the others would ring there for
    ever. Addresses hold passwords, so they are counted and never shown.
    """
    try:
        import apprise  # noqa: PLC0415 - an extra, loaded where addresses are set up
    except ImportError:
        raise NotTold("Push needs Apprise; install it: pip install 'notes_crm[push]'") from None
    logging.getLogger("apprise").disabled = True  # what it logs may hold the text and the address
    failed = [n for n, url in enumerate(urls, 1) if not _sent(apprise, url, title, body)]
    if not failed:
        return None
    which = ", ".join(map(str, failed))
    if len(failed) == len(urls):
        raise NotTold(f"No address took it ({which} of urls below [remind]); see to your settings.")
    return f"Told, but not to address {which} of urls below [remind]; see to your settings."


def _sent(apprise: object, url: str, title: str, body: str) -> bool:
    made = apprise.Apprise()  # type: ignore[attr-defined]
    if not made.add(url):
        return False
    return bool(made.notify(body=body, title=title, body_format="text"))
