"""The WebSocket of the chat: frames in, frames out, and never a message lost or answered twice."""

from __future__ import annotations

from weakref import WeakSet

from aiohttp import WSCloseCode, WSMsgType, web

from adapters.web.desk import Desk
from adapters.web.frames import BadFrame, Filled, Frame, Say, error_frame, read_frame, reply_frame, status_frame
from adapters.web.limits import BURST_SECONDS, BURST_TURNS, FRAME_BYTES, HEARTBEAT_SECONDS
from adapters.web.login.gate import Gate
from adapters.web.problem import Problem
from adapters.web.session import Letter, Listener, Session, Sessions, keep_token, token_of
from adapters.web.words import words_for
from bot.turn import Person, Turn

SIGNED_OUT = b"signed out"


class Chat:
    def __init__(self, desk: Desk, sessions: Sessions, gate: Gate) -> None:
        self._desk, self._sessions, self._gate = desk, sessions, gate
        self._open: WeakSet[web.WebSocketResponse] = WeakSet()

    async def serve(self, request: web.Request, person: Person) -> web.WebSocketResponse:
        """GET /ws"""
        token = token_of(request)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS, max_msg_size=FRAME_BYTES)
        keep_token(request, socket, token)
        await socket.prepare(request)
        self._open.add(socket)
        session = self._sessions.of(person, token)
        listener = Listener(socket, lambda: self._still(request, person))
        session.listeners.add(listener)
        try:
            await listener.tell(session.cards, *session.cards)
            await self._read(request, session, socket)
        finally:
            session.listeners.discard(listener)
        return socket

    async def close(self) -> None:
        for socket in list(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY, message=b"restarting")

    async def _read(self, request: web.Request, session: Session, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if not await self._still(request, session.person):
                await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=SIGNED_OUT)
            elif message.type is WSMsgType.TEXT:
                await self._take(session, socket, message.data)
            elif message.type is WSMsgType.BINARY:
                await _send(socket, error_frame(_say(session, "no_files")))

    async def _still(self, request: web.Request, person: Person) -> bool:
        """Whoever signed out, here or at another replica, is not listened to any more."""
        try:
            now = await self._gate.who(request)
        except Problem:
            return False
        return now is not None and now.id == person.id

    async def _take(self, session: Session, socket: web.WebSocketResponse, data: str) -> None:
        try:
            frame = read_frame(data)
        except BadFrame as bad:
            await _send(socket, error_frame(str(bad), bad.id))
            return
        if known := session.letters.get(frame.id):
            await _again(known, socket)
        elif self._desk.closing:
            await _send(socket, status_frame(_say(session, "stopping")))
        elif not session.admit(self._desk.clock()):
            await _send(socket, error_frame(too_fast(session), frame.id))
        else:
            await self._begin(session, socket, frame)

    async def _begin(self, session: Session, socket: web.WebSocketResponse, frame: Frame) -> None:
        letter = Letter(frame.id, "" if isinstance(frame, Say) else frame.of, socket)
        session.open_letter(letter)
        waits = session.order.locked()
        self._desk.start(self._answer(session, letter, self._turn(session, frame)))
        if waits:
            await _send(socket, status_frame(_say(session, "queued")))

    def _turn(self, session: Session, frame: Frame) -> Turn:
        session.speak_as(frame.timezone, frame.locale)
        if isinstance(frame, Say):
            return self._desk.words(session, frame.id, frame.text, frame.command)
        if isinstance(frame, Filled):
            return self._desk.form(session, frame.id, frame.form, frame.values)
        return self._desk.press(session, frame.id, frame.payload)

    async def _answer(self, session: Session, letter: Letter, turn: Turn) -> None:
        frame = error_frame(_say(session, "cut_off"), letter.id)
        try:
            async with session.order:
                reply = await self._desk.handle(turn)
                seen = error_frame(_say(session, "seen"), letter.id)
                frame = reply_frame(reply, letter.id, letter.of) if reply else seen
        finally:
            letter.frame = frame
            await letter.deliver()


def too_fast(session: Session) -> str:
    return _say(session, "too_fast", turns=BURST_TURNS, seconds=f"{BURST_SECONDS:.0f}")


def _say(session: Session, name: str, **values: object) -> str:
    return words_for(session.person.locale)(f"chat.{name}", **values)


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
