"""The list of pages is that of the URL resolver, and each page is one, in both languages."""

import re

import pytest

from tests.reading.pages import NOT_PAGES, Page, addresses, pages
from tests.support.scene import Scene


def test_what_is_no_page_is_an_address_all_the_same() -> None:
    assert set(NOT_PAGES) <= {address.name for address in addresses()}


def test_an_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in addresses()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_has_its_own_title_and_one_heading(scene: Scene, language: str) -> None:
    titles: dict[str, Page] = {}
    for page in pages():
        answer = page.answer(scene, language)
        html = answer.content.decode()
        assert answer.status_code == page.status, page
        assert f'<html lang="{language}"' in html, page
        assert len(re.findall(r"<h1[ >]", html)) == 1, page
        title = " ".join(re.findall(r"<title>(.*?)</title>", html, re.DOTALL))
        assert title.strip() not in {"", *titles}, f"{page} is called {title!r}, as is {titles.get(title)}"
        titles[title.strip()] = page


def test_no_page_has_script_or_style_inside(scene: Scene) -> None:
    inside = re.compile(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.I)
    for page in pages():
        html = page.answer(scene).content.decode()
        assert inside.findall(html) == [], page


def test_every_page_has_a_strict_policy(scene: Scene) -> None:
    for page in pages():
        policy = page.answer(scene).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, page
        assert "unsafe" not in policy, page


def test_a_page_about_a_person_is_kept_out_of_shared_caches(scene: Scene) -> None:
    for page in pages():
        if page.reader != "anonymous":
            assert re.search("private|no-store", page.answer(scene).headers["Cache-Control"]), page
