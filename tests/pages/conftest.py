"""The pages over a store of the test's own, with the delivered standing phrases."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.rig.account import ROOT, environment, settings_of
from tests.rig.house import house
from tests.services.drafts import NOON, go_live
from wxbot.edition.kinds import Kind
from wxbot.runtime import Runtime
from wxbot.services import files, items
from wxbot.services.items import Draft
from wxbot.store.database import Database

NO_REDIS = "unix:///nonexistent/socket"


@dataclass
class Site:
    app: Flask
    database: Database

    @property
    def runtime(self) -> Runtime:
        runtime: Runtime = self.app.extensions["wxbot"]
        return runtime

    @property
    def media(self) -> Path:
        """Where the files of the gallery lie."""
        folder = Path(self.runtime.settings.media_dir)
        folder.mkdir(exist_ok=True)
        return folder

    def _load(self) -> None:
        if not self.runtime.edition.version:
            self.runtime.refresh_edition()

    def publish(self, *drafts: Draft) -> None:
        go_live(self.database, *drafts)
        self.runtime.refresh_edition()

    def take_down(self, draft: Draft) -> None:
        with self.database.write() as db:
            items.take_down(db, draft.kind, draft.slug, draft.language, "director li", NOON)
            items.bump(db)
        self.runtime.refresh_edition()

    def get(self, path: str, method: str = "GET", **headers: str) -> TestResponse:
        """The response, closed as a server closes it once it is sent. In headers' names hyphens are underscores."""
        self._load()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.test_client().open(path, method=method, headers=named, buffered=True)

    def read(self, path: str) -> str:
        return self.get(path).text

    def phrase(self, slug: str, language: str = "zh", **places: str) -> str:
        """The words of a standing phrase, which must be there."""
        self._load()
        words = self.runtime.edition.phrase(slug, language, **places)
        assert words
        return words


@pytest.fixture(scope="session")
def phrased_file(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Path:
    """A database file with the standing phrases, to be copied."""
    path = tmp_path_factory.mktemp("pages") / "wxbot.db"
    shutil.copy(empty_sqlite, path)
    database = Database(_url(path), 5)
    go_live(database, *[draft for draft in files.read(ROOT) if draft.kind is Kind.PHRASE])
    database.close()
    return path


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


@contextmanager
def _site(phrased: Path, folder: Path, redis_url: str = NO_REDIS, **changes: str) -> Iterator[Site]:
    path = folder / "site.db"
    shutil.copy(phrased, path)
    database = Database(_url(path), 5)
    env = environment(redis_url, _url(path), MEDIA_DIR=str(folder / "media"), **changes)
    site = Site(house(settings_of(env)), database)
    yield site
    site.runtime.stop()
    database.close()


@pytest.fixture
def site(phrased_file: Path, tmp_path: Path) -> Iterator[Site]:
    """The account as citizens meet it: WeChat's own API, so no simulator; and no Redis, which no page needs."""
    with _site(phrased_file, tmp_path, WECHAT_API_BASE_URL="https://api.weixin.qq.com") as site:
        yield site


@pytest.fixture
def simulated(phrased_file: Path, tmp_path: Path) -> Iterator[Site]:
    with _site(phrased_file, tmp_path) as site:
        yield site


@pytest.fixture
def counted(phrased_file: Path, tmp_path: Path, redis_url: str) -> Iterator[Site]:
    """With a Redis that notes who reads what."""
    with _site(phrased_file, tmp_path, redis_url) as site:
        yield site
