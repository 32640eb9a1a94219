"""Error answers with the product's message ids (sections 1.6 and 1.7 of the contract)."""

from __future__ import annotations

import json
from typing import NoReturn

from aiohttp import web


def body(message: str) -> str:
    return json.dumps({"messages": [message], "exceptionName": "ConnException"})


def not_found(what: str) -> NoReturn:
    message = f'AWSJDB101E The object "{what}" was not found.'
    raise web.HTTPNotFound(text=body(message), content_type="application/json")


def bad_request(message: str) -> NoReturn:
    raise web.HTTPBadRequest(text=body(message), content_type="application/json")


def refused(inner: str) -> NoReturn:
    message = f"AWSJSY404E The Symphony plan operation could not be completed. The internal error is: {inner}"
    raise web.HTTPInternalServerError(text=body(message), content_type="application/json")


def incorrect_state(verb: str) -> NoReturn:
    message = (
        f'AWSJSY404E The Symphony plan operation "{verb}" could not be completed. The following internal error '
        "occurred: AWSBIN076E The operation cannot be performed. The job or the current instance of the job is in "
        "an incorrect state."
    )
    raise web.HTTPInternalServerError(text=body(message), content_type="application/json")


def conflict(message: str) -> NoReturn:
    raise web.HTTPConflict(text=body(message), content_type="application/json")


def forbidden(verb: str, what: str) -> NoReturn:
    message = f'AWSJDB817E The user is not authorized to run "{verb}" on "{what}".'
    raise web.HTTPForbidden(text=body(message), content_type="application/json")


def no_plan() -> NoReturn:
    """While the plans are switched. The words and the status are the simulator's own."""
    message = "AWSJPL018E The plan is not available: a new production plan is being put in its place."
    raise web.HTTPServiceUnavailable(text=body(message), content_type="application/json")


def whole_number(text: str | None, default: int, name: str) -> int:
    """A number of a header or a query string; 400 where it is none."""
    if text is None or text == "":
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        bad_request(f"{name} is not a whole number")
    return int(text)


def is_true(request: web.Request, name: str) -> bool:
    """A switch of the query string."""
    return request.query.get(name, "").lower() == "true"
