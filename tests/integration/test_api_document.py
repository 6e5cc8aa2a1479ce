"""What `/api/v1/openapi.json` says is true of the server: Schemathesis asks it what the document allows, and what it forbids."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recording import ONE_CALL, RUN, Workplace

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
# What it holds the answers against. That a server refuses everything that a schema does not name is no promise of ours.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="needs Schemathesis")
def test_the_document_is_true(workplace: Workplace, model_api: str) -> None:
    workplace.run(ONE_CALL, RUN)
    server = workplace.serve()
    url = server.client.base_url
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "COLUMNS": "200"}
    done = subprocess.run(
        [SCHEMATHESIS, "run", f"{url}/api/v1/openapi.json", "--url", url, "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
         "--max-examples", "30", "--max-time", "60", "--request-timeout", "10", "--seed", "7", "--no-color", "--suppress-health-check", "all"],
        cwd=workplace.folder, env=environment, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    shutil.rmtree(workplace.folder / ".schemathesis", ignore_errors=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    # The server is well.
    assert server.client.json("/healthz") == {"status": "ok"}
