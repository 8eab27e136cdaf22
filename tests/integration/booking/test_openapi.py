"""Schemathesis over the booking API's OpenAPI document: no 500, no answer that the document doesn't allow.

It runs in an environment of its own (its pins clash with Rasa's), which uv makes: `make soak`.
"""

import shutil
import subprocess

import pytest

from tests.support.diary import DANA, database_url, local, make_diary
from tests.support.diary_server import diary_server

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.soak
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def test_every_answer_is_one_that_the_document_allows(kind: str) -> None:
    """Whatever is sent."""
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("NOT TESTED: uv is needed for an environment with Schemathesis")
    with database_url(kind) as url:
        diary = make_diary(url)
        diary.book("csmt", "westport", local("2026-12-03T15:00"), DANA)
        diary.database.close()
        with diary_server(url) as (base, _):
            document = base.removesuffix("/api/v1") + "/openapi.json"
            command = [uv, "tool", "run", "--from", "schemathesis==4.32.5", "schemathesis", "run", document]
            run = subprocess.run(
                [*command, "--checks", CHECKS, "-n", "40", "--seed", "1"], capture_output=True, text=True
            )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-1000:]
