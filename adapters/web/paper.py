"""Plain pages, drawn on the server: every value is escaped, and they work without JavaScript."""

from __future__ import annotations

from functools import cache

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from adapters.web.pages import csp
from adapters.web.problem import Problem
from adapters.web.words import Words, words_of


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("adapters.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def draw(template: str, words: Words, /, **values: object) -> str:
    return _templates().get_template(template).render(say=words, **values)


def page(request: web.Request, template: str, /, *, status: int = 200, **values: object) -> web.Response:
    """Never cached, since it says who is signed in; it may send forms to this site.

    Browsers that may send no referrer send forms with `Origin: null`, so this site itself may have one.
    """
    words = words_of(request)
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": words.tag,
        "Content-Security-Policy": csp("'self'"),
        "Referrer-Policy": "same-origin",
    }
    return web.Response(
        text=draw(template, words, **values), status=status, content_type="text/html", charset="utf-8", headers=headers
    )


def again(request: web.Request) -> web.Response:
    """A page that opens the same address once more, this time from our own site."""
    return page(request, "again.html", to=request.path)


def error_page(request: web.Request, problem: Problem) -> web.Response:
    words, known = words_of(request), words_of(request).group("problem")
    said = known.get(str(problem.status), problem.title) if words.language != "en" else problem.title
    response = page(request, "error.html", status=problem.status, said=said, hint=problem.hint, id=problem.note())
    response.headers.update(problem.headers)
    return response
