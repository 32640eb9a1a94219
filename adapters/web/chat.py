"""The WebSocket of the chat: frames in, frames out, and never a message lost or answered twice."""

from __future__ import annotations

from weakref import WeakSet

from aiohttp import WSCloseCode, WSMsgType, web

from adapters.web.desk import Desk
from adapters.web.frames import BadFrame, Pressed, Say, error_frame, read_frame, reply_frame, status_frame
from adapters.web.limits import BURST_SECONDS, BURST_TURNS, FRAME_BYTES, HEARTBEAT_SECONDS
from adapters.web.session import Letter, Session, Sessions, keep_token, token_of
from bot.turn import Turn

TOO_FAST = (
    f"That was more than {BURST_TURNS} messages in {BURST_SECONDS:.0f} seconds. Please wait a moment and send it again."
)
SEEN = "That message was received before a restart and its answer is gone. Please ask again."
CUT_OFF = "The bot stopped before this was answered. Please check and ask again."
STOPPING = "Restarting. Your message is kept here and sent again."
QUEUED = "Answering the message before this one first."


class Chat:
    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions
        self._open: WeakSet[web.WebSocketResponse] = WeakSet()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """GET /ws"""
        token = token_of(request)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=FRAME_BYTES)
        keep_token(request, socket, token)
        await socket.prepare(request)
        self._open.add(socket)
        await self._read(self._sessions.of(token), socket)
        return socket

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"restarting")

    async def _read(self, session: Session, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await self._take(session, socket, message.data)
            elif message.type is WSMsgType.BINARY:
                await _send(socket, error_frame("This chat takes text, not files. Nothing was done."))

    async def _take(self, session: Session, socket: web.WebSocketResponse, data: str) -> None:
        try:
            frame = read_frame(data)
        except BadFrame as bad:
            await _send(socket, error_frame(str(bad), bad.id))
            return
        if known := session.letters.get(frame.id):
            await _again(known, socket)
        elif self._desk.closing:
            await _send(socket, status_frame(STOPPING))
        elif not session.admit(self._desk.clock()):
            await _send(socket, error_frame(TOO_FAST, frame.id))
        else:
            await self._begin(session, socket, frame)

    async def _begin(self, session: Session, socket: web.WebSocketResponse, frame: Say | Pressed) -> None:
        letter = Letter(frame.id, frame.of if isinstance(frame, Pressed) else "", socket)
        session.open_letter(letter)
        waits = session.order.locked()
        self._desk.start(self._answer(session, letter, self._turn(session, frame)))
        if waits:
            await _send(socket, status_frame(QUEUED))

    def _turn(self, session: Session, frame: Say | Pressed) -> Turn:
        session.speak_as(frame.timezone, frame.locale)
        if isinstance(frame, Say):
            return self._desk.words(session, frame.id, frame.text, frame.command)
        return self._desk.press(session, frame.id, frame.payload)

    async def _answer(self, session: Session, letter: Letter, turn: Turn) -> None:
        frame = error_frame(CUT_OFF, letter.id)
        try:
            async with session.order:
                reply = await self._desk.handle(turn)
                frame = reply_frame(reply, letter.id, letter.of) if reply else error_frame(SEEN, letter.id)
        finally:
            letter.frame = frame
            await letter.deliver()


async def _again(letter: Letter, socket: web.WebSocketResponse) -> None:
    """The same message once more: over the same socket it is ignored, over a new one its answer is repeated."""
    if letter.socket is not socket:
        letter.socket = socket
        await letter.deliver()


async def _send(socket: web.WebSocketResponse, frame: str) -> None:
    try:
        await socket.send_str(frame)
    except (ConnectionError, RuntimeError):
        return  # The client has gone; it sends again what it has no answer for.
