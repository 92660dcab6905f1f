"""The commands staff and scripts run: ``flask migrate``, ``load``, ``export``, ``publish-menu``, ``erase``, …"""

import difflib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from wxbot.client import menu as api_menu
from wxbot.errors import WxbotError
from wxbot.runtime import WORKER_PATIENCE, Runtime
from wxbot.services import calendar, delivery, files, publications, sharing
from wxbot.state import journal as stream
from wxbot.store import schema, submissions
from wxbot.store.database import check

ROOT = Path(__file__).parent.parent  # Where content/ and menus/ lie.


@contextmanager
def _opened() -> Iterator[Runtime]:
    """A runtime that waits for SQL as long as a worker does; what goes wrong ends the command with one sentence."""
    web: Runtime = current_app.extensions["wxbot"]
    runtime = Runtime(web.settings, web.routers, WORKER_PATIENCE)
    try:
        yield runtime
    except WxbotError as error:
        raise click.ClickException(str(error)) from None
    finally:
        runtime.stop()


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest schema."""
    with _opened() as runtime:
        schema.migrate(runtime.database)
        click.echo("The database has the newest schema.")


@click.command("load")
@click.option("--dry-run", is_flag=True, help="Only show what differs.")
@click.option("--overwrite", is_flag=True, help="Also overwrite what staff edited.")
@with_appcontext
def load(dry_run: bool, overwrite: bool) -> None:
    """Load the delivered content; what staff edited is kept unless told otherwise."""
    with _opened() as runtime:
        delivered = files.read(ROOT)
        with runtime.database.write() as db:
            differences = delivery.compare(db, delivered)
            count = 0 if dry_run else delivery.load(db, differences, runtime.clock.instant(), overwrite)
            days = 0 if dry_run else calendar.seed(db, runtime.clock.instant())
        _report(differences, count)
        if count or days:
            runtime.announce_edition()


def _report(differences: list[delivery.Difference], count: int) -> None:
    """Every difference by name, except that the items of a first load are only counted."""
    shown = [found for found in differences if found.change is not delivery.Change.NEW]
    for found in shown:
        click.echo(f"{found.change}: {found.name}")
        for line in _lines(found):
            click.echo(f"    {line}")
    click.echo(f"{len(differences) - len(shown)} new, {len(shown)} different, {count} loaded.")


def _lines(found: delivery.Difference) -> Iterator[str]:
    """What the file would change in what is live, line by line."""
    if found.live is None or found.draft is None:
        return iter(())
    before, after = (files.text_of(item).splitlines() for item in (found.live, found.draft))
    return difflib.unified_diff(before, after, "live", "file", n=1, lineterm="")


@click.command("export")
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), default=ROOT, help="Folder to write into.")
@with_appcontext
def export(to: Path) -> None:
    """Write everything that is live back to content/ and menus/."""
    with _opened() as runtime:
        with runtime.database.read() as db:
            drafts = delivery.export(db)
        if not drafts:  # Writing nothing would remove every file that is there.
            raise click.ClickException("nothing is live: run `flask load` first")
        click.echo(f"{len(files.write(to, drafts))} files written, {len(drafts)} items.")


@click.command("publish-menu")
@with_appcontext
def publish_menu() -> None:
    """Send the default menu and those for tagged followers to WeChat."""
    with _opened() as runtime:
        runtime.follow_clock()
        now = runtime.clock.instant()
        sent = publications.publish(runtime.database, runtime.api, runtime.menu_account, "command", now).sent
        click.echo(f"{len(sent)} menus are published." if len(sent) > 1 else "The menu is published.")


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say which parts answer, one line each; fails when one does not."""
    with _opened() as runtime:
        parts = {"SQL": _sql, "Content": _content, "Redis": _redis, "WeChat": _wechat}
        healthy = [_examined(name, part, runtime) for name, part in parts.items()]
    if not all(healthy):
        raise click.ClickException("something is wrong; see above")


def _examined(name: str, part: Callable[[Runtime], str], runtime: Runtime) -> bool:
    try:
        finding, healthy = part(runtime), True
    except WxbotError as error:
        finding, healthy = str(error), False
    click.echo(f"{name}: {finding}")
    return healthy


def _sql(runtime: Runtime) -> str:
    check(runtime.database)
    if not schema.is_current(runtime.database):
        raise WxbotError("the schema is not the newest: run `flask migrate`")
    return "answers, newest schema"


def _content(runtime: Runtime) -> str:
    with runtime.database.read() as db:
        count = len(delivery.export(db))
    if not count:
        raise WxbotError("nothing is live: run `flask load`")
    return f"{count} live items"


def _redis(runtime: Runtime) -> str:
    return f"answers, {stream.waiting(runtime.redis)} journal entries wait"


def _wechat(runtime: Runtime) -> str:
    runtime.follow_clock()
    return f"answers, the menu has {len(api_menu.get(runtime.api))} buttons"


def _named(_context: click.Context, _parameter: click.Parameter, openid: str) -> str:
    """Letters whose writers left have no name any more: an empty one would mean all of them."""
    if not openid.strip():
        raise click.BadParameter("must name a follower")
    return openid.strip()


@click.command("erase")
@click.argument("openid", callback=_named)
@click.confirmation_option(prompt="Everything that is kept of this follower goes for good. Go on?")
@with_appcontext
def erase(openid: str) -> None:
    """Erase a follower: what is known of him, what he wrote, what he shared."""
    with _opened() as runtime:
        runtime.follow_clock()
        click.echo("Erased." if runtime.erase(openid, "command") else "Nothing was known of this follower.")


@click.command("export-follower")
@click.argument("openid", callback=_named)
@with_appcontext
def export_follower(openid: str) -> None:
    """Print everything that is kept of a follower, as JSON."""
    with _opened() as runtime:
        runtime.follow_clock()
        click.echo(json.dumps(runtime.export(openid, "command"), ensure_ascii=False, indent=2))


@click.command("submissions")
@click.option("--approve", type=int, multiple=True, metavar="ID", help="Show it in the gallery.")
@click.option("--refuse", type=int, multiple=True, metavar="ID", help="Do not show it.")
@with_appcontext
def moderate(approve: tuple[int, ...], refuse: tuple[int, ...]) -> None:
    """List the pictures and videos that wait for moderation, or decide about some."""
    with _opened() as runtime:
        runtime.follow_clock()
        for row_id, approved in [*((each, True) for each in approve), *((each, False) for each in refuse)]:
            with runtime.database.write() as db:
                decided = sharing.decide(db, row_id, approved, "command", runtime.clock.instant())
            click.echo(f"{row_id}: {_word(decided, approved)}")
        with runtime.database.read() as db:
            waiting = submissions.in_state(db, submissions.State.FETCHED, 50)
        for row in waiting:
            click.echo(f"{row.id}  {row.kind}  {runtime.media_folder / row.file}  {runtime.vault.open(row.caption)}")
        click.echo(f"{len(waiting)} wait for moderation.")


def _word(decided: bool, approved: bool) -> str:
    return ("approved" if approved else "refused") if decided else "not to be decided"


def register(app: Flask) -> None:
    for command in (migrate, load, export, publish_menu, doctor, erase, export_follower, moderate):
        app.cli.add_command(command)
