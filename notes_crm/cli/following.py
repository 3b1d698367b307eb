"""Whom each of us follows: what stands in one's own team note, and who sees to which customer."""

import re
from collections.abc import Callable
from functools import cached_property

from notes_crm.answers.colleagues import Colleagues
from notes_crm.answers.feed import Reader
from notes_crm.cli.session import Session
from notes_crm.cli.team import colleagues
from notes_crm.errors import UnknownName, Unwritable
from notes_crm.model.markdown.names import plain_names
from notes_crm.model.schema import fold

KEY = "follows"
_TAG = re.compile(r"#[\w/-]*[^\W\d][\w/-]*")


class Following:
    """What I follow: `me` is my one name."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def us(self) -> Colleagues:
        """Our people."""
        return colleagues(self.session)

    @cached_property
    def me(self) -> str:
        """My one name; UnknownName where nobody said who I am."""
        if not self.session.me:
            raise UnknownName('Nobody has said who you are; tell me once: crm me "Your Name".')
        return self.us.name(self.session.me)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """What stands in my team note, as it is written there."""
        path = self._path
        if path is None:
            return ()
        ids = self.session.index.catalog.ids([path])
        values = self.session.index.facts.values(ids.values(), [KEY])
        return tuple(row.text for keys in values.values() for row in keys.get(KEY, ()))

    @property
    def customers(self) -> list[str]:
        """The customers that my note names, by their names where there are such customers."""
        named = [name for text in self.written if not is_tag(text) for name in plain_names(text)]
        return list(dict.fromkeys(self._known.get(fold(name), name) for name in named))

    @property
    def tags(self) -> list[str]:
        """The tags that my note names."""
        return [text for text in self.written if is_tag(text)]

    @cached_property
    def in_profiles(self) -> dict[str, list[str]]:
        """The customers whose profile names me, by the key that does: owner or followers."""
        found: dict[str, list[str]] = {"owner": [], "followers": []}
        for name, key, text in self._profiles:
            if fold(self.me) in {fold(self.us.name(who)) for who in plain_names(text)}:
                found[key].append(name)
        return found

    def reader(self, customer: str | None, *, everything: bool) -> Reader:
        """Me, as the feed asks for it."""
        plain = tuple(fold(tag.removeprefix("#")) for tag in self.tags)
        tagged = self.session.index.facts.novelties().customers_tagged(plain) if plain else set()
        followed = {*self.customers, *self.in_profiles["followers"], *tagged}
        cache: dict[str, str] = {}

        def name(who: str) -> str:
            return cache.get(who) or cache.setdefault(who, self.us.name(who))

        owners = {fold(c): text for c, key, text in self._profiles if key == "owner"}
        return Reader(
            self.me, name, frozenset(map(fold, self.in_profiles["owner"])),
            frozenset(map(fold, followed)), plain, owners, customer, everything,
        )  # fmt: skip

    def start(self, what: str) -> list[str]:
        """Follow a customer or a tag; the files written, none where it is followed already."""
        from notes_crm.model.edits import add_to_list
        from notes_crm.model.markdown.names import link_to

        if self._is_written(what):
            return []
        item = what if is_tag(what) else link_to(what)
        return self._write(lambda data: add_to_list(data, KEY, [item], self.session.schema))

    def stop(self, what: str) -> list[str]:
        """Follow it no longer; the files written, none where it was not followed."""
        from notes_crm.model.unlisting import take_from_list

        if not self._is_written(what):
            return []
        return self._write(
            lambda data: take_from_list(
                data, KEY, lambda text: _means(text, what), self.session.schema
            )
        )

    def _write(self, change: Callable[[bytes], bytes]) -> list[str]:
        from notes_crm.cli.rewriting import in_the_note, look, rewrite

        path = self._path
        if path is None:
            raise Unwritable(
                f"There is no note about you in which it could stand; make a file "
                f"Team/{self.me}.md with three lines (---, type: team, ---), then try again."
            )
        seen = look(self.session, path)
        try:
            return rewrite(self.session, "follow", {seen: change(seen.data)})
        except Unwritable as error:
            raise in_the_note(path, error) from None

    def _is_written(self, what: str) -> bool:
        return any(_means(text, what) for text in self.written)

    @cached_property
    def _path(self) -> str | None:
        """My team note."""
        rows = self.session.index.facts.names("team")
        return next((path for _, name, path in rows if fold(name) == fold(self.me)), None)

    @cached_property
    def _profiles(self) -> list[tuple[str, str, str]]:
        return self.session.index.facts.novelties().profiles()

    @cached_property
    def _known(self) -> dict[str, str]:
        return {fold(c.name): c.name for c in self.session.index.facts.customers()}


def is_tag(words: str) -> bool:
    """Whether a tag is meant, as `#press`."""
    return bool(_TAG.fullmatch(words.strip()))


def _means(text: str, what: str) -> bool:
    """Whether an item of the list is this tag, or names this customer."""
    return fold(what) in (map(fold, (text,) if is_tag(text) else plain_names(text)))
