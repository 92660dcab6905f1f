"""The console's own commands: making the first person who can sign in."""

import secrets

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_security import hash_password

from wxbot.errors import ContentError
from wxbot.runtime import WORKER_PATIENCE, Runtime
from wxbot.services import staff
from wxbot.services.roles import Role
from wxbot.store import staff as rows

SAMPLES = (Role.ADMINISTRATOR, Role.EDITOR, Role.REVIEWER)

_BYTES = 12  # Of chance in a password that is made up.


def register(app: Flask, console: Flask) -> None:
    @app.cli.command("create-staff")
    @click.argument("email")
    @click.option("--name", default="", help="As colleagues know him; otherwise what stands before the @.")
    @click.option("--role", "roles", type=click.Choice([role.value for role in Role]), multiple=True)
    @click.option("--password", default="", help="Otherwise one is made up and printed once.")
    @click.option("--keep-password", is_flag=True, help="It need not be changed at the first sign-in.")
    @with_appcontext
    def create_staff(email: str, name: str, roles: tuple[str, ...], password: str, keep_password: bool) -> None:
        """Create somebody who may sign in to the console."""
        chosen, given = password or new_password(), roles or (Role.ADMINISTRATOR.value,)
        _create(console, email, name, given, chosen, not keep_password)
        click.echo(f"{email.strip().casefold()}  {', '.join(given)}" + ("" if password else f"  {chosen}"))

    @app.cli.command("sample-staff")
    @with_appcontext
    def sample_staff() -> None:
        """Create an administrator, an editor and a reviewer to try the console with, unless somebody works here."""
        for line in _hire_samples(console):
            click.echo(line)


def _hire_samples(console: Flask) -> list[str]:
    """What to tell of them; nothing when there were people already, since passwords are told once."""
    runtime: Runtime = console.extensions["wxbot"]
    with runtime.database.read() as db:
        if rows.count(db):
            return []
    lines = ["  For the console, told only this once.    以下登录信息只显示一次。", ""]
    for role in SAMPLES:
        email, password = f"{role}@example.org", new_password()
        _create(console, email, role.capitalize(), (role,), password, provisional=False)
        lines.append(f"    {email:28} {password}")
    return [*lines, ""]


def new_password() -> str:
    return secrets.token_urlsafe(_BYTES)


def _create(console: Flask, email: str, name: str, roles: tuple[str, ...], password: str, provisional: bool) -> None:
    web: Runtime = console.extensions["wxbot"]
    runtime = Runtime(web.settings, web.routers, WORKER_PATIENCE)
    with console.app_context():
        hashed = hash_password(password)
    try:
        with runtime.database.write() as db:
            staff.create(
                db,
                email=email,
                name=name or email.partition("@")[0],
                roles=[Role(role) for role in roles],
                password_hash=hashed,
                provisional=provisional,
                actor="command",
                now=runtime.clock.instant(),
            )
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    finally:
        runtime.stop()
