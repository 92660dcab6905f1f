"""What a browser sends to the console, made such that both databases can keep it."""

from flask import Request as FlaskRequest
from werkzeug.datastructures import ImmutableMultiDict


class Request(FlaskRequest):
    def _load_form_data(self) -> None:
        """Without the sign NUL, which PostgreSQL refuses; nobody types it, but text that was copied may have it."""
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        given = self.__dict__["form"]
        if any("\0" in value for values in given.listvalues() for value in values):
            kept = [(name, value.replace("\0", "")) for name, value in given.items(multi=True)]
            self.__dict__["form"] = ImmutableMultiDict(kept)
