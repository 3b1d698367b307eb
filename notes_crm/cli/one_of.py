"""A command of whose options some exclude each other: who says two of them is asked which."""

import click


class OneOfCommand(click.Command):
    """Flags that set one value, such as --week and --month, are refused together; else the last would win."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; a usage error names the flags of which only one can be meant."""
        if not ctx.resilient_parsing:  # while somebody types, nothing is refused
            self._refuse_two(ctx, list(args))
        return super().parse_args(ctx, args)

    def _refuse_two(self, ctx: click.Context, args: list[str]) -> None:
        _, _, given = self.make_parser(ctx).parse_args(args=args)
        said: dict[str | None, dict[str, None]] = {}
        for param in given:
            if isinstance(param, click.Option) and param.is_flag:
                said.setdefault(param.name, {})[param.opts[0]] = None
        for flags in said.values():
            if len(flags) > 1:
                raise click.UsageError(
                    f"Of {' and '.join(flags)} only one can be meant; leave the other away.", ctx
                )
