"""A headless Chromium, driven through the DevTools protocol: what browser tests look with.

Needs the program `chromium` (Debian's package of that name), or its path in CHROMIUM.
"""

import asyncio
import base64
import itertools
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)


class Page:
    """One page: what it shows, and everything it complained about or asked for."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._loaded = asyncio.Event()
        self.complaints: list[str] = []
        """Console errors and warnings, exceptions, violations of the content policy, dialogs."""
        self.requests: list[str] = []
        """Every address that was asked for."""

    async def listen(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                future = self._waiting.pop(told["id"])
                if "error" in told:
                    future.set_exception(RuntimeError(str(told["error"])))
                else:
                    future.set_result(told["result"])
            else:
                self._notice(told["method"], told["params"])

    def _notice(self, method: str, params: dict[str, Any]) -> None:
        if method == "Page.loadEventFired":
            self._loaded.set()
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))
        elif method == "Page.javascriptDialogOpening":
            self.complaints.append(f"dialog: {params['message']}")
        elif method in ("Log.entryAdded", "Runtime.consoleAPICalled"):
            self.complaints.append(str(params))

    async def tell(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await asyncio.wait_for(self._waiting[number], 60)

    async def open(self, address: str) -> None:
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.tell(f"{domain}.enable")
        self._loaded.clear()
        await self.tell("Page.navigate", url=address)
        await asyncio.wait_for(self._loaded.wait(), 60)

    async def size(self, width: int, height: int, *, mobile: bool = False, scale: int = 1) -> None:
        await self.tell(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=mobile,
        )

    async def prefer(self, **features: str) -> None:
        """Media features: `color_scheme="dark"`."""
        told = [{"name": f"prefers-{n.replace('_', '-')}", "value": v} for n, v in features.items()]
        await self.tell("Emulation.setEmulatedMedia", features=told)

    async def run(self, script: str) -> Any:
        """The value of `script`, awaited where it is a promise."""
        told = await self.tell(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in told:
            raise AssertionError(told["exceptionDetails"])
        return told["result"].get("value")

    async def press(self, key: str, code: int) -> None:
        for kind in ("rawKeyDown", "char", "keyUp"):
            text = {"text": "\r" if key == "Enter" else " "} if kind == "char" else {}
            if kind == "char" and key == "Tab":
                continue
            await self.tell(
                "Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text
            )

    async def screenshot(self, path: Path, *, whole: bool = True) -> None:
        told = await self.tell("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(told["data"]))

    async def pdf(self) -> bytes:
        told = await self.tell("Page.printToPDF", printBackground=True, landscape=True)
        return base64.b64decode(told["data"])


@asynccontextmanager
async def browser(profile: Path) -> AsyncIterator[Page]:
    """A page of a new browser, which ends with the block; `profile` is an empty folder."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert program, "Browser tests need chromium: apt-get install chromium"
    process = await asyncio.create_subprocess_exec(
        program,
        *FLAGS,
        f"--user-data-dir={profile}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        port = await asyncio.wait_for(_port(process), 60)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                targets = await answer.json()
            address = next(t["webSocketDebuggerUrl"] for t in targets if t["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                yield page
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening
    finally:
        process.terminate()
        await process.communicate()


async def _port(process: asyncio.subprocess.Process) -> int:
    assert process.stderr is not None
    async for line in process.stderr:
        if line.startswith(b"DevTools listening on ws://"):
            return int(line.split(b":")[2].split(b"/")[0])
    raise AssertionError("chromium ended before it could be driven")
