"""Files that people hand in: known by their bytes, harmless before they are kept.

A picture is decoded and written anew: where it was taken, and whatever hid behind it, is gone. A PDF is kept as it came, to
the byte, because it may be evidence; one that can do more than be read is refused. Names decide nothing.
"""

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import pikepdf
import pillow_heif
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from PIL import Image, ImageOps

from smart.foundation.errors import RuleBroken
from smart.foundation.files import digest_of
from smart.foundation.said import Said

LARGEST: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
MOST_PAGES: Final = 20
LONGEST_SIDE: Final = 2200
"""Pixels kept of the longer side: an A4 page at 190 dots an inch, on which the smallest print is read."""
THUMBNAIL: Final = 320
ACCEPT: Final = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif,application/pdf"
"""For the `accept` of an input. The endings too: most desktops know no media type for a HEIC."""
JPEG, PDF = "image/jpeg", "application/pdf"
SUFFIXES: Final = {JPEG: ".jpg", PDF: ".pdf"}
_PICTURE_NAMES: Final = frozenset({"jpg", "jpeg", "jpe", "png", "webp", "heic", "heif"})
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"heif", b"hevc", b"mif1", b"msf1"})
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_DECODER_FAULTS: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    MemoryError,
    RuntimeError,
)
_ACTIVE: Final = frozenset({"/JavaScript", "/JS", "/AA", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA"})
_CARRIED: Final = frozenset({"/EmbeddedFiles", "/EF"})
"""What an e-invoice's PDF needs for its data: a file inside, which is opened by nobody but a program that asks for it."""
_ACTIONS: Final = frozenset({"/Launch", "/JavaScript", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute"})
_WORDS: Final = {
    "file_missing": _("Choose a file, or take a photo."),
    "file_empty": _("The file is empty. Choose another one, or take the photo again."),
    "file_too_large": _("The file has more than 10 MB. Take a photo of it, or make it smaller."),
    "unknown_file": _("The file is no photo (JPEG, PNG, WebP, HEIC) and no PDF. Take a photo of it instead."),
    "heic_unreadable": _(
        "The photo (HEIC) is damaged, or packed in a way that is not opened here. Take it again from this page, or set the"
        " camera to “Most compatible”."
    ),
    "name_differs": _("The name of the file says something else than its content. Take a photo of it."),
    "picture_unreadable": _("The photo is damaged and cannot be opened. Take it again."),
    "picture_too_large": _("The photo has more than 40 million pixels. Take a smaller one."),
    "pdf_unreadable": _("The PDF is damaged and cannot be opened. Print it anew as PDF, or take a photo."),
    "pdf_locked": _("The PDF is protected by a password. Print it anew as PDF, or take a photo of it."),
    "pdf_active": _(
        "The PDF holds more than pages (programs, forms or files). Print it anew as PDF, or take a photo of it."
    ),
    "pdf_too_long": _("The PDF has more than 20 pages. Hand in the pages that matter."),
}

# Process-wide limits of qpdf: 1.4 MB of a hostile file took 3 GB and six seconds without them (measured).
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=64 * 1024 * 1024,
    run_length_max_memory=64 * 1024 * 1024,
    png_max_memory=64 * 1024 * 1024,
    tiff_max_memory=64 * 1024 * 1024,
    doc_max_warnings=100,
)


# Only the picture itself: no small copy, depth map or other picture in the file may stand in for it.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True, slots=True)
class SafeFile:
    """What may be kept. `given_sha256` is the hash of the bytes as they came: the same file handed in again is known."""

    content: bytes
    content_type: str
    suffix: str
    given_sha256: str
    name: str

    @property
    def is_picture(self) -> bool:
        return self.content_type == JPEG


def read_upload(given: UploadedFile | None, *, field: str = "file") -> SafeFile:  # type: ignore[type-arg]  # generic only in the stubs
    """Read an uploaded file, never more than may be kept; see `make_safe`."""
    if given is None:
        raise _refused("file_missing", field)
    if (given.size or 0) > LARGEST:
        raise _refused("file_too_large", field)
    return make_safe(given.read(LARGEST + 1), name=given.name or "", field=field)


def make_safe(content: bytes, *, name: str = "", field: str = "file", most_pages: int | None = MOST_PAGES) -> SafeFile:
    """Return the file as it may be kept: a JPEG written anew, or a PDF of pages only; None for as many as it has.

    Raises RuleBroken about `field`: file_empty, file_too_large, unknown_file, name_differs, picture_unreadable,
    heic_unreadable, picture_too_large, pdf_unreadable, pdf_locked, pdf_active, pdf_too_long.
    """
    if not content:
        raise _refused("file_empty", field)
    if len(content) > LARGEST:
        raise _refused("file_too_large", field)
    kind = _kind_of(content, field)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in (_PICTURE_NAMES if kind == JPEG else {"pdf"}):
        raise _refused("name_differs", field)
    if kind == JPEG:
        kept = _picture(content, LONGEST_SIDE, field)
    else:
        _check_pdf(content, field, most_pages)
        kept = content
    return SafeFile(kept, kind, SUFFIXES[kind], digest_of(content), clean_name(name))


def check_carrier(content: bytes, *, field: str = "file") -> None:
    """Refuse a PDF that acts. One that carries its own data, such as an e-invoice, is kept to the byte: it is the original.

    Raises RuleBroken about `field`: pdf_unreadable, pdf_active.
    """
    with _reading(content, field) as pdf:
        _refuse_active(pdf, _ACTIVE - _CARRIED, field)


def is_picture(content: bytes) -> bool:
    """Whether the bytes begin as a photo that is taken here does; it may still be damaged."""
    webp = (content[:4], content[8:12]) == (b"RIFF", b"WEBP")
    return webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_heic(content)


def clean_name(name: str) -> str:
    """The name for people to read: without folders, without what is not printed, eighty characters at most."""
    last = re.split(r"[\\/]", name)[-1]
    printed = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return printed.strip(" .")[-80:]


def thumbnail_of(picture: bytes) -> bytes:
    """A small JPEG of a picture that was made safe before."""
    return _picture(picture, THUMBNAIL, "file")


def file_response(content: bytes, *, content_type: str, name: str, is_shown: bool = False) -> HttpResponse:
    """Answer with a stored file that no browser runs: a download, or shown in its place when it is a picture of ours."""
    response = HttpResponse(content, content_type=content_type)
    way = "inline" if is_shown and content_type == JPEG else "attachment"
    response["Content-Disposition"] = f'{way}; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _kind_of(content: bytes, field: str) -> str:
    if is_picture(content):
        return JPEG
    if content.startswith(b"%PDF-"):
        return PDF
    raise _refused("unknown_file", field)


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC


def _picture(content: bytes, longest: int, field: str) -> bytes:
    """The first picture in the bytes, upright, on white, no side longer than `longest`, without anything beside it."""
    damaged, formats = ("heic_unreadable", ("HEIF",)) if _is_heic(content) else ("picture_unreadable", _FORMATS)
    with _decoding(field, damaged), Image.open(io.BytesIO(content), formats=formats) as opened:
        _check_pixels(opened, field)
        opened.draft("RGB", (longest, longest))  # a JPEG is decoded at the scale that is kept
        opened.load()
        _check_pixels(opened, field)  # a HEIC may be larger than its head says
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        written = io.BytesIO()
        _on_white(upright).save(written, "JPEG", quality=86, optimize=True)
        return written.getvalue()


def _check_pixels(picture: Image.Image, field: str) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _refused("picture_too_large", field)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in {"I", "F"} or picture.mode.startswith("I;"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    if has_alpha:
        clear = picture.convert("RGBA")
        page = Image.new("RGB", clear.size, "white")
        page.paste(clear, mask=clear.getchannel("A"))
        return page
    return Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())


@contextmanager
def _decoding(field: str, damaged: str) -> Iterator[None]:
    """Turn whatever a hostile or damaged picture makes the decoder say into one sentence."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except RuleBroken:
        raise
    except Image.DecompressionBombError as bomb:
        raise _refused("picture_too_large", field) from bomb
    except _DECODER_FAULTS as broken:
        raise _refused(damaged, field) from broken


def _check_pdf(content: bytes, field: str, most_pages: int | None) -> None:
    if content.rpartition(b"%%EOF")[2].strip(b"\x00\t\n\f\r ") or b"PK\x05\x06" in content[-70_000:]:
        raise _refused("pdf_unreadable", field)  # something else hangs behind the pages
    with _reading(content, field) as pdf:
        if pdf.is_encrypted:
            raise _refused("pdf_locked", field)
        if not len(pdf.pages):
            raise _refused("pdf_unreadable", field)
        if most_pages is not None and len(pdf.pages) > most_pages:
            raise _refused("pdf_too_long", field)
        _refuse_active(pdf, _ACTIVE, field)


@contextmanager
def _reading(content: bytes, field: str) -> Iterator[pikepdf.Pdf]:
    """Open a PDF, and turn whatever a hostile or damaged one makes the reader say into one sentence."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield pdf
    except RuleBroken:
        raise
    except pikepdf.PasswordError as locked:
        raise _refused("pdf_locked", field) from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, MemoryError, OSError) as broken:
        raise _refused("pdf_unreadable", field) from broken


def _refuse_active(pdf: pikepdf.Pdf, active: Set[str], field: str) -> None:
    if any(_is_active(each, active) for each in pdf.objects) or _is_active(pdf.trailer, active):
        raise _refused("pdf_active", field)


def _is_active(found: Any, active: Set[str]) -> bool:
    """Whether an object, or one written inside it, makes a reader do something. Indirect ones come by themselves."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Stream):
            each = each.stream_dict
        if isinstance(each, pikepdf.Array):
            waiting += [inside for inside in each if not _is_elsewhere(inside)]
        elif isinstance(each, pikepdf.Dictionary):
            if active & set(each.keys()) or str(each.get("/S", "")) in _ACTIONS or _opens(each.get("/OpenAction")):
                return True
            waiting += [inside for _key, inside in each.items() if not _is_elsewhere(inside)]
    return False


def _is_elsewhere(found: Any) -> bool:
    return isinstance(found, pikepdf.Object) and found.is_indirect


def _opens(action: Any) -> bool:
    """Whether opening the file does more than show a place of it, as many programs write it."""
    if isinstance(action, pikepdf.Dictionary):
        return str(action.get("/S", "")) != "/GoTo"
    return False


def _refused(code: str, field: str) -> RuleBroken:
    return RuleBroken(code, Said(_WORDS[code]), field=field)
