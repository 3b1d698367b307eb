"""A command whose words may begin as a bullet does, with a minus and a blank."""

import click

_ASIDE = "\0"  # which no shell can hand over


class BulletCommand(click.Command):
    """Takes `- [ ] Send it` for words, where click would look for an option of that name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Words that begin so are no options, wherever they stand."""
        rest = super().parse_args(ctx, [_ASIDE + a if a.startswith("- ") else a for a in args])
        ctx.params = {name: _as_typed(value) for name, value in ctx.params.items()}
        return rest


def _as_typed(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_as_typed, value))
    return value.removeprefix(_ASIDE) if isinstance(value, str) else value
