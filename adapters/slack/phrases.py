"""The adapter's own few sentences, in the reply's language or that of the asker's profile."""

from __future__ import annotations

from typing import Final

_WORDS: Final = {
    "en": {
        "rows": "{n} more rows not shown.",
        "columns": "{n} more columns not shown.",
        "lines": "{n} earlier lines not shown.",
        "points": "{n} more bars not shown.",
        "buttons": "{n} buttons left out.",
        "inputs": "{n} more fields not shown.",
        "parts": "{n} more parts of this answer did not fit into one Slack message.",
        "answer": "Answer",
        "busy": "I am busy with many requests right now, so this one was not taken. Please ask again in a minute.",
        "failed": "Something went wrong on my side. Please try again; if it happens again, give support this id: {id}",
        "unsure": "Slack reported a problem while I answered. If you see no answer here, ask again. Id: {id}",
        "home": "Ask about HWA jobs and job streams under Messages, in a channel with a mention of me, "
        "or with {command} anywhere. You can ask in English or Portuguese.",
        "home_can": "What I can do",
        "home_source": "Answers say where their facts are from and as of when. Answers to these buttons are under "
        "Messages.",
        "try_failed": "Failed jobs",
        "try_health": "Is everything all right?",
        "try_help": "Help",
    },
    "pt": {
        "rows": "Mais {n} linhas não mostradas.",
        "columns": "Mais {n} colunas não mostradas.",
        "lines": "{n} linhas anteriores não mostradas.",
        "points": "Mais {n} barras não mostradas.",
        "buttons": "{n} botões omitidos.",
        "inputs": "Mais {n} campos não mostrados.",
        "parts": "Mais {n} partes desta resposta não couberam em uma mensagem do Slack.",
        "answer": "Resposta",
        "busy": "Estou com muitos pedidos agora, e este não foi atendido. Pergunte de novo em um minuto.",
        "failed": "Algo deu errado do meu lado. Tente de novo; se acontecer outra vez, diga este id ao suporte: {id}",
        "unsure": "O Slack relatou um problema enquanto eu respondia. Se não vê a resposta aqui, pergunte de novo. "
        "Id: {id}",
        "home": "Pergunte sobre jobs e job streams do HWA em Mensagens, em um canal mencionando-me, "
        "ou com {command} em qualquer lugar. Pode perguntar em português ou inglês.",
        "home_can": "O que sei fazer",
        "home_source": "As respostas dizem de onde são os dados e de quando. As respostas a estes botões ficam em "
        "Mensagens.",
        "try_failed": "Jobs com falha",
        "try_health": "Está tudo bem?",
        "try_help": "Ajuda",
    },
}


def spoken(language: str) -> str:
    """The language of ours for a BCP 47 tag; English where it is another one or unknown."""
    short = language.split("-")[0].lower()
    return short if short in _WORDS else "en"


def say(key: str, language: str, n: int = 0, **values: str) -> str:
    return _WORDS[spoken(language)][key].format(n=n, **values)
