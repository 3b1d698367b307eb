"""Commands that keep colleagues told: follow, feed."""

from typing import TYPE_CHECKING

import click

from notes_crm.cli.complete import complete_customer
from notes_crm.cli.runs_itself import runs_itself

if TYPE_CHECKING:
    from notes_crm.cli.following import Following
    from notes_crm.cli.news import News
    from notes_crm.cli.session import Session

MOST = 20
"""Notes, and promises, that one look shows."""


@click.command(short_help="Follow a customer or a tag: what is new there comes in your feed.")
@click.argument("words", nargs=-1, metavar="[CUSTOMER|#TAG]", shell_complete=complete_customer)
@click.option("--stop", is_flag=True, help="Follow it no longer.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def follow(session: "Session", words: tuple[str, ...], stop: bool, as_json: bool) -> int:
    """Follow a customer or a tag, or list what you follow.

    It stands in your own note in Team, below follows, where colleagues can see it. Customers you
    own come in your feed without that, and so do those whose profile names you below followers.

    \b
    Examples:
      crm follow acme
      crm follow "#press"
      crm follow
      crm follow --stop acme
    """
    from notes_crm.cli.following import Following, is_tag
    from notes_crm.output import console

    if stop and not words:
        raise click.UsageError("What is to be followed no longer? crm follow --stop acme.")
    session.refresh()
    following = Following(session)
    following.me  # noqa: B018 - whether anybody said so
    if not words:
        return _list(following, as_json=as_json)
    typed = " ".join(words)
    what = (
        typed.strip()
        if is_tag(typed)
        else _meant(session, typed, following.customers if stop else [])
    )
    written = following.stop(what) if stop else following.start(what)
    if stop and what in following.in_profiles["followers"]:
        session.say(f"The profile of {what} names you below followers; take that out there.")
    if as_json:
        console.emit_json({"what": what, "follows": not stop, "files": written})
        return 0
    verb = ("no longer follow" if stop else "follow") if written else (
        "did not follow" if stop else "follow"
    )  # fmt: skip
    more = "" if written or stop else " already"
    where = f" ({console.one_line(written[0])})" if written else ""
    click.echo(f"You {verb} {console.one_line(what)}{more}{where}")
    return 0


def _meant(session: "Session", typed: str, followed: list[str]) -> str:
    """The customer that is meant; one that is followed may be gone."""
    from notes_crm.model.schema import fold

    gone = next((name for name in followed if fold(name) == fold(typed)), None)
    return gone or session.customer(typed)


def _list(following: "Following", *, as_json: bool) -> int:
    from notes_crm.output import console

    profiles = following.in_profiles
    found = {
        "person": following.me,
        "customers": following.customers,
        "tags": following.tags,
        "by_profile": [n for n in profiles["followers"] if n not in following.customers],
        "own": profiles["owner"],
    }
    if as_json:
        console.emit_json(found)
        return 0
    lines = [console.one_line(name) for name in (*following.customers, *following.tags)]
    lines += [f"{console.one_line(name)} (its profile says so)" for name in found["by_profile"]]
    if profiles["owner"]:
        lines.append(f"and the customers you own: {len(profiles['owner'])}")
    console.emit(lines or ["You follow nobody yet; begin with: crm follow acme"])
    return 0


@runs_itself()
@click.command(short_help="What is new since you last looked: notes of others, promises, mentions.")
@click.option("--since", metavar="WHEN", help='All that is dated since then, seen or not: "last monday".')  # fmt: skip
@click.option("--customer", "-c", metavar="NAME", shell_complete=complete_customer, help="Of one customer, followed or not.")  # fmt: skip
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Of every customer, followed or not, and however much.",
)
@click.option("--peek", is_flag=True, help="Look without counting it as seen.")
@click.option(
    "--json", "as_json", is_flag=True, help="For scripts: one JSON document, fields always present."
)
@click.pass_obj
def feed(  # noqa: PLR0917 - click passes options by name
    session: "Session", /, since: str | None, customer: str | None, everything: bool, peek: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """List what is new to you since you last looked, about the customers you follow or own.

    Notes of others, new or changed; promises that were kept, withdrawn or fell overdue; what
    names you with an @ and what was given to you, wherever it stands; complaints and praise that
    are about you or customers of yours, or that you own. Left out is what you wrote yourself,
    what was imported, what is private, and conflict copies. Everything is told once, by what the
    notes hold: a note that was edited comes again as changed, one that was only moved or renamed
    does not, nor one in which nothing but a promise was closed of which it is told.

    The first time it looks two weeks back. What you have seen is remembered on this computer and
    never in the vault. --peek and --since leave it as it is.

    \b
    Examples:
      crm feed
      crm feed --peek
      crm feed --since "last monday" --all
      crm feed --customer acme
    """
    from notes_crm.answers.feed import traced, unsigned
    from notes_crm.cli.authorship import by_git
    from notes_crm.cli.following import Following
    from notes_crm.cli.news import News
    from notes_crm.output import console
    from notes_crm.output.feed import feed_lines

    if customer and everything:
        raise click.UsageError("--all or --customer, not both.")
    session.refresh()
    following = Following(session)
    reader = following.reader(
        session.customer(customer) if customer else None, everything=everything
    )
    day = session.day(since, past=True) if since else None
    news = News(session, reader, day, None if as_json or everything else MOST)
    found = news.feed(len(reader.owned | reader.followed) + len(reader.tags))
    wrote, changed = by_git(session, unsigned(found))
    found = traced(found, wrote, changed)
    if as_json:
        console.emit_json(found)
    else:
        console.emit(feed_lines(found, session.width, colour=session.colour))
    if not peek and day is None:
        _remember(session, news)
    return 0


def _remember(session: "Session", news: "News") -> None:
    """Count it as seen; where that can't be kept the answer stands all the same."""
    from notes_crm.errors import Unwritable

    try:
        news.remember()
    except Unwritable as error:
        session.say(str(error))


COMMANDS = (follow, feed)
