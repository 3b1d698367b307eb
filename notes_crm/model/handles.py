"""How a line names a colleague: in one word behind an @, as in `@sam` and `@sam-lee`."""

from notes_crm.model.letters import MARKS

HANDLE = rf"[\w{MARKS}]+(?:[.-][\w{MARKS}]+)*"
"""A pattern for what may stand behind the @: a word, or words joined by dots or hyphens."""
MENTION = rf"(?<![\w@.+/-])@({HANDLE})"
"""A pattern for the whole, which is no e-mail address and no part of a path."""
