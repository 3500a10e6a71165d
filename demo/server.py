"""Serves the app on this machine only, one process, and says so once it answers."""

import contextlib
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI

from demo.app import build_blocks, css, head
from demo.content import Content
from demo.events import Events
from demo.guard import Guard
from demo.patience import MOST_WAITING, PatientProtocol, make_room_for_visitors
from demo.proxy import Proxy
from demo.room.routes import PATHS, RoomRoutes

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"


class PortTakenError(RuntimeError):
    """Another program listens on the wanted port."""


def build_server(
    content: Content,
    *,
    free_text: bool = True,
    room: RoomRoutes | None = None,
    reachable: bool = False,
    proxy: Proxy | None = None,
) -> FastAPI:
    """Return the web application: Gradio with every setting that would store, send or expose something switched off.

    With a `room`, its pages stand beside it, and the machine's own network addresses are answered too; behind a
    `proxy`, its name is. Phones on the network get the room's pages alone, unless the whole is to be `reachable`.
    """
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    if room:
        server.router.routes.extend(room.routes())
    blocks = build_blocks(content, free_text=free_text)
    _mount(server, blocks, css(content))
    doors = _doors(room, proxy, reachable=reachable)
    server.add_middleware(Guard, events=Events(blocks), head=head(content), **doors)
    return server


def _doors(room: RoomRoutes | None, proxy: Proxy | None, *, reachable: bool) -> dict[str, Any]:
    """Return the guard's settings for who may ask for what."""
    own_hosts = [HOST, "localhost", "[::1]", *([proxy.host] if proxy else ())]
    return {
        "allowed_hosts": lambda: [*own_hosts, *(room.hosts if room else ())],
        "extra_paths": PATHS if room else None,
        "others_start": "/join" if room and not (reachable or proxy) else None,
    }


def _mount(server: FastAPI, blocks: gr.Blocks, css: str) -> None:
    font = gr.themes.Font("system-ui")
    gr.mount_gradio_app(
        server,
        blocks,
        path="/",
        server_name=HOST,
        run_history=False,
        footer_links=[],
        enable_monitoring=False,
        max_file_size=1,
        mcp_server=False,
        pwa=False,
        ssr_mode=False,
        show_error=False,
        theme=gr.themes.Base(font=font, font_mono=font),
        css=css,
    )


def serve(
    content: Content,
    *,
    port: int,
    open_browser: bool,
    free_text: bool = True,
    with_room: bool = False,
    reachable: bool = False,
    proxy: Proxy | None = None,
) -> None:
    """Serve until the program is stopped; raise PortTakenError where the port is not free.

    Other machines reach it only where it is `reachable`, or where phones must: for a room without a proxy.
    """
    _leave_matplotlib_alone()
    PatientProtocol.most_connections = make_room_for_visitors()
    with _listening(port, EVERYWHERE if reachable or (with_room and not proxy) else HOST) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        room = RoomRoutes(content, proxy=proxy) if with_room else None
        server = build_server(content, free_text=free_text, room=room, reachable=reachable, proxy=proxy)
        _announce_once_ready(server, address, room, open_browser=open_browser)
        uvicorn.Server(_config(server)).run(sockets=[listener])


def _config(server: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        server,
        http=PatientProtocol,
        ws="none",
        backlog=MOST_WAITING,
        log_level="error",  # a request that is none is no news
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,  # longer than proxies keep a connection: who hangs up first must not be a race
    )


def _leave_matplotlib_alone() -> None:
    # Where matplotlib is installed, Gradio wakes it at every event: that writes a list of fonts into the home folder.
    sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]


def _listening(port: int, host: str) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise PortTakenError(
            f"Port {port} is taken by another program (perhaps Doorzien runs already). "
            f"Close that one, or start with `uv run demo --port {port + 1}`."
        ) from None
    listener.listen(MOST_WAITING)
    return listener


def _announce_once_ready(server: FastAPI, address: str, room: RoomRoutes | None, *, open_browser: bool) -> None:
    lifespan = server.router.lifespan_context

    @contextlib.asynccontextmanager
    async def announcing(app: FastAPI) -> AsyncIterator[Any]:
        async with lifespan(app) as state, room.open() if room else contextlib.nullcontext():
            print(f"Doorzien is open at {address} (stop with Ctrl+C)", flush=True)  # noqa: T201
            if room:
                print(f"The presenter's page, on this computer only: {address}/room#{room.secret}", flush=True)  # noqa: T201
            if open_browser:
                first_page = f"{address}/room#{room.ticket()}" if room else address
                threading.Thread(target=webbrowser.open, args=(first_page,), daemon=True).start()
            yield state

    server.router.lifespan_context = announcing
