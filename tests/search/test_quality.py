"""How well questions are answered, on each engine, by judgements that people have made."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search.engines.elasticsearch import TermsIndex, client
from search.quality import Judgement, Result, in_elasticsearch, in_the_database, measure, read
from tests.search.judged import FILES

pytestmark = pytest.mark.django_db

P_AT_1, RECALL_AT_5, MRR = 0.90, 0.95, 0.92
AGREEMENT = 0.95
PAGES = [
    {"slug": "box", "locale": "sv", "title": "Varubox i Slussfors", "body": "Byn har mat igen."},
    {"slug": "mack", "locale": "sv", "title": "Drivmedelsstation", "municipality": "2421"},
]


def judged(engine: Any, file: Path) -> tuple[Result, list[Judgement]]:
    pages, questions = read(file)
    with engine(pages) as search:
        return measure(search, questions), questions


def holds(result: Result) -> bool:
    return result.p_at_1 >= P_AT_1 and result.recall_at_5 >= RECALL_AT_5 and result.mrr >= MRR


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_the_database_finds_what_is_meant(site: Any, file: Path):
    result, _questions = judged(in_the_database, file)
    assert holds(result), result.as_json()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.parent.name)
def test_elasticsearch_finds_it_too_and_they_agree(site: Any, elasticsearch: str, file: Path):
    here, questions = judged(in_the_database, file)
    there, _questions = judged(in_elasticsearch, file)
    assert holds(there), there.as_json()
    relevant = {f"{line.locale} {line.query}": line.relevant for line in questions}
    agreeing = [
        question
        for question, first in here.first.items()
        if first == there.first[question] or {first, there.first[question]} <= relevant[question]
    ]
    assert len(agreeing) >= AGREEMENT * len(questions)


def written(folder: Path, content: Any) -> Path:
    file = folder / "judged.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the indices that are made meanwhile, by this process: others may make theirs beside it."""
    names: list[str] = []
    create = TermsIndex.create

    def noting(index: TermsIndex) -> None:
        names.append(index.name)
        create(index)

    monkeypatch.setattr(TermsIndex, "create", noting)
    return names


def test_command_prints_one_object_and_leaves_nothing_behind(
    site: Any, elasticsearch: str, tmp_path: Path, made: list[str]
):
    file = written(
        tmp_path,
        {
            "pages": PAGES,
            "judgements": [
                {"query": "macken i Storuman", "locale": "sv", "relevant": ["mack"]},
                {"query": "apotek", "locale": "sv", "relevant": ["box"]},
            ],
        },
    )
    entries = get_search_backend().get_index_for_model(Page).entries
    before = Page.objects.count(), list(entries.order_by("pk").values_list("pk", flat=True))
    out = io.StringIO()
    call_command("search_quality", str(file), json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert set(found) == {get_search_backend().name, "elasticsearch"}
    for result in found.values():
        assert (result["p_at_1"], result["recall_at_5"], result["mrr"], result["queries"]) == (0.5, 0.5, 0.5, 2)
        assert result["misses"] == [{"query": "apotek", "locale": "sv", "found": []}]
    assert (Page.objects.count(), list(entries.order_by("pk").values_list("pk", flat=True))) == before
    assert len(made) == 1
    assert not client().indices.exists(index=made[0])


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", {"pages": PAGES, "judgements": []}, {"pages": PAGES, "judgements": [{"query": "x"}]},
     {"pages": PAGES, "judgements": [{"query": "x", "relevant": ["nowhere"]}]}],
)  # fmt: skip
def test_file_of_another_form_is_refused_in_one_sentence(site: Any, tmp_path: Path, content: Any):
    with pytest.raises(CommandError, match=r"^judged\.json .*\.$"):
        call_command("search_quality", str(written(tmp_path, content)))


def test_file_that_is_not_there_is_refused(site: Any, tmp_path: Path):
    with pytest.raises(CommandError, match=r"^nothing\.json cannot be read"):
        call_command("search_quality", str(tmp_path / "nothing.json"))
