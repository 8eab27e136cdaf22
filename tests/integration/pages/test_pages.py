"""The demonstration page and the widget's files over HTTP."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from fastapi.testclient import TestClient

from tests.desk_kit import build


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(build(tmp_path_factory.mktemp("pages")).app) as client:
        yield client


def address_in(loader: str) -> str:
    return "/" + loader.partition("'")[2].partition("'")[0]


def test_the_loader_names_a_file_that_may_be_cached_for_ever(client: TestClient) -> None:
    """Its address changes with its content."""
    loader = client.get("/widget.js")
    assert loader.headers["cache-control"] == "no-cache"
    module = client.get(address_in(loader.text))
    assert module.status_code == 200
    assert "immutable" in module.headers["cache-control"]
    assert module.headers["access-control-allow-origin"] == "*"


def test_an_old_version_gets_the_present_file_uncached(client: TestClient) -> None:
    """A page that was open during an update works on."""
    old = client.get("/widget/0123456789ab/front-desk.js")
    assert old.status_code == 200
    assert old.headers["cache-control"] == "no-cache"


def test_every_module_can_be_read_as_it_was_written(client: TestClient) -> None:
    """Comments and all."""
    for path in (Path(__file__).parents[3] / "widget").glob("*.js"):
        assert client.get(f"/widget/{path.name}").text == path.read_text("utf-8")


def test_a_known_file_is_not_sent_again(client: TestClient) -> None:
    """The browser shows the tag that it has."""
    first = client.get("/widget/panel.js")
    again = client.get("/widget/panel.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_files_come_in_the_encoding_that_the_browser_takes(
    client: TestClient, accepted: str, sent: str | None
) -> None:
    """And each encoding has its own tag."""
    with client.stream("GET", "/widget/dom.js", headers={"Accept-Encoding": accepted}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == sent
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent]
    assert b"export function h(" in unpack(raw)
    assert (sent or "") in answer.headers["etag"]


@pytest.mark.parametrize("name", ["nothing.js", "package.json", "..%2fpractice.yml", "%2e%2e/practice.yml"])
def test_nothing_else_can_be_read(client: TestClient, name: str) -> None:
    """Only the widget's own files have addresses."""
    assert client.get(f"/widget/{name}").status_code == 404


def test_pages_forbid_foreign_content(client: TestClient) -> None:
    """The page with the widget allows own scripts under Trusted Types, the chat page none at all."""
    with_widget = client.get("/").headers["content-security-policy"]
    without = client.get("/chat").headers["content-security-policy"]
    assert "script-src 'self'" in with_widget
    assert "trusted-types 'none'" in with_widget
    assert "script-src" not in without
    for policy in (with_widget, without):
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_the_demonstration_page_names_what_the_practice_offers(client: TestClient) -> None:
    """Services and hours from practice.yml, and that they are examples."""
    page = client.get("/").text
    assert "Lymphatic drainage massage" in page
    assert "10 AM to 6 PM" in page
    assert "Demonstration" in page
