"""What the image and the composition promise, as far as it can be proved without an engine of containers."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import app, web
from bot.delivery import Delivery
from bot.inbox import Inbox
from bot.nursery import Nursery

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
SECRET = re.compile(r"TOKEN|KEY|PASSWORD|SECRET", re.I)


def instructions() -> list[tuple[str, str]]:
    """(instruction, its words) of the Dockerfile, continued lines as one."""
    lines = [line for line in (DOCKER / "Dockerfile").read_text().splitlines() if not line.startswith("#")]
    whole = "\n".join(lines).replace("\\\n", " ")
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in whole.splitlines() if line.strip()]


def final_stage() -> list[tuple[str, str]]:
    found = instructions()
    last = max(place for place, (name, _) in enumerate(found) if name == "FROM")
    return found[last:]


def words(instruction: str) -> list[str]:
    return [said for name, said in final_stage() if name == instruction]


def copied() -> list[str]:
    """What of the repository goes into the final stage."""
    return [shlex.split(said)[0] for said in words("COPY") if not said.startswith("--from")]


@pytest.fixture(scope="module")
def composition() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    return found


class TestTheImage:
    def test_is_built_on_named_versions_and_leaves_the_tools_behind(self) -> None:
        bases = [said.split()[0] for name, said in instructions() if name == "FROM"]
        assert bases == ["python:3.11-slim-bookworm"] * 2
        assert not any("pip install" in said for said in words("RUN"))

    def test_installs_only_what_is_pinned_with_a_hash(self) -> None:
        (install,) = [said for name, said in instructions() if name == "RUN" and "pip install" in said]
        assert "--require-hashes -r /requirements.txt" in install
        pins = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text().strip())
        pinned = [pin for pin in pins if not pin.startswith("#")]
        assert len(pinned) > 20
        assert all(re.match(r"[\w.\-\[\],]+==\S+", pin) and "--hash=sha256:" in pin for pin in pinned)

    def test_does_not_run_as_root_and_cannot_change_its_own_code(self) -> None:
        found = final_stage()
        assert words("USER") == ["10001:10001"]
        user = found.index(("USER", "10001:10001"))
        assert all(name not in ("COPY", "ADD", "RUN") for name, _ in found[user:])
        assert not any("--chown" in said for said in words("COPY"))
        assert any("--owner bot --group bot --mode 0700 /data" in said for said in words("RUN"))

    def test_keeps_the_data_in_a_volume_and_knows_that_it_is_an_image(self) -> None:
        settings = dict(pair.split("=", 1) for said in words("ENV") for pair in shlex.split(said))
        assert words("VOLUME") == ["/data"]
        assert settings["DATA_DIR"] == "/data"
        assert settings["BOT_IN_IMAGE"] == "1"
        assert words("EXPOSE") == [settings["HTTP_PORT"]]

    def test_holds_no_secret(self) -> None:
        named = [said for name, said in instructions() if name in ("ENV", "ARG")]
        assert not any(SECRET.search(said) for said in named)

    def test_gets_nothing_but_what_it_needs(self) -> None:
        lines = (ROOT / ".dockerignore").read_text().splitlines()
        rules = [line for line in lines if line and not line.startswith("#")]
        assert rules[0] == "*"
        allowed = {rule[1:] for rule in rules if rule.startswith("!")}
        assert allowed == {*copied(), "requirements.txt"}
        assert not allowed & {"data", ".env", ".git", "keys", "."}
        assert {"**/.env*", "**/*.db*", "**/*.key"} <= set(rules)

    def test_has_every_package_of_the_program(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())
        packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
        assert {package.rstrip("*") for package in packages} | {"locales", "content"} <= set(copied())

    @pytest.mark.slow
    def test_starts_from_what_was_copied_and_stops_without_a_token(self, tmp_path: Path) -> None:
        for name in copied():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tmp_path / name)
        started = (
            "import sys; from bot.__main__ import main; import bot.commands.run; code = main(['run']);"
            "floors = ('bot', 'handlers', 'council', 'storage');"
            "ours = [module for name, module in sys.modules.items() if name.split('.')[0] in floors];"
            f"assert all((module.__file__ or '').startswith({str(tmp_path)!r}) for module in ours), 'copy all';"
            "sys.exit(code)"
        )
        environment = {"PATH": os.environ["PATH"], "BOT_IN_IMAGE": "1", "DATA_DIR": str(tmp_path / "data")}
        done = subprocess.run(
            [sys.executable, "-B", "-c", started], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert (done.returncode, done.stdout) == (2, "")
        (sentence,) = done.stderr.splitlines()
        assert sentence.startswith("BOT_TOKEN")
        assert not (tmp_path / "data").exists()


class Page(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def healthy(port: int) -> bool:
    """Runs the image's own check."""
    (check,) = words("HEALTHCHECK")
    command = yaml.safe_load(check[check.index("CMD") + 4 :])
    command[0] = sys.executable
    token = "123456789:AAaaBBbbCCccDDddEEeeFFff"
    environment = {"PATH": os.environ["PATH"], "BOT_TOKEN": token, "HTTP_HOST": "0.0.0.0", "HTTP_PORT": str(port)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode == 0


def test_the_image_is_healthy_while_the_bot_says_so(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert healthy(port)
    monkeypatch.setattr(Page, "status", 503)
    assert not healthy(port)
    assert not healthy(1)


def longest_stop() -> float:
    """Seconds that an orderly stop may take when everything hangs (bot/app.py): what is waited for, then cancelled."""
    waited = [web.DRAIN, *map(_patience, (Inbox.close, Delivery.close, app._flush))]
    return sum(waited) + 5 * _patience(Nursery.close)


def _patience(stop: Callable[..., object]) -> float:
    return next(float(one.default) for one in signature(stop).parameters.values() if one.default is not one.empty)


class TestTheComposition:
    def test_starts_the_bot_alone_unless_more_is_asked_for(self, composition: dict[str, Any]) -> None:
        profiles = {name: service.get("profiles") for name, service in composition["services"].items()}
        assert profiles == {"bot": None, "caddy": ["webhook"], "postgres": ["scale"], "redis": ["scale"]}
        needs = composition["services"]["bot"]["depends_on"]
        assert all(need["required"] is False for need in needs.values())

    def test_lets_nobody_write_but_where_data_lie(self, composition: dict[str, Any]) -> None:
        for service in composition["services"].values():
            assert service["read_only"] is True
            assert service["cap_drop"] == ["ALL"]
            assert "no-new-privileges:true" in service["security_opt"]
            assert not service.get("privileged")
            for volume in service.get("volumes", []):
                source, _, rest = volume.partition(":")
                assert rest.endswith(":ro") if source.startswith(".") else source in composition["volumes"]

    def test_keeps_the_bots_data_and_gives_it_time_to_stop(self, composition: dict[str, Any]) -> None:
        bot = composition["services"]["bot"]
        assert "data:/data" in bot["volumes"]
        assert bot["environment"] == {"DATA_DIR": "/data", "HTTP_HOST": "0.0.0.0", "HTTP_PORT": "8080"}
        assert int(bot["stop_grace_period"].removesuffix("s")) > longest_stop()
        assert bot["restart"] == "unless-stopped"
        assert (DOCKER / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()

    def test_opens_ports_for_the_proxy_alone(self, composition: dict[str, Any]) -> None:
        services = composition["services"]
        assert {name for name, service in services.items() if service.get("ports")} == {"caddy"}
        assert composition["networks"]["inside"]["internal"] is True
        assert services["postgres"]["networks"] == services["redis"]["networks"] == ["inside"]

    def test_names_every_version(self, composition: dict[str, Any]) -> None:
        for name, service in composition["services"].items():
            _, _, tag = service["image"].partition(":")
            assert tag == "local" if name == "bot" else re.match(r"\d", tag)

    def test_holds_no_secret(self, composition: dict[str, Any]) -> None:
        for service in composition["services"].values():
            for name, value in service.get("environment", {}).items():
                assert not SECRET.search(name) or re.fullmatch(r"\$\{\w+:-\}", value)

    def test_the_proxy_hides_what_is_for_the_administrator(self) -> None:
        rules = (DOCKER / "Caddyfile").read_text()
        for path in ("/healthz", "/readyz", "/metrics"):
            assert re.search(rf"@inside path .*{path}\b", rules)
        assert "respond @inside 404" in rules
        assert "log" not in re.sub(r"#.*", "", rules)


def test_an_upgrade_begins_with_a_backup() -> None:
    made = subprocess.run(["make", "-n", "-o", ".venv/run", "upgrade"], cwd=ROOT, capture_output=True, text=True)
    steps = [line.split("-m bot ")[1] for line in made.stdout.splitlines() if "-m bot" in line]
    assert steps == ["backup", "run"]
