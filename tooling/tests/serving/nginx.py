"""A real nginx that runs the recipe on a port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.lacking import NGINX
from tests.logs import REPOSITORY

RECIPE = REPOSITORY / "docs" / "serving" / "nginx.conf"
# A browser trusts this name as if it were encrypted, which stands for what the tests leave out.
NAME = "escalations.localhost"

_AROUND = """\
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  scgi_temp_path {folder}/scgi;
  uwsgi_temp_path {folder}/uwsgi;
  include {folder}/recipe.conf;
}}
"""


def required() -> Path:
    """Find nginx. Skip the test where there is none, or fail it where `CI` is `true`."""
    places = os.environ.get("PATH", "").split(os.pathsep)
    # Debian puts it where only the path of root leads.
    places += ["/usr/sbin"] if "/usr/bin" in places else []
    found = shutil.which("nginx", path=os.pathsep.join(places))
    return NGINX.give_up() if found is None else Path(found)


# One machine asks more in a test than many readers would.
_WITHOUT_HASTE = {"rate=50r/s": "rate=100000r/s", "rate=5r/s": "rate=100000r/s"}


def adapted(
    recipe: str, *, port: int, root: Path, sign_in: str, log: Path, is_limited: bool
) -> str:
    """Change what the recipe's head says to change, and leave out the encryption."""
    changes = {
        **({} if is_limited else _WITHOUT_HASTE),
        "listen 443 ssl default_server;": f"listen 127.0.0.1:{port} default_server;",
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "server 127.0.0.1:4180;": f"server {sign_in};",
        "root /srv/escalation-log/current;": f"root {root};",
        "/var/log/nginx/escalation-log.log": str(log),
        "ESCALATIONS.EXAMPLE.ORG": NAME,
    }
    for old, new in changes.items():
        assert old in recipe, old
        recipe = recipe.replace(old, new)
    lines = recipe.splitlines(keepends=True)
    return "".join(line for line in lines if not line.lstrip().startswith("ssl_"))


@contextmanager
def serving(folder: Path, *, root: Path, sign_in: str, is_limited: bool = False) -> Iterator[int]:
    """Run the recipe until the end of the block, with its limits if told so; give its port."""
    nginx, port = required(), _free_port()
    text = adapted(
        RECIPE.read_text("utf-8"),
        port=port,
        root=root,
        sign_in=sign_in,
        log=folder / "access.log",
        is_limited=is_limited,
    )
    (folder / "recipe.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(_AROUND.format(folder=folder, user=user))
    error_log = folder / "error.log"
    process = subprocess.Popen(
        [nginx, "-p", folder, "-c", configuration, "-e", error_log], stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process, error_log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], error_log: Path) -> None:
    for _ in range(1_200):
        assert process.poll() is None, error_log.read_text("utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nginx did not begin to listen")
