"""The adapter's own few sentences, in the reply's language."""

from __future__ import annotations

_WORDS = {
    "en": {
        "rows": "{n} more rows not shown.",
        "columns": "{n} more columns not shown.",
        "lines": "{n} earlier lines not shown.",
        "fields": "{n} more facts not shown.",
        "points": "{n} more bars not shown.",
        "buttons": "{n} buttons left out.",
        "parts": "{n} more parts of this answer did not fit into one Slack message.",
        "text": "The text was cut.",
        "answer": "Answer",
    },
    "pt": {
        "rows": "Mais {n} linhas não mostradas.",
        "columns": "Mais {n} colunas não mostradas.",
        "lines": "{n} linhas anteriores não mostradas.",
        "fields": "Mais {n} dados não mostrados.",
        "points": "Mais {n} barras não mostradas.",
        "buttons": "{n} botões omitidos.",
        "parts": "Mais {n} partes desta resposta não couberam em uma mensagem do Slack.",
        "text": "O texto foi cortado.",
        "answer": "Resposta",
    },
}

BUSY = "I am busy with many requests right now. Please ask again in a minute."
FAILED = "Something went wrong on my side. Please try again; if it happens again, give support this id: {id}"
UNSURE = "Slack reported a problem while I answered. If you see no answer here, ask again. Id: {id}"
HOME_TITLE = "Resync"
HOME_TEXT = "Ask about HWA jobs and job streams here, in a channel with a mention of me, or with the command below."
HOME_HINTS = ("help", "failed-jobs 4h", "status of PAYROLL")


def say(key: str, language: str, n: int = 0) -> str:
    words = _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
    return words[key].format(n=n)
