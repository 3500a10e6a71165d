"""What stands in the room's pages, and the idle hour over its routes; the web application without a network."""

import re
import time

import httpx
import pytest
from starlette.applications import Starlette

from data import load_texts
from demo.content import load_content
from demo.room.addresses import Network, NetworkAddress, likeliest_first
from demo.room.pages import RoomPages, share
from demo.room.questions import questions
from demo.room.routes import RoomRoutes
from demo.room.session import Session
from demo.room.votes import IDLE_SECONDS, ORDINARY, tally
from demo.server import build_server
from tests.apart import apart
from tests.speed import quick

TEXTS = load_texts()
NOWHERE = Network(look=lambda: ())


class Clock:
    seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture(scope="module")
def content(tagger):
    return load_content(tagger)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def session(content, clock):
    return Session(questions(content), (*(tag.id for tag in content.tags), ORDINARY), clock)


def test_several_addresses_are_all_offered_with_a_code_each_of_their_own(content, session):
    addresses = (NetworkAddress("192.168.1.20", "Wi-Fi"), NetworkAddress("10.0.0.3", "Ethernet"))
    page = RoomPages(content, Network(look=lambda: addresses)).stage(session, 7860)
    for one in addresses:
        assert f"{one.address}:7860/join" in page
        assert one.card in page
    drawn = re.findall(r'class="qrline"[^>]* d="([^"]+)"', page)
    assert len(set(drawn)) == 2


def test_the_presenter_is_told_of_a_machine_on_no_network(content, session):
    page = RoomPages(content, NOWHERE).stage(session, 7860)
    assert TEXTS["en"].room["lobby_none"] in page


def test_behind_a_proxy_phones_join_at_its_address(content, session):
    page = RoomPages(content, Network("https://doorzien.example.org/")).stage(session, 7860)
    assert "doorzien.example.org/join" in page
    assert TEXTS["en"].room["lobby_none"] not in page


def test_another_network_has_another_address_and_the_presenter_sees_it(content, session):
    found = [(NetworkAddress("192.168.1.20", "Wi-Fi"),), (NetworkAddress("10.0.0.3", "Wi-Fi"),)]
    network = Network(look=lambda: found[0])
    routes = RoomRoutes(content, session, network=network)

    def state(**headers):
        headers = {"X-Room-Secret": routes.secret, **headers}
        return asked(routes, "/room/control/state", "127.0.0.1", **headers)

    before = state()
    assert "192.168.1.20" in before.json()["html"]
    assert state(**{"If-None-Match": before.headers["etag"]}).status_code == 304
    found.pop(0)
    apart(network.look_again())
    after = state(**{"If-None-Match": before.headers["etag"]})
    assert "10.0.0.3" in after.json()["html"]
    assert after.json()["network"] != before.json()["network"]
    assert after.json()["seen"] == before.json()["seen"]  # nothing else has changed: the presenter's next press counts
    assert routes.hosts == ["10.0.0.3"]


def test_addresses_that_no_phone_can_reach_are_left_out_or_last():
    found = {
        NetworkAddress("127.0.0.1", "lo"),
        NetworkAddress("169.254.3.4", "Ethernet 2"),
        NetworkAddress("172.17.0.1", "docker0"),
        NetworkAddress("8.8.4.4", "ppp0"),
        NetworkAddress("192.168.1.20", "Wi-Fi"),
    }
    assert [one.address for one in likeliest_first(found)] == ["192.168.1.20", "8.8.4.4", "172.17.0.1"]


def test_a_hidden_count_has_one_length_whatever_it_is():
    lengths = {share("a", (tally([{"a"}] * few + [{"b"}] * 20, ("a", "b")),), 0) for few in (1, 2, 3, 4)}
    assert len(lengths) == 1


def test_the_votes_stand_beside_model_and_makers_and_the_line_is_escaped(content, session):
    session.choose("skate-film-nl")
    while not session.question.tags:
        session.forward()
    assert session.votes.stage == "first"
    hidden = RoomPages(content, NOWHERE).stage(session, 7860)
    assert "<mark" not in hidden
    session.forward()
    shown = RoomPages(content, NOWHERE).stage(session, 7860)
    assert "<mark" in shown
    for texts in TEXTS.values():
        assert texts.room["makers_title"] in shown
        assert texts.tags[session.question.tags[0]].short in shown


def asked(routes, path, address="10.0.0.9", **headers):
    async def ask():
        transport = httpx.ASGITransport(app=Starlette(routes=routes.routes()), client=(address, 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://room") as client:
            return await client.get(path, headers=headers)

    return apart(ask())


def test_the_page_starts_in_the_language_of_the_cookie(content, session):
    routes = RoomRoutes(content, session)
    for cookie, language in (("language=nl", "nl"), ("a=b; language=en", "en"), ("language=xx", "en"), ("nl", "en")):
        page = asked(routes, "/join", Cookie=cookie, **{"Accept-Language": "en"}).text
        assert f'<html lang="{language}"' in page, cookie


def test_a_cookie_that_is_slow_to_read_is_not_read(content, session):
    routes = RoomRoutes(content, session)
    started = time.perf_counter()
    assert asked(routes, "/join", Cookie='x="' + "\\a" * 50_000 + '"').status_code == 200
    assert quick(time.perf_counter() - started, 1)


def test_phones_get_the_pages_of_the_room_alone(content, session):
    network = Network(look=lambda: (NetworkAddress("192.168.1.20", "Wi-Fi"),))
    event = {"fn_index": 1, "trigger_id": 1, "event_data": {"line": "the bus is late"}, "data": []}

    def statuses(client, **settings):
        app = build_server(content, room=RoomRoutes(content, session, network=network), **settings)

        async def ask():
            transport = httpx.ASGITransport(app=app, client=(client, 1234))
            async with httpx.AsyncClient(transport=transport, base_url="http://192.168.1.20:7860") as phone:
                start, join = await phone.get("/"), await phone.get("/join")
                sent = await phone.post("/gradio_api/run/predict", json=event)
                others = [await phone.get("/theme.css"), sent]
                return (
                    start.status_code,
                    start.headers.get("location"),
                    join.status_code,
                    *(one.status_code == 404 for one in others),
                )

        return apart(ask())

    assert statuses("192.168.1.77") == (303, "/join", 200, True, True)
    assert statuses("127.0.0.1") == (200, None, 200, False, False)
    assert statuses("192.168.1.77", reachable=True) == (200, None, 200, False, False)


def test_an_idle_hour_closes_the_room_for_phones_and_presenter(content, session, clock):
    routes = RoomRoutes(content, session)
    code = session.code
    assert asked(routes, f"/room/{code}/state").status_code == 200
    clock.seconds += IDLE_SECONDS
    assert asked(routes, f"/room/{code}/state").status_code == 404
    state = asked(routes, "/room/control/state", "127.0.0.1", **{"X-Room-Secret": routes.secret}).json()
    assert state["stage"] == "closed"
    assert code not in repr([vars(session), vars(session.votes), state])


def test_the_room_closes_with_the_program(content, session):
    routes = RoomRoutes(content, session)

    async def run():
        async with routes.open():
            assert session.code

    apart(run())
    assert session.code is None
    assert session.votes.stage == "closed"


def test_no_text_of_the_room_asks_for_own_experience_or_blames():
    banned = {"en": r"should have|have you ever|never share|who has", "nl": r"had (je )?moeten|heb je ooit|wie heeft"}
    for code, texts in TEXTS.items():
        for key, text in texts.room.items():
            assert not re.search(banned[code], text, re.IGNORECASE), key
            for sentence in re.split(r"[.?!:…]", text):
                assert len(sentence.split()) <= 14, (key, sentence)
