"""Files of people: decoded, written anew, or refused with a sentence; nothing that acts is kept."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from smart.foundation import uploads
from smart.foundation.errors import RuleBroken
from smart.foundation.uploads import make_safe

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **more)
    return out.getvalue()


def located() -> bytes:
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Invented Camera", 6
    exif.get_ifd(GPS)[2] = (50.0, 51.0, 1.0)
    return photo(exif=exif)


def pdf(change=None, pages: int = 1, **saving) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    for _each in range(pages):
        made.add_blank_page()
    if change:
        change(made)
    made.save(out, **saving)
    return out.getvalue()


def refused(content: bytes, name: str = "") -> str:
    with pytest.raises(RuleBroken) as broken:
        make_safe(content, name=name)
    assert broken.value.field == "file"
    assert str(broken.value.message).endswith(".")
    return broken.value.code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_a_jpeg(kind):
    kept = make_safe(photo(kind), name=f"receipt.{kind.lower()}")

    assert (kept.content_type, kept.suffix, kept.is_picture) == ("image/jpeg", ".jpg", True)
    assert Image.open(io.BytesIO(kept.content)).size == (60, 40)


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright():
    given = located()
    assert b"Invented Camera" in given

    kept = make_safe(given, name="IMG_0001.JPG")

    opened = Image.open(io.BytesIO(kept.content))
    assert opened.size == (40, 60)
    assert not opened.getexif()
    assert b"Exif" not in kept.content
    assert b"Invented Camera" not in kept.content


def heic(size: tuple[int, int] = (200, 120), orientation: int = 1) -> bytes:
    """What an iPhone makes: the top red, with the place and the camera in it, turned by the file's own word."""
    exif = Image.Exif()
    exif[MAKER], exif[ORIENTATION] = "Invented Camera", orientation
    exif.get_ifd(GPS)[2] = (50.0, 51.0, 1.0)
    picture, out = Image.new("RGB", size, "white"), io.BytesIO()
    picture.paste("red", (0, 0, size[0], size[1] // 4))
    picture.save(out, "HEIF", exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize("name", ["IMG_1.HEIC", "IMG_1.heif", "IMG_1.jpg", ""])
def test_the_photo_of_an_iphone_becomes_a_jpeg(name):
    kept = make_safe(heic(), name=name)

    assert (kept.content_type, kept.suffix, kept.is_picture) == ("image/jpeg", ".jpg", True)
    assert Image.open(io.BytesIO(kept.content)).format == "JPEG"
    assert Image.open(io.BytesIO(uploads.thumbnail_of(kept.content))).size == (200, 120)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (200, 120), (100, 5)), (3, (200, 120), (100, 115)), (6, (120, 200), (115, 100)), (8, (120, 200), (5, 100))],
)
def test_the_photo_of_an_iphone_stands_as_it_was_held(orientation, size, red_at):
    opened = Image.open(io.BytesIO(make_safe(heic(orientation=orientation)).content))

    red, green, blue = opened.getpixel(red_at)
    assert opened.size == size
    assert red > 200
    assert green < 60
    assert blue < 60


def test_where_an_iphone_was_is_gone():
    given = heic(orientation=6)
    assert b"Invented Camera" in given

    kept = make_safe(given)

    assert not Image.open(io.BytesIO(kept.content)).getexif()
    assert b"Exif" not in kept.content
    assert b"Invented Camera" not in kept.content


def test_the_photo_of_an_iphone_has_the_limits_of_any_other(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 200 * 119)

    assert refused(heic()) == "picture_too_large"


def resized(given: bytes, width: int, height: int) -> bytes:
    """The same file with another size in its head."""
    at = given.index(b"ispe") + 8
    return given[:at] + struct.pack(">II", width, height) + given[at + 8 :]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (resized(heic(), 50_000, 50_000), "picture_too_large"),
        (resized(heic((640, 480)), 16, 16), "heic_unreadable"),
        (heic()[:-100], "heic_unreadable"),
        (heic()[:60], "heic_unreadable"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 60, "heic_unreadable"),
        (b"\x00\x00\x00\x1cftypavif" + b"\x00" * 60, "unknown_file"),
    ],
    ids=["says too much", "says too little", "cut", "a head", "nothing", "another kind"],
)
def test_a_broken_photo_of_an_iphone_has_its_sentence(content, code):
    assert refused(content, "IMG_1.HEIC") == code


def test_what_hides_behind_a_picture_is_gone():
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as archive:
        archive.writestr("run.sh", "#!/bin/sh")

    kept = make_safe(photo() + b"<script>alert(1)</script>" + hidden.getvalue())

    assert b"<script>" not in kept.content
    assert b"PK\x03\x04" not in kept.content


def test_a_comment_inside_a_picture_is_gone():
    kept = make_safe(photo(comment=b"<?php system('id');"))

    assert b"<?php" not in kept.content


def test_the_same_bytes_have_the_same_hash_and_the_same_result():
    first, second = make_safe(located()), make_safe(located(), name="other.jpg")

    assert (first.given_sha256, first.content) == (second.given_sha256, second.content)


def test_a_large_photo_is_made_smaller():
    kept = make_safe(photo(size=(4000, 3000)))

    assert Image.open(io.BytesIO(kept.content)).size == (2200, 1650)


def test_what_is_clear_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")

    kept = make_safe(out.getvalue())

    assert Image.open(io.BytesIO(kept.content)).getpixel((4, 4)) == (255, 255, 255)


def test_a_thumbnail_is_small():
    kept = make_safe(photo(size=(1000, 500)))

    assert Image.open(io.BytesIO(uploads.thumbnail_of(kept.content))).size == (320, 160)


def huge_png() -> bytes:
    """A PNG that says it has 50,000 by 50,000 pixels, in less than a hundred bytes."""
    parts = {b"IHDR": struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0), b"IDAT": zlib.compress(b"\x00" * 9)}
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts.items()
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "empty.jpg", "file_empty"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "big.jpg", "file_too_large"),
        (SVG, "picture.svg", "unknown_file"),
        (SVG, "picture.jpg", "unknown_file"),
        (b"<html>hello</html>", "page.pdf", "unknown_file"),
        (b"PK\x03\x04" + b"\x00" * 60, "receipt.docx", "unknown_file"),
        (b"GIF89a" + b"\x00" * 60, "moving.gif", "unknown_file"),
        (photo(), "receipt.pdf", "name_differs"),
        (photo(), "receipt.jpg.exe", "name_differs"),
        (photo()[:300], "half.jpg", "picture_unreadable"),
        (b"\xff\xd8\xff", "head.jpg", "picture_unreadable"),
        (huge_png(), "huge.png", "picture_too_large"),
        (b"%PDF-1.7\nnothing\n%%EOF", "broken.pdf", "pdf_unreadable"),
    ],
)
def test_what_cannot_be_kept_is_refused(content, name, code):
    assert refused(content, name) == code


def test_a_pdf_of_pages_is_kept_to_the_byte():
    given = pdf()

    kept = make_safe(given, name="ticket.pdf")

    assert (kept.content, kept.content_type, kept.is_picture) == (given, "application/pdf", False)


def script(made):
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def hidden_script(made):
    made.pages[0].obj.Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript))]
    )


def launch(made):
    made.Root.OpenAction = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="run.exe"))


def page_event(made):
    made.pages[0].obj.AA = pikepdf.Dictionary()


def embedded(made):
    made.attachments["data.xml"] = pikepdf.AttachedFileSpec(made, b"<a/>", filename="data.xml")


def form(made):
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.Array([]))


@pytest.mark.parametrize("change", [script, hidden_script, launch, page_event, embedded, form])
@pytest.mark.parametrize("packed", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_pdf_that_acts_or_carries_files_is_refused(change, packed):
    assert refused(pdf(change, object_stream_mode=packed)) == "pdf_active"


def test_a_pdf_that_opens_at_a_page_is_kept():
    def begin(made):
        made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])

    assert make_safe(pdf(begin)).content_type == "application/pdf"


def test_a_locked_pdf_is_refused_also_when_it_opens_without_a_password():
    assert refused(pdf(encryption=pikepdf.Encryption(owner="secret", user="secret"))) == "pdf_locked"
    assert refused(pdf(encryption=pikepdf.Encryption(owner="secret", user=""))) == "pdf_locked"


def test_a_pdf_has_twenty_pages_at_most():
    assert make_safe(pdf(pages=20)).content_type == "application/pdf"
    assert refused(pdf(pages=21)) == "pdf_too_long"


def test_nothing_may_hang_before_or_behind_a_pdf():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("run.sh", "#!/bin/sh")

    assert refused(b"<script>" + pdf()) == "unknown_file"
    assert refused(pdf() + b"<script>alert(1)</script>") == "pdf_unreadable"
    assert refused(pdf() + archive.getvalue() + b"%%EOF") == "pdf_unreadable"


def bomb() -> bytes:
    """One object stream that swells to 200 MB, in a correct PDF of 200 kB."""
    swollen = zlib.compress(b"1 0 <</Type/Catalog/Pages 3 0 R>>" + b" " * 200_000_000, 9)
    parts = {
        2: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(swollen), swollen),
        3: b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
        5: b"<</Type/Page/Parent 3 0 R/MediaBox[0 0 10 10]>>",
    }
    out, places = b"%PDF-1.5\n", {}
    for number, body in parts.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    places[4] = len(out)
    rows = [(0, 0, 0), (2, 2, 0), *((1, places[number], 0) for number in (2, 3, 4, 5))]
    table = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([last]) for kind, place, last in rows)
    head = b"4 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return out + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[4]


def test_a_pdf_that_swells_is_refused():
    assert refused(bomb()) == "pdf_unreadable"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\ticket.jpg", "ticket.jpg"),
        ("a\x00b\r\nSet-Cookie: x.jpg", "abSet-Cookie: x.jpg"),
        ("x" * 200 + ".jpg", "x" * 76 + ".jpg"),
    ],
)
def test_a_name_is_made_readable(name, clean):
    assert uploads.clean_name(name) == clean


def test_an_upload_is_read_and_a_missing_one_has_its_sentence():
    kept = uploads.read_upload(SimpleUploadedFile("a.jpg", photo()), field="photo")
    with pytest.raises(RuleBroken) as broken:
        uploads.read_upload(None, field="photo")

    assert kept.name == "a.jpg"
    assert (broken.value.code, broken.value.field) == ("file_missing", "photo")


def test_a_pdf_is_never_shown_in_its_place_and_a_picture_may_be():
    shown = uploads.file_response(b"x", content_type="application/pdf", name="a.pdf", is_shown=True)
    picture = uploads.file_response(b"x", content_type="image/jpeg", name="a.jpg", is_shown=True)

    assert shown["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert picture["Content-Disposition"] == 'inline; filename="a.jpg"'
    assert picture["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert picture["X-Content-Type-Options"] == "nosniff"
