"""Gradio's defaults store, send or expose things; each must stay switched off."""

import httpx
import pytest

from demo.content import load_content
from demo.server import build_server


@pytest.fixture(scope="module")
def server(tagger):
    return build_server(load_content(tagger))


@pytest.fixture(scope="module")
def blocks(server):
    return next(route.app for route in server.routes if hasattr(getattr(route, "app", None), "get_blocks")).get_blocks()


def test_nothing_is_recorded_or_shared(blocks):
    assert blocks.analytics_enabled is False
    assert blocks.run_history is False
    assert blocks.enable_monitoring is False
    assert blocks.footer_links == []
    assert blocks.show_error is False
    assert blocks.ssr_mode is False
    assert not blocks.share
    assert not blocks.pwa
    assert blocks.allowed_paths == []


def test_every_event_is_private_and_goes_without_the_queue(blocks):
    events = list(blocks.fns.values())
    assert events
    for event in events:
        assert event.queue is False
        assert event.api_visibility == "private"


def test_no_component_keeps_or_takes_files(blocks):
    kinds = {type(block).__name__ for block in blocks.blocks.values()}
    assert kinds <= {"HTML", "Column", "Blocks"}


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1.example.org"])
def test_another_host_name_is_refused(host, address):
    assert httpx.get(address).status_code == 200
    assert httpx.get(address, headers={"Host": host}).status_code == 400
