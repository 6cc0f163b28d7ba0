"""The example that partners start from, run as they run it, against a server that answers over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cms.core.renditions import make_renditions
from cms.publishing.recording import catch_up
from cms.settings.env import ROOT
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = ROOT / "docs" / "examples" / "mirror.py"


@pytest.fixture
def sync(live_server: Any, settings: Any, tmp_path: Path, transactional_db: None) -> Any:
    """Runs the example; gives its exit code and what it printed."""
    settings.BASE_URL = live_server.url

    def run(*options: str) -> tuple[int, str]:
        catch_up()
        command = [sys.executable, "-S", SCRIPT, f"{live_server.url}/api/v2/", tmp_path, *options]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    return run


def kept(folder: Path) -> dict[int, Any]:
    return {int(path.stem): json.loads(path.read_bytes()) for path in (folder / "pages").glob("*.json")}


def test_copy_is_complete_stays_in_step_and_forgets_what_is_withdrawn(
    sync: Any, tmp_path: Path, client: Any, settings: Any
):
    factories.build_world()
    image, document = factories.make_image(), factories.make_document()
    make_renditions(image)
    body = json.dumps([{"type": "file", "value": {"document": document.pk, "title": "Listan"}}])
    case = factories.make_case(main_image=image, body=body)
    english = factories.translate_page(case)
    elsewhere = factories.make_case(municipality="1480")
    options = ("--type", "bank.CaseStudyPage", "--county", "24")

    assert sync(*options)[0] == 0
    copy = kept(tmp_path)
    assert copy.keys() == {case.pk, english.pk}
    assert copy[case.pk] == client.get(f"/api/v2/pages/{case.pk}/").json()
    files = {path.name for path in (tmp_path / "files").iterdir()}
    assert len(files) == image.renditions.count() + 1
    assert sync(*options) == (0, "0 change(s)\n")

    case.title = "Ett nytt namn"
    case.save_revision().publish()
    assert sync(*options)[0] == 0
    assert kept(tmp_path)[case.pk]["title"] == "Ett nytt namn"

    case.unpublish()
    english.refresh_from_db()
    english.unpublish()
    assert sync(*options)[0] == 0
    assert kept(tmp_path) == {}
    assert list((tmp_path / "files").iterdir()) == []

    everything = sync()
    assert everything[0] == 0
    assert elsewhere.pk not in kept(tmp_path), "an older change is not read again: another choice needs another folder"


def test_log_that_is_gone_means_a_new_copy(sync: Any, tmp_path: Path):
    from cms.publishing.models import ContentChange

    factories.build_world()
    case = factories.make_case()
    assert sync()[0] == 0
    (tmp_path / "pages" / "999999.json").write_text("{}")
    ContentChange.objects.filter(pk=ContentChange.objects.latest("pk").pk).delete()
    assert sync()[0] == 0
    assert 999999 not in kept(tmp_path)
    assert kept(tmp_path).keys() - {case.pk}


def test_server_that_does_not_answer_is_one_sentence(tmp_path: Path):
    command = [sys.executable, "-S", SCRIPT, "ftp://127.0.0.1/api/v2/", tmp_path]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.endswith("is no web address.\n")
    assert done.stderr.count("\n") == 1
