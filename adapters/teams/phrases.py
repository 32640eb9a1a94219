"""The adapter's own few sentences, in the language of the reply or of the person's Teams."""

from __future__ import annotations

_WORDS = {
    "en": {
        "rows": "{n} more rows not shown.",
        "columns": "{n} more columns not shown.",
        "lines": "{n} earlier lines not shown.",
        "facts": "{n} more facts not shown.",
        "points": "{n} more bars not shown.",
        "buttons": "{n} buttons left out.",
        "fields": "{n} fields left out.",
        "text": "The text was cut.",
        "parts": "{n} more parts of this answer did not fit into one Teams message.",
        "answer": "Answer",
        "answered": "Done: the answer is a new message.",
        "working": "I am working on it; the answer will follow here.",
        "again": "This was pressed already; I am on it.",
        "unknown": "I do not know this button. Please ask again.",
        "busy": "I am busy with many requests right now. Please ask again in a minute.",
        "failed": "Something went wrong on my side. Please try again; if it happens again, give support this id: {id}",
        "unsure": "Teams reported a problem while I answered. If you see no answer here, ask again. Id: {id}",
        "welcome": "Hello, I am Resync. Ask me about HWA jobs and job streams, for example: failed jobs in the last"
        " 4 hours; status of PAYROLL; help.",
        "welcome_here": "Hello, I am Resync. Mention me with a question about HWA jobs, or say help.",
    },
    "pt": {
        "rows": "Mais {n} linhas não mostradas.",
        "columns": "Mais {n} colunas não mostradas.",
        "lines": "{n} linhas anteriores não mostradas.",
        "facts": "Mais {n} dados não mostrados.",
        "points": "Mais {n} barras não mostradas.",
        "buttons": "{n} botões omitidos.",
        "fields": "{n} campos omitidos.",
        "text": "O texto foi cortado.",
        "parts": "Mais {n} partes desta resposta não couberam em uma mensagem do Teams.",
        "answer": "Resposta",
        "answered": "Pronto: a resposta está em uma nova mensagem.",
        "working": "Estou trabalhando nisso; a resposta virá aqui.",
        "again": "Este botão já foi pressionado; estou cuidando disso.",
        "unknown": "Não conheço este botão. Por favor, pergunte de novo.",
        "busy": "Estou com muitos pedidos agora. Por favor, pergunte de novo em um minuto.",
        "failed": "Algo deu errado do meu lado. Tente de novo; se acontecer outra vez, informe ao suporte o id: {id}",
        "unsure": "O Teams relatou um problema enquanto eu respondia. Se não a vir, pergunte de novo. Id: {id}",
        "welcome": "Olá, eu sou o Resync. Pergunte sobre jobs e job streams do HWA, por exemplo: jobs com falha nas"
        " últimas 4 horas; status do PAYROLL; ajuda.",
        "welcome_here": "Olá, eu sou o Resync. Mencione-me com uma pergunta sobre jobs do HWA, ou diga ajuda.",
    },
}


def say(key: str, language: str, n: int = 0, id: str = "") -> str:
    words = _WORDS.get(language.split("-")[0].lower(), _WORDS["en"])
    return words[key].format(n=n, id=id)
