import pytest, time
from tests import factories as f
def test_a(site, cast):
    t=time.time()
    for m in (f.make_case,f.make_resource,f.make_plan,f.make_collection,f.make_topic,f.make_network,f.make_event,f.make_project,f.make_content_page):
        p=m(); print(p, p.url, time.time()-t, p.persistent_id)
        assert p.live
        e=f.translate_page(p); print(e.url, e.translation_state, time.time()-t)
    d=f.make_case(published=False); assert not d.live
    print(f.make_image().file, f.make_document().file)
    f.restrict(p)
@pytest.mark.django_db(transaction=True)
def test_b(site, cast):
    t=time.time()
    print(f.make_case().url)
@pytest.mark.django_db(transaction=True)
def test_c(site, cast):
    t=time.time()
    print(f.make_case().url)
