"""Debian's or Google's Chromium, under Playwright, and what a page must not contain."""

import os
import shutil
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str:
    """Return the browser to use: $CHROMIUM, else the first that is installed."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CANDIDATES)), None)
    if found is None:
        raise FileNotFoundError("No Chromium found: install the package chromium, or set CHROMIUM to its path.")
    return found


def launch_arguments() -> dict[str, Any]:
    """Return what Playwright needs to start the browser here; as root there is no sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium_path(), "args": [*ARGUMENTS, *sandbox]}


def axe_violations(page: Page) -> list[str]:
    """Return one line per accessibility violation of the page: rule, what is wrong, and where."""
    response = Axe().run(page).response
    return [
        f"{violation['id']}: {violation['help']} at {node['target']} {node.get('failureSummary', '')}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
