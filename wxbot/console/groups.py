"""A page group is one noun's pages. A route cannot be written without the permission that it needs."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint

from wxbot.services.roles import Permission

View = TypeVar("View", bound=Callable[..., Any])


class Group(Blueprint):
    """``needs`` tells of every endpoint, ``noun.function``, which permission it asks for."""

    def __init__(self, noun: str) -> None:
        super().__init__(noun, f"wxbot.console.{noun}")
        self.needs: dict[str, Permission] = {}

    def page(self, rule: str, needs: Permission) -> Callable[[View], View]:
        """Shows something and changes nothing."""
        return self._declare(rule, needs, "GET")

    def action(self, rule: str, needs: Permission) -> Callable[[View], View]:
        """Changes something, and ends in a redirect or in the form shown again."""
        return self._declare(rule, needs, "POST")

    def _declare(self, rule: str, needs: Permission, method: str) -> Callable[[View], View]:
        def add(view: View) -> View:
            self.needs[f"{self.name}.{view.__name__}"] = needs
            self.add_url_rule(rule, view_func=view, methods=[method])
            return view

        return add
