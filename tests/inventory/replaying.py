"""A small server on loopback that gives a browser the pages as they were laid down, and the portal's real static files."""

import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings

CACHING = {"Cache-Control": "max-age=315360000, public, immutable", "Access-Control-Allow-Origin": "*"}
"""As WhiteNoise answers for files whose name holds their hash."""
PACKS = "django.middleware.gzip.GZipMiddleware"
AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
AXE_PATH = "/axe.js"
COOKIE = "page"
"""Names the file to give for whatever address is asked: the same address is another page for another person."""


class Shelf(BaseHTTPRequestHandler):
    """Gives a page, a static file, or nothing (204) for what scripts ask."""

    protocol_version = "HTTP/1.1"
    # in one piece: sent in two, the second waits 40 ms for the browser's word about the first
    wbufsize = -1
    disable_nagle_algorithm = True
    folder: Path
    headers_of: dict[str, dict[str, str]]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            self._give_static(path.removeprefix("/static/"))
        elif path == AXE_PATH:
            self._answer(200, AXE.read_bytes(), {"Content-Type": "text/javascript", **CACHING})
        elif self.headers.get("Sec-Fetch-Dest", "document") == "document":
            self._give_page()
        else:
            self._answer(204, b"", {})

    def do_POST(self) -> None:
        """What a page tells the portal as it opens (a question was read) changes nothing here."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(204, b"", {})

    def _give_page(self) -> None:
        morsel = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        name = Path(morsel.value).name if morsel else ""
        body = (self.folder / "pages" / name).read_bytes()
        headers = {"Content-Type": "text/html; charset=utf-8", **self.headers_of.get(name, {})}
        if self._takes_gzip() and PACKS in settings.MIDDLEWARE:
            body, headers = gzip.compress(body), headers | {"Content-Encoding": "gzip"}
        headers.pop("Content-Length", None)
        self._answer(200, body, headers)

    def _takes_gzip(self) -> bool:
        return "gzip" in self.headers.get("Accept-Encoding", "")

    def _give_static(self, name: str) -> None:
        file = (self.folder / "static" / name).resolve()
        if not file.is_file() or self.folder / "static" not in file.parents:
            self._answer(404, b"", {})
            return
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        packed = file.with_name(f"{file.name}.gz")
        if self._takes_gzip() and packed.is_file():
            self._answer(200, packed.read_bytes(), {"Content-Type": kind, "Content-Encoding": "gzip", **CACHING})
            return
        self._answer(200, file.read_bytes(), {"Content-Type": kind, **CACHING})

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        """Say nothing: the tests say what is wrong."""


@contextmanager
def shelf(folder: Path, headers_of: dict[str, dict[str, str]]) -> Iterator[str]:
    """Serve the folder; yields the address."""
    handler = type("ThisShelf", (Shelf,), {"folder": folder.resolve(), "headers_of": headers_of})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
