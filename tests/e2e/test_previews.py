"""A contributor sees the draft on a partner's website: their browser, our API, and nothing that leaks on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from cms.core.renditions import make_renditions
from tests import factories

FRONT_END = """<!DOCTYPE html><html lang="sv"><title>Storuman</title><main><h1></h1><img alt=""></main><script>
const api = %s;
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);
fetch(`${api}/api/v2/preview/`, {headers: {"Preview-Token": token}})
  .then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status))
  .then((page) => {
    document.querySelector("h1").textContent = page.title;
    const file = (url) => api + new URL(url).pathname + page.meta.preview.files_suffix;
    const [smallest] = page.main_image.renditions;
    document.querySelector("img").src = file(smallest.url);
  })
  .catch((status) => { document.querySelector("h1").textContent = `Fel ${status}`; });
</script></html>"""


class Website:
    """A partner's website on a port of its own, and what browsers told it."""

    def __init__(self, api: str) -> None:
        asked = self.asked = []
        body = (FRONT_END % json.dumps(api)).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.path, self.headers.get("Referer")))
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def website(live_server: Any) -> Iterator[Website]:
    website = Website(live_server.url)
    yield website
    website.server.shutdown()
    website.server.server_close()


@pytest.fixture
def editor(transactional_db: None, cast: factories.Cast, live_server: Any, browser: Browser) -> Iterator[Page]:
    """The contributor's browser, in Swedish."""
    context = browser.new_context(base_url=live_server.url, locale="sv-SE")
    page = context.new_page()
    page.goto(reverse("wagtailadmin_login"))
    page.get_by_label("Användarnamn").fill(cast.contributor.username)
    page.get_by_label("Lösenord").fill(factories.PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Välkommen")
    yield page
    context.close()


def test_contributor_sees_the_draft_on_the_partners_website(
    editor: Page, website: Website, cast: factories.Cast, browser: Browser
) -> None:
    factories.make_front_end(label="Storumans webbplats", address=f"{website.url}/visa#{{token}}")
    image = factories.make_image()
    make_renditions(image)
    draft = factories.make_case(title="Boxen vid vägskälet", owner=cast.contributor, main_image=image, published=False)
    editor.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    with editor.expect_popup() as opened:
        editor.locator(".sb-previews").get_by_role("button", name="Storumans webbplats").click()
    shown = opened.value
    expect(shown.get_by_role("heading", level=1)).to_have_text("Boxen vid vägskälet")
    expect(shown.locator("img")).to_have_js_property("complete", True)
    shown.wait_for_function("document.querySelector('img').naturalWidth > 0")
    assert shown.evaluate("window.opener") is None
    pages = [(path, referrer) for path, referrer in website.asked if path != "/favicon.ico"]
    assert pages == [("/visa", None)], "neither the token nor the admin's address reaches the website's server"

    editor.goto(reverse("page_previews", args=[draft.pk]))
    link = editor.locator("input[readonly]").input_value()
    somebody = browser.new_context()
    reader = somebody.new_page()
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Boxen vid vägskälet")
    editor.locator("form[action*='/end/'] button").click()
    expect(editor.locator("input[readonly]")).to_have_count(0)
    reader.goto("about:blank")
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Fel 404")
    somebody.close()
