"""A way into the small house: one step with a picture, a code for the door, two keys."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from spaces.details import StepDetails
from spaces.models import Space
from spaces.models.access import AccessCode, AccessPicture, AccessStep, Key
from spaces.operations import access, keys
from spaces.pictures import read_picture
from tests.support.booking import NOW, SEED

DOOR_CODE = "4821B"


@dataclass(frozen=True)
class WayIn:
    step: AccessStep
    picture: AccessPicture
    code: AccessCode
    key: Key
    other_key: Key


def photo(size: tuple[int, int] = (60, 40), *, kind: str = "JPEG") -> bytes:
    """Return a picture as a phone sends it."""
    out = BytesIO()
    Image.new("RGB", size, "#9e3b22").save(out, kind)
    return out.getvalue()


def make_way_in(space: Space) -> WayIn:
    """Describe how to get in, by the operations."""
    details = StepDetails({"fr": "Sonner à gauche du café.", "en": "Ring left of the café."})
    picture = read_picture(photo())
    step = access.add_access_step(space_id=space.pk, details=details, picture=picture, actor=SEED, at=NOW)
    code = access.add_access_code(space_id=space.pk, name="Porte", value=DOOR_CODE, actor=SEED, at=NOW)
    key, other_key = (
        keys.add_key(space_id=space.pk, number=number, opens="Porte de la rue", actor=SEED, at=NOW)
        for number in ("12", "13")
    )
    return WayIn(step, AccessPicture.objects.get(step=step), code, key, other_key)
