import pytest
from tests import factories
from cms.core.models import CustomImage
pytestmark = pytest.mark.django_db
def test_q(site, get):
    image = factories.make_image(decorative=True)
    again = CustomImage.objects.get(pk=image.pk)
    case = factories.make_case(main_image=image)
    print("XX", again.decorative, repr(again.alt), case.main_image_id, image.pk, get(f"/api/v2/pages/{case.pk}/")["main_image"])
