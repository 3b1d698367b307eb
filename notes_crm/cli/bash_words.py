"""Completion in bash: names reach the line quoted, so that none is several words or a command of its own.

zsh and fish quote by themselves what is offered to them; bash puts it on the line as it is.
"""

import re
from typing import NamedTuple

from click.shell_completion import BashComplete, CompletionItem, split_arg_string

_SPECIAL = re.compile(r"[^\w@%+=:,./-]")
_SPECIAL_IN_DOUBLE = re.compile(r'[\\"$`]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Typed(NamedTuple):
    """The word at the cursor; bash replaces what stands behind `kept`, which began with `quote`."""

    word: str
    kept: str
    quote: str


class Bash(BashComplete):
    """What click offers, found by the line up to the cursor and quoted as the word there is."""

    source_template = """\
%(complete_func)s() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            plain,*) COMPREPLY+=("${line#plain,}") ;;
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one at the cursor, and that one."""
        from notes_crm.cli.surroundings import here

        line = here().env.get("COMP_LINE", "")
        self._typed = typed_at_the_end(line)
        words = split_arg_string(f"{line}x")  # one more letter: the last word is there in any case
        return words[1:-1], self._typed.word

    def format_completion(self, item: CompletionItem) -> str:
        """A line for the function in the shell; an empty one for a name that no line can hold."""
        if item.type != "plain":
            return f"{item.type},"
        return "" if _CONTROL.search(item.value) else f"plain,{quoted(item.value, self._typed)}"


def typed_at_the_end(line: str) -> Typed:
    """The last word of a line as bash sees it: it takes a colon, an = and a quote for its beginning."""
    word = kept = quote = ""
    escaped = False
    for char in line:
        if escaped:
            word, escaped = word + char, False
        elif char == "\\" and quote != "'":
            escaped = True
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote, kept = char, word
        elif not quote and char.isspace():
            word = kept = ""
        else:
            word += char
            kept = word if char in ":=" and not quote else kept
    return Typed(word, kept, quote)


def quoted(value: str, typed: Typed) -> str:
    """What is put in the place of the typed word, or of its end, so that it is this one word."""
    value = value.removeprefix(typed.kept)
    if typed.quote == "'":
        return value.replace("'", "'\\''")
    if typed.quote == '"':
        return _SPECIAL_IN_DOUBLE.sub(r"\\\g<0>", value)
    return _SPECIAL.sub(r"\\\g<0>", value)
