"""The guard in front of Gradio, over real HTTP: only what the page needs is answered, and nothing big is read."""

import json
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from demo.content import load_content
from demo.guard import Guard
from demo.kept_answers import MOST_PAGES, KeptAnswers
from demo.server import build_server
from tests.apart import apart
from tests.speed import quick

EVENT = "/gradio_api/run/predict"
# Known addresses of Gradio 4 to 6, as full paths; the walk below adds those of the installed one.
KNOWN = (Path(__file__).parent / "gradio_addresses.txt").read_text(encoding="utf-8").split()


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def event(client):
    """Send an event as the page does; `line` may be anything."""
    page = client.get("/").text
    config = json.loads(page.split("window.gradio_config = ", 1)[1].split(";</script>", 1)[0])
    form = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "try-form")
    submit = next(one for one in config["dependencies"] if one["targets"][0][0] == form)

    def send(line="the bus is late", headers=None, **other):
        body = {
            "data": [],
            "fn_index": submit["id"],
            "trigger_id": submit["targets"][0][0],
            "event_data": {"line": line},
            "session_hash": "abcdefgh",
            **other,
        }
        return client.post(EVENT, json=body, headers=headers)

    return send


def all_paths(routes, above=""):
    for route in routes:
        path = above + getattr(route, "path", "")
        below = getattr(route, "routes", None) or getattr(getattr(route, "original_router", None), "routes", None)
        if below:
            yield from all_paths(below, path.rstrip("/"))
        else:
            yield path


def test_no_address_beyond_the_list_answers(client, tagger):
    registered = set(all_paths(build_server(load_content(tagger)).routes))
    assert len(registered) > 60
    filled = {path.replace("{", "").replace(":path}", "").replace("}", "") for path in registered}
    allowed = {"/", "/theme.css", "/favicon.ico"}
    for path in sorted(filled | set(KNOWN)):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            if method in ("GET", "HEAD") and path.split("?")[0] in allowed:
                continue
            status = client.request(method, path).status_code
            assert status == 404 or (path == EVENT and method == "POST" and status == 400), (method, path, status)


def test_a_line_gets_an_answer(event):
    answer = event()
    assert answer.status_code == 200
    assert "the bus is late" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_the_event_takes_one_line_and_nothing_else(event):
    for other in (
        {"data": ["x"]},
        {"data": None},
        {"event_data": "x"},
        {"event_data": None},
        {"fn_index": "0"},
        {"fn_index": True},
        {"trigger_id": None},
    ):
        assert event(**other).status_code == 400, other


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b"[" * 15_000, b"\xff\xfe", b'{"fn_index": 1e999}'])
def test_what_is_no_event_is_refused(client, body):
    answer = client.post(EVENT, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("line", ["x" * 281, "two\nlines", "", None, 7, ["x"], {"x": "y"}, "x" * 15_000])
def test_a_line_too_long_or_of_a_wrong_kind_is_kindly_refused(event, line):
    answer = event(line)
    assert answer.status_code == 200
    assert 'class=\\"refusal' in answer.text


def test_much_is_refused_before_it_is_read(client, event):
    assert event("x" * 17_000).status_code == 413
    address = urlsplit(str(client.base_url))
    for head, status in (("Content-Length: 60000000", b"413"), ("Transfer-Encoding: chunked", b"411")):
        started = time.perf_counter()
        with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
            connection.sendall(
                f"POST {EVENT} HTTP/1.1\r\nHost: 127.0.0.1:{address.port}\r\n{head}\r\n\r\n".encode()
                + b"5000\r\n"
                + b"x" * 0x5000
                + b"\r\n"
            )
            assert connection.recv(100).startswith(b"HTTP/1.1 " + status)
        assert quick(time.perf_counter() - started, 5)


def test_a_body_of_small_chunks_is_not_read_on(client):
    address = urlsplit(str(client.base_url))
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        started = time.perf_counter()
        head = f"POST {EVENT} HTTP/1.1\r\nHost: 127.0.0.1:{address.port}\r\nTransfer-Encoding: chunked\r\n\r\n"
        connection.sendall(head.encode())
        connection.settimeout(0.02)
        answer = b""
        while not answer and time.perf_counter() - started < 5:
            try:
                connection.sendall(b"1\r\nx\r\n")
                answer = connection.recv(100)
            except TimeoutError:
                continue
        assert answer.startswith(b"HTTP/1.1 411")
        assert quick(time.perf_counter() - started, 0.8)


def test_asking_at_many_ports_makes_gradio_give_a_file_only_once():
    asked = []

    async def answer(scope, receive, send):
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"<head></head>"})

    async def visit():
        kept = KeptAnswers(answer, head="")
        for port in range(100):
            for host in (f"localhost:{port}", "the-usual-one"):
                for path in ("/", "/theme.css"):
                    await kept.answer({"path": path, "headers": [(b"host", host.encode())]})
        return len(kept._kept)

    assert apart(visit()) == MOST_PAGES + 1
    assert asked.count("/theme.css") == 1
    assert asked.count("/") == 100 + 1


def test_a_failure_inside_is_answered_like_all_else_and_not_told_in_full(capsys):
    async def failing(scope, receive, send):
        raise OSError(f"no such thing as {scope['path']}")

    guard = Guard(failing, events=None, allowed_hosts=lambda: {"localhost"}, extra_paths={"/room": {"GET"}})

    async def ask(path):
        transport = httpx.ASGITransport(app=guard, client=("127.0.0.1", 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    for path in ("/", "/theme.css", "/room/secret"):
        answer = apart(ask(path))
        assert answer.status_code == 500
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    said = capsys.readouterr()
    assert said.out + said.err == 3 * "Doorzien could not answer a request (OSError).\n"


def test_a_name_as_long_as_no_file_has_is_not_looked_for(client):
    assert client.get(f"/assets/{'a' * 300}.js").status_code == 404


def test_other_sites_cannot_use_the_page(client, event):
    assert event(headers={"Origin": str(client.base_url)}).status_code == 200
    for headers in (
        {"Origin": "https://evil.example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = event(headers=headers)
        assert answer.status_code == 403
    for path in ("/", "/theme.css"):
        answer = client.get(path, headers={"Origin": "https://evil.example.org"})
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1.example.org", "127.0.0.1:7860:1", "", "localhost@x"])
def test_another_host_name_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_what_a_proxy_says_is_not_believed(client):
    plain = client.get("/").text
    lies = {"X-Forwarded-Host": "evil.example.org", "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example.org"}
    assert client.get("/", headers=lies).text == plain
    assert client.get("/?deep_link=x&__theme=dark").text == plain


def test_the_headers_switch_off_what_the_page_does_not_need(client, event):
    for answer in (client.get("/"), client.get("/nothing"), event(), client.get("/theme.css")):
        headers = answer.headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src 'self' 'unsafe-eval'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        for device in ("camera", "microphone", "geolocation"):
            assert f"{device}=()" in headers["permissions-policy"]
        assert "set-cookie" not in headers
    assert client.get("/").headers["cache-control"] == "no-store"
    scripts = client.get("/").headers["content-security-policy"].split("script-src", 1)[1].split(";", 1)[0]
    assert "'unsafe-inline'" not in scripts


def test_a_file_is_compressed_and_kept_by_the_browser(client):
    name = client.get("/").text.split('src="./assets/', 1)[1].split('"', 1)[0]
    answer = client.get(f"/assets/{name}")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/assets/{name}", headers=tag).status_code == 304
    assert client.get(f"/assets/{name}", headers={"Accept-Encoding": "identity"}).text == answer.text
    assert client.get("/assets/missing-12345678.js").status_code == 404
