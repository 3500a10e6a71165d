"""The shipped settings with the real nginx in front of real workers, and the other files of deploy/."""

import asyncio
import os
import re
import sys
from collections.abc import Iterator

import httpx
import pytest

from benchmarks.behind_nginx import SETTINGS, Cluster, cluster, nginx_program
from benchmarks.load import measure
from benchmarks.servers import Server
from demo.proxy import Proxy
from tests.room.people import Presenter, RunningRoom

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
    figures = asyncio.run(measure(behind_nginx.server, visitors=VISITORS, pause_s=0, events_each=EVENTS // VISITORS))
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
                answer = phone.post(f"/room/{code}/vote", json=vote)
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


def test_when_a_worker_stops_no_event_fails(behind_nginx, presenters, phone):
    behind_nginx.workers[0].terminate()
    figures = asyncio.run(measure(behind_nginx.server, visitors=10, pause_s=0, events_each=20))
    behind_nginx.workers[0].wait(timeout=30)
    figures_without = asyncio.run(measure(behind_nginx.server, visitors=10, pause_s=0, events_each=20))
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
