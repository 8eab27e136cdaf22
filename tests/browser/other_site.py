"""Somebody else's website, which embeds the widget."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        script = self.path.partition("?")[2]
        kind = ' type="module"' if script.endswith("define.js") else ""
        own = "<front-desk></front-desk>" if kind else ""
        tag = f'{own}<script src="{script}" defer{kind}></script>'
        page = f'<!doctype html><html lang="en"><title>Practice</title><p>Welcome</p>{tag}'
        self.wfile.write(page.encode())

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def other_site() -> Iterator[str]:
    """Its address; the query of a request names the script that the page loads."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
