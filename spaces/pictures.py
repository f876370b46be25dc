"""Read a picture that somebody sends, and make it anew: small, upright, without its place and time. Pure."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from common.errors import Reason, Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Picture:
    """Hold a JPEG and its size in pixels."""

    content: bytes
    width: int
    height: int


def read_picture(sent: bytes) -> Picture:
    """Return the picture as a JPEG of at most 1600 pixels a side; slow, so never inside a transaction.

    Refusals: `picture_too_large`, `picture_unreadable`.
    """
    if len(sent) > MOST_BYTES:
        raise too_large()
    try:
        with Image.open(BytesIO(sent), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise too_large()
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _made_anew(found)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        text = _("Cette image n’est pas lisible : envoyer une photo JPEG, PNG ou WebP.")
        raise Refused(Reason("picture_unreadable", text)) from error


def too_large() -> Refused:
    text = _("Cette image est trop grande : 10 Mo et 50 millions de pixels au plus.")
    return Refused(Reason("picture_too_large", text, {"bytes": MOST_BYTES, "pixels": MOST_PIXELS}))


def _made_anew(found: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(found)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")
    with_alpha = upright.convert("RGBA")
    flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    out = BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), flat.width, flat.height)
