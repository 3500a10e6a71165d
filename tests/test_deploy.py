"""The shipped settings with the real nginx in front of real workers, and the other files of deploy/."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import yaml
from playwright.sync_api import Error as PlaywrightError

from benchmarks.behind_nginx import SETTINGS, SHIPPED_PORTS, Cluster, cluster, nginx_program, rendered
from benchmarks.load import measure
from benchmarks.servers import Server, free_port
from demo.proxy import Proxy
from models.source import REPOSITORY
from tests.apart import apart
from tests.room.people import Presenter, RunningRoom, wait_until

DEPLOY = REPOSITORY / "deploy"
EVENTS = 5000
VISITORS = 25


@pytest.fixture(scope="module")
def behind_nginx(tagger) -> Iterator[Cluster]:
    if not nginx_program():
        if os.environ.get("CI") and sys.platform == "linux":
            pytest.fail("CI must have nginx: install nginx-light")
        pytest.skip("no nginx on this machine")
    with cluster("--room") as running:
        yield running


@pytest.fixture(scope="module")
def presenters(behind_nginx):
    """The presenter of each worker's room, at the machine itself."""
    presenters = []
    for port, worker in zip(behind_nginx.ports, behind_nginx.workers, strict=True):
        line = next(line for line in iter(worker.stdout.readline, "") if "presenter's page" in line)
        presenters.append(Presenter(RunningRoom(f"http://127.0.0.1:{port}", line.strip().partition("#")[2])))
    return presenters


@pytest.fixture
def phone(behind_nginx):
    with httpx.Client(base_url=f"http://127.0.0.1:{behind_nginx.port}", trust_env=False) as phone:
        yield phone


def test_events_go_to_any_worker_and_none_fails(behind_nginx):
    workers = [
        Server("doorzien", port, (worker.pid,))
        for port, worker in zip(behind_nginx.ports, behind_nginx.workers, strict=True)
    ]
    busy = [worker.core_seconds() for worker in workers]
    figures = apart(measure(behind_nginx.server, visitors=VISITORS, pause_s=0, events_each=EVENTS // VISITORS))
    assert (figures.events, figures.errors) == (EVENTS, 0)
    shares = [worker.core_seconds() - before for worker, before in zip(workers, busy, strict=True)]
    assert min(shares) > sum(shares) / 4


def test_phones_reach_the_worker_that_holds_their_room(presenters, phone):
    for opened in range(4):
        for holder, presenter in enumerate(presenters):
            presenter.step("start")
            code = presenter.code
            presenter.step("choose", "practice-en")
            assert phone.get("/join", params={"code": code}, follow_redirects=True).status_code == 200
            for _ in range(4):
                state = phone.get(f"/room/{code}/state").raise_for_status().json()
            for number in range(5):
                vote = {"ballot": f"{number:032x}", "answers": ["gifts"]}
                vote |= {"opening": state["opening"], "stage": state["stage"]}
                # As a phone's browser says it behind a proxy that speaks HTTPS.
                origin = {"Origin": f"https://127.0.0.1:{phone.base_url.port}"}
                answer = phone.post(f"/room/{code}/vote", json=vote, headers=origin)
                assert answer.status_code == 204, (opened, holder, answer.status_code)
            assert presenter.state()["progress"] == "more"


def test_the_presenter_is_never_reached_through_the_proxy(presenters, phone):
    secret = {"X-Room-Secret": presenters[0].client.headers["X-Room-Secret"]}
    for path in (
        "/room",
        "/room/control/state",
        "/room//control/state",
        "//room/control/state",
        "/room/%63ontrol/state",
        "/join/../room/control/state",
        "/room/x/../control/state",
        "/room/control%2Fstate",
    ):
        assert phone.get(path, headers=secret).status_code == 404, path


def test_much_is_refused_by_the_proxy_and_headers_are_the_apps(phone):
    answer = phone.post("/gradio_api/run/predict", content=b"x" * 17_000)
    assert answer.status_code == 413
    page = phone.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "nginx" not in page.headers["server"] or "/" not in page.headers["server"]
    assert phone.get("/", headers={"Host": "evil.example.org"}).status_code == 400


@pytest.fixture
def over_https(behind_nginx, tmp_path) -> Iterator[str]:
    """The address of a second nginx that speaks HTTPS with the settings in the README."""
    port = free_port()
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    https = re.search(r"```nginx\n(.*?)```", readme, re.DOTALL)[1]
    https = https.replace("listen 443", f"listen 127.0.0.1:{port}").replace("/etc/ssl/", f"{tmp_path}/")
    key, certificate = tmp_path / "doorzien.key", tmp_path / "doorzien.pem"
    request = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run(["openssl", "req", *request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    settings = rendered(port, behind_nginx.ports, tmp_path).replace(f"listen 127.0.0.1:{port};", https)
    (tmp_path / "nginx.conf").write_text(settings, encoding="utf-8")
    command = [nginx_program(), "-p", str(tmp_path), "-c", "nginx.conf", "-g", "daemon off;"]
    with subprocess.Popen(command) as nginx:
        try:
            wait_until(lambda: not socket.socket().connect_ex(("127.0.0.1", port)), 20)
            yield f"https://127.0.0.1:{port}"
        finally:
            nginx.terminate()


def test_the_page_works_over_https_as_the_readme_says(over_https, browser):
    context = browser.new_context(ignore_https_errors=True, locale="en")
    page = context.new_page()
    asked, faults = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: faults.append(f"{request.url}: {request.failure}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    try:
        page.goto(f"{over_https}/#try")
        page.locator("form.try input").fill("see you on friday")
        page.locator("form.try input").press("Enter")
        page.locator("section.result").wait_for()
        assert [url for url in asked if not url.startswith((f"{over_https}/", "data:"))] == []
        assert faults == []
    except PlaywrightError as error:
        error.add_note(f"faults: {faults}; last asked: {asked[-5:]}")
        raise
    finally:
        context.close()


def test_when_a_worker_stops_no_event_fails(behind_nginx, presenters, phone):
    behind_nginx.workers[0].terminate()
    figures = apart(measure(behind_nginx.server, visitors=10, pause_s=0, events_each=20))
    behind_nginx.workers[0].wait(timeout=30)
    figures_without = apart(measure(behind_nginx.server, visitors=10, pause_s=0, events_each=20))
    assert (figures.errors, figures_without.errors) == (0, 0)


def test_each_worker_gives_out_its_own_codes():
    workers = tuple(f"worker-{number}:7860" for number in range(5))
    proxies = [Proxy("https://doorzien.example.org", (own, *(one for one in workers if one != own))) for own in workers]
    for own, proxy in zip(workers, proxies, strict=True):
        codes = {proxy.new_code() for _ in range(20)}
        assert len(codes) == 20
        assert {other.worker_of(code) for code in codes for other in proxies} == {own}


def test_all_lines_of_workers_in_the_settings_are_the_same():
    blocks = re.findall(r"upstream \w+ \{(.*?)\}", SETTINGS.read_text(encoding="utf-8"), re.DOTALL)
    servers = [re.findall(r"server [^;]+;", block) for block in blocks]
    assert servers[0] == servers[1]
    assert len(servers[0]) == len(set(servers[0])) >= 2


def documents(name):
    return [one for one in yaml.safe_load_all((DEPLOY / name).read_text(encoding="utf-8")) if one]


def known_options():
    asked = subprocess.run([sys.executable, "-m", "demo", "--help"], capture_output=True, text=True, check=True)
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", asked.stdout)  # which GitHub's machines get
    return set(re.findall(r"--[a-z-]+", without_colours))


def test_compose_starts_the_workers_that_nginx_names():
    services = documents("compose.yaml")[0]["services"]
    workers = [name for name, one in services.items() if one["image"] == "doorzien"]
    script = services["nginx"]["command"][-1]
    for port, worker in zip(SHIPPED_PORTS, workers, strict=True):
        assert f"s/127.0.0.1:{port}/{worker}:7860/" in script
    for name, service in services.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["tmpfs"] == ["/tmp"], name
    (builder,) = [one["build"] for one in services.values() if "build" in one]  # two at once would write one image
    assert (DEPLOY / builder["dockerfile"].removeprefix("deploy/")).is_file()
    assert {option for name in workers for option in services[name]["command"] if option[:2] == "--"} <= known_options()


def test_kubernetes_runs_without_root_and_finds_its_pods():
    by_kind = {one["kind"]: one for one in documents("kubernetes.yaml")}
    pod = by_kind["Deployment"]["spec"]["template"]
    container = pod["spec"]["containers"][0]
    assert pod["spec"]["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert not container["securityContext"]["allowPrivilegeEscalation"]
    assert {option for option in container["args"] if option.startswith("--")} <= known_options()
    assert by_kind["Service"]["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    assert by_kind["NetworkPolicy"]["spec"]["egress"] == []
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


def test_nginx_may_open_a_file_for_each_side_of_every_connection():
    settings = SETTINGS.read_text(encoding="utf-8")
    (files,) = re.findall(r"^worker_rlimit_nofile (\d+);", settings, re.MULTILINE)
    (connections,) = re.findall(r"worker_connections (\d+);", settings)
    assert int(files) >= 2 * int(connections)


def test_the_containers_health_check_passes_while_doorzien_answers(address):
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    _, *command = json.loads(re.search(r"^HEALTHCHECK .*?CMD (\[.*?\])$", text, re.MULTILINE | re.DOTALL)[1])
    dead_proxy = dict.fromkeys(("http_proxy", "HTTP_PROXY"), "http://127.0.0.1:9")  # as containers inherit them
    for port, passes in ((urlsplit(address).port, True), (free_port(), False)):
        checked = subprocess.run(
            [sys.executable, *(part.replace("7860", str(port)) for part in command)],
            env={**os.environ, **dead_proxy},
            stderr=subprocess.DEVNULL,
        )
        assert (checked.returncode == 0) == passes


@pytest.mark.parametrize("name", ["Containerfile", "huggingface/Dockerfile"])
def test_containers_install_by_hash_and_run_without_root(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    assert "--require-hashes --only-binary :all:" in text
    assert re.search(r"^USER \d{4,}:\d{4,}$", text, re.MULTILINE)
    for copied in re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE):
        assert (REPOSITORY / copied).exists(), copied
    assert set(re.findall(r"--(?:no-browser|reachable|port|public)", text)) <= known_options()
    assert text.rindex("USER ") < max(text.rfind("CMD ["), text.rfind("ENTRYPOINT ["))


def test_a_space_says_what_it_is():
    front = (DEPLOY / "huggingface" / "README.md").read_text(encoding="utf-8").split("---")[1]
    card = yaml.safe_load(front)
    assert (card["sdk"], card["app_port"]) == ("docker", 7860)
