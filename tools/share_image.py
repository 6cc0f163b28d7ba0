"""Draws static/img/share.png, the picture that social media show of a page without a picture of its own.

Run it after a change of the drawings or colours: ``python -m tools.share_image``. Like the browser tests, it needs
Chromium.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from playwright.sync_api import ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "img" / "share.png"
CHROMIUM = "/usr/bin/chromium"
SIZE = ViewportSize(width=1200, height=630)
PAGE = """
<style>{styles}
  body {{ width: 1200px; height: 630px; overflow: hidden; justify-content: space-between; }}
  p {{ margin: 84px 80px 0; font: 700 104px/1 var(--serif); letter-spacing: -0.015em; color: var(--falu); }}
  .sentence {{ margin-top: -40px; font: 400 44px/1.35 var(--serif); letter-spacing: 0; color: var(--ink); }}
  svg.village {{ display: block; width: 1200px; height: 250px; max-width: none; }}
</style>
<body>
  <p>Servicebanken</p>
  <p class="sentence">Kunskap om service på landsbygden<br>Local service in rural Sweden</p>
  {village}
</body>
"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    from django.template.loader import render_to_string

    styles = "".join((ROOT / "static/css" / name).read_text() for name in ("tokens.css", "base.css", "components.css"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.set_content(PAGE.format(styles=styles, village=render_to_string("components/village.html")))
        page.screenshot(path=TARGET)
        browser.close()
    print(f"Wrote {TARGET.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
