"""Real web servers with the settings that ``serve --emit`` prints, on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from img2fair.targets.site.snippets import snippet

NGINX = """
daemon off; pid %(work)s/pid; error_log %(work)s/error.log; worker_processes 1; user %(user)s;
events { worker_connections 64; }
http { access_log off; client_body_temp_path %(work)s/b; proxy_temp_path %(work)s/p; fastcgi_temp_path %(work)s/f;
uwsgi_temp_path %(work)s/u; scgi_temp_path %(work)s/s; include %(work)s/site.conf; }
"""
APACHE = """
ServerRoot %(work)s
PidFile %(work)s/pid
ErrorLog %(work)s/error.log
Listen 127.0.0.1:%(port)s
ServerName 127.0.0.1
User %(user)s
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
TraceEnable off
<Directory />
    AllowOverride None
    Require all denied
</Directory>
TypesConfig /dev/null
<VirtualHost 127.0.0.1:%(port)s>
Include %(work)s/site.conf
</VirtualHost>
"""
MODULES = "authz_core alias allowmethods dir headers mime negotiation rewrite setenvif".split()


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def _program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        pytest.skip(f"no {name}")
    return found


@contextmanager
def web_server(name: str, folder: Path, work: Path, at: str | None = None) -> Iterator[int]:
    """Run nginx or Apache with the settings for a site; gives the port."""
    program = _program({"apache": "apache2"}.get(name, name))
    port, text = _free_port(), snippet(folder, name, at)
    values = {"work": work, "port": port, "user": _user()}
    if name == "nginx":
        text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
        main, command = NGINX % values, [program, "-c", str(work / "main.conf")]
    else:
        loaded = "\n".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES)
        main, command = f"{loaded}\n{APACHE % values}", [program, "-X", "-f", str(work / "main.conf")]
    (work / "site.conf").write_text(text)
    (work / "main.conf").write_text(main)
    with subprocess.Popen(command, stdout=sys.stderr, stderr=sys.stderr) as running:
        try:
            _wait(running, port)
            yield port
        finally:
            running.terminate()


def _user() -> str:
    """Root hands the work to a user without rights; anybody else stays who they are."""
    return "www-data" if os.geteuid() == 0 else Path("/proc/self").owner()


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that a server of another user can read."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        yield folder


def _wait(running: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(100):
        assert running.poll() is None, "it does not take its settings"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("it does not answer")
