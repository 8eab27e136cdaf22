"""The widget's files as they are served: read once, compressed once, under an address with their version.

A page loads two of them: the loader, and `front-desk.js`, which is all modules one after the other without
their comments and imports, so that a phone makes one request and not a dozen. Its address changes with its
content, so it may be cached for ever. `/widget/<file>` serves every module as it was written, and works too.
"""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response

from frontdesk.conversations.texts import desk_text
from frontdesk.practice import Practice

FOLDER = Path(__file__).resolve().parents[2] / "widget"
# Each after those that it uses.
MODULES = (
    "dom",
    "wording",
    "contrast",
    "storage",
    "chat",
    "conversation",
    "times",
    "message",
    "footer",
    "panel",
    "styles",
    "element",
    "practice",
    "define",
)
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"


@dataclass(frozen=True)
class WidgetFile:
    """One file, ready to be sent in the encoding that a browser takes."""

    name: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        """Names the content."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def brotli(self) -> bytes:
        """The content compressed as well as brotli can."""
        compressed: bytes = brotli.compress(self.content, mode=brotli.MODE_TEXT)
        return compressed

    @cached_property
    def gzip(self) -> bytes:
        """The content for browsers that take no brotli (they do so over https only)."""
        return gzip.compress(self.content, mtime=0)

    def response(self, request_headers: Headers, cache_control: str) -> Response:
        """The file, or 304 where the browser has it. Any site may load it: it holds nothing private."""
        accepted = request_headers.get("accept-encoding", "")
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        etag = f'"{self.digest}{encoding and "-" + encoding}"'
        headers = {
            "ETag": etag,
            "Cache-Control": cache_control,
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        if etag in request_headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = {"br": self.brotli, "gzip": self.gzip}[encoding] if encoding else self.content
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(body, headers=headers, media_type=TYPES[Path(self.name).suffix])


class WidgetFiles:
    """All files of the widget, with the module that tells it about the practice."""

    def __init__(self, practice: bytes, folder: Path = FOLDER) -> None:
        files = [WidgetFile(p.name, p.read_bytes()) for p in sorted(folder.iterdir()) if p.suffix in TYPES]
        files.append(WidgetFile("practice.js", practice))
        self.by_name = {file.name: file for file in files}
        whole = joined([self.by_name[f"{name}.js"].content.decode() for name in MODULES])
        self.by_name["front-desk.js"] = WidgetFile("front-desk.js", whole.encode())
        self.version = hashlib.sha256("".join(file.digest for file in files).encode()).hexdigest()[:12]

    @cached_property
    def loader(self) -> WidgetFile:
        """`/widget.js`: fetches the version that belongs to it."""
        source = self.by_name["loader.js"].content
        address = self.path("front-desk.js").encode()
        return WidgetFile("widget.js", source.replace(b"widget/define.js", address))

    def path(self, name: str) -> str:
        """Where `name` is found, seen from the root of the desk; it changes with the content."""
        return f"widget/{self.version}/{name}"


def joined(modules: list[str]) -> str:
    """The modules as one. Comments stand on lines of their own, and no two top-level names are the same."""
    source = "".join(modules)
    source = re.sub(r"^import [^;]*;\n", "", source, flags=re.MULTILINE)
    source = re.sub(r"^export ", "", source, flags=re.MULTILINE)
    source = re.sub(r"^\s*(//|/\*\*|\* |\*/).*\n", "", source, flags=re.MULTILINE)
    return re.sub(r"\n{2,}", "\n", source)


def practice_module(practice: Practice) -> bytes:
    """What the widget knows before it asks: a module with the practice's names, phone and greeting."""
    facts = {
        "name": practice.practice.name,
        "therapist": practice.practice.therapist,
        "phone": practice.practice.phone,
        "phoneLink": phone_link(practice.practice.phone),
        "demonstration": not practice.confirmed,
        "greeting": desk_text("greeting", practice),
    }
    return f"export const practice = {json.dumps(facts)};\n".encode()


def phone_link(phone: str | None) -> str | None:
    """A number as the owner writes it, as a link to tap."""
    if phone is None:
        return None
    return "tel:" + ("+" if phone.lstrip().startswith("+") else "") + "".join(c for c in phone if c.isdigit())
