"""Pictures are made anew: small, upright, without where and when they were taken."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from common.errors import Refused
from spaces.pictures import LONGEST_SIDE, MOST_BYTES, read_picture
from tests.support.access import photo

ORIENTATION, GPS = 0x0112, 0x8825


def test_a_large_photo_becomes_small() -> None:
    picture = read_picture(photo((4000, 3000)))
    assert (picture.width, picture.height) == (LONGEST_SIDE, 1200)
    assert len(picture.content) < 300_000


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    out, said = BytesIO(), Image.Exif()
    said[ORIENTATION] = 6
    said[GPS] = {1: "N", 2: (50.0, 38.0, 0.0)}
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=said)
    picture = read_picture(out.getvalue())
    assert (picture.width, picture.height) == (40, 60)
    assert not Image.open(BytesIO(picture.content)).getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_forms_become_a_jpeg(kind: str) -> None:
    assert Image.open(BytesIO(read_picture(photo(kind=kind)).content)).format == "JPEG"


def test_what_shines_through_is_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(read_picture(out.getvalue()).content)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "sent", [b"", b"not a picture", b"GIF89a" + b"\0" * 50, b"<svg/>", photo()[:50], b"\xff\xd8\xff\xe0" + b"\0" * 90]
)
def test_what_is_no_picture_is_refused(sent: bytes) -> None:
    with pytest.raises(Refused, match="picture_unreadable"):
        read_picture(sent)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(Refused, match="picture_too_large"):
        read_picture(b"\0" * (MOST_BYTES + 1))


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_small_file_that_would_unpack_to_a_huge_picture_is_refused(side: int) -> None:
    with pytest.raises(Refused, match=r"picture_too_large|picture_unreadable"):
        read_picture(_promising(side))


def _promising(side: int) -> bytes:
    """Return a PNG of a few bytes that says it is `side` pixels wide and high."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
