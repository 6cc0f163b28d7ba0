import json
import pytest

pytestmark = pytest.mark.django_db


def test_try(full, get):
    for label, page in full.english.items():
        d = get(f"/api/v2/pages/{page.pk}/")
        print(label, page.locale, len(json.dumps(d)))
        if label in ("bank.CaseStudyPage",):
            print(json.dumps(d, indent=1, ensure_ascii=False))
