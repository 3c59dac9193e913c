"""The command `bot`: reads what was typed, calls the part that does it, prints what a person can mend in one line."""

import sys
from collections.abc import Sequence

from bot.cli.parser import parser
from bot.problem import MendableError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 something is wrong with the content or the bot, 2 not usable."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except MendableError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output has left: `bot evaluate … | head`
        sys.stderr.close()
        return 1
    except KeyboardInterrupt:
        return 130
