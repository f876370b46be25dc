"""How much a first visit transfers, over the product's own server."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.houses import SmallHouse
from tests.support.servers import PROJECT, Server, product_environment

BUDGET_BYTES = 60 * 1024


NOT_ON_THE_FIRST_PAGE = ("rest_framework", "ext", "htm*-4*")


@pytest.fixture
def served(house: SmallHouse, database_url: str, running_server: Callable[..., Server], tmp_path: Path) -> Server:
    """Serve a demo house whose static files are collected and compressed as in production."""
    home = {"BEFFROI_HOME": str(tmp_path / "home"), "BEFFROI_MODE": "demo"}
    ignored = [word for pattern in NOT_ON_THE_FIRST_PAGE for word in ("--ignore", pattern)]
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0", *ignored],
        cwd=PROJECT,
        env=product_environment(database_url, **home),
        check=True,
    )
    return running_server(env=home)


def test_the_first_visit_is_small_and_what_never_changes_is_kept(page: Page, served: Server) -> None:
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[float] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(served.url, wait_until="networkidle")
    assert len(sizes) >= 4
    assert sum(sizes) <= BUDGET_BYTES, sizes

    look = page.locator("link[rel=stylesheet]").get_attribute("href")
    answer = page.request.get(f"{served.url}{look}", headers={"Accept-Encoding": "br"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "br"
