"""The console script `gongkai`: finds the command, turns errors into one line and an exit status."""

from __future__ import annotations

import errno
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import click

from flows.errors import CallError, WorkError
from flows.stopping import on_terminate
from flows.terminal import streams
from transforms.harmless import visible

# name → its line in `gongkai --help`; the command is `command` in flows.commands.<name>
COMMANDS = {
    "demo": "Crawl made-up government sites on this machine, and compare them.",
    "run": "The nightly flow, once: crawl, archive, extract, build.",
    "serve": "The same flow on a schedule, with a page that shows every run.",
    "replay": "Extraction and everything after it again, without network.",
    "build": "The warehouse again from the Parquet files.",
    "extract": "The tables of one or more documents.",
    "sql": "Read-only SQL on the warehouse.",
    "compare": "One indicator across regions.",
    "coverage": "Who has published, who has not, and why we lack it.",
    "export": "A dated open-data package: Parquet, CSV, Excel, dictionary.",
    "site": "Static web pages over the warehouse, in Chinese and English.",
    "trace": "Where a number comes from, down to the archived bytes.",
    "report": "The morning report of a run: what came in, what failed, what to do.",
    "diagnose": "What happened at a site, run by run, and what to do.",
    "doctor": "Whether a lake is sound, and what to do where it is not.",
    "backup": "What of a lake its archive does not give back, as one file.",
    "restore": "That state back into a lake.",
    "probe": "Look at a site politely and propose its line for the sites file.",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"flows.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--debug", is_flag=True, help="Show every log line, and where an error comes from. May stand anywhere."
)
@click.version_option(package_name="gongkai", message="%(package)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """公开: China's open-government annual reports, from government sites to DuckDB.

    \b
    Examples:
      gongkai demo
      gongkai extract report.html --json
      gongkai COMMAND --help
    """
    ctx.obj = debug
    # Here and not above, so that --help needs neither of them.
    from flows import log, settings  # noqa: PLC0415

    known = settings.settings()
    for sentence in settings.strangers():
        click.echo(f"gongkai: {visible(sentence)}", err=True)
    log.configure(known.log_format, known.log_level, debug=debug)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; never returns. 0 = done, 1 = failed in part or whole, 2 = the call is wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    if debug:
        words = ["--debug", *(word for word in words if word != "--debug")]
    sys.exit(_run(words, debug=debug))


def _run(words: list[str], *, debug: bool) -> int:
    streams.prepare()
    # A service manager's word is taken as Ctrl-C is: what is under way is cleaned up, and said in a line.
    on_terminate()
    try:
        return int(cli.main(words, prog_name="gongkai", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _fail("interrupted", 130)
    except Exception as error:  # noqa: BLE001 - the edge: whatever happened becomes one line and a status
        if debug:
            traceback.print_exc()
        return _fail(*_explain(error))


def _explain(error: Exception) -> tuple[str, int]:
    match error:
        case click.UsageError():
            where = error.ctx.command_path if error.ctx else "gongkai"
            return f"{error.format_message().removesuffix('.')} (see `{where} --help`)", 2
        case click.ClickException():
            return error.format_message(), error.exit_code
        case CallError():
            return str(error), 2
        case WorkError():
            return str(error), 1
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            where = error.filename or "a file"
            return f"the disk is full, {where} could not be written: make room and run it again", 1
    return f"unexpected {type(error).__name__}: {error} (--debug shows where)", 1


def _fail(message: str, status: int) -> int:
    click.echo("gongkai: " + visible(" ".join(message.split())), err=True)
    return status
