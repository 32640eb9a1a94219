"""The concrete thing in an error: which file system, path, host, table, user."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

NAME = r"[\w$#.\-]{1,120}"
QUOTED = r"[\"'`‘“«(\[]?"
NOT_SOURCE = r"(?<!\.java)(?<!\.py)(?<!\.sh)(?<!\.scala)(?<!\.sql)"
SEARCHED = 400
"""Characters of a line that are read."""
LONGEST = 160


def _any(*sources: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


def _named(words: str) -> tuple[re.Pattern[str], ...]:
    """A name after one of the words: in quotes, or looking like a name (a capital, a digit or an underscore)."""
    start = rf"(?:{words})[ :=]{{1,3}}"
    return _any(start + rf"[\"'`‘“«(\[]({NAME})", start + rf"((?-i:(?=[\w$#.\-]*[A-Z0-9_])){NAME})")


KINDS: dict[str, tuple[re.Pattern[str], ...]] = {
    "filesystem": _any(
        r"\b(?:9[5-9]|100) ?% +(/[\w./-]*)",
        r"(?:file ?system|filesystem|sistema de arquivos|sistema de archivos|mount(?: point)?|volume|disk|drive) +"
        + QUOTED
        + r"((?:/[\w.-]+)+|[A-Z]:)",
    ),
    "path": _any(
        r"[\"'`‘“]((?:/|[A-Z]:[\\/]|\\\\)[^\"'`’”\n]{2,150})[\"'`’”]",
        r"((?:s3|gs|hdfs|abfss?|sftp|file)://[^\s\"'<>,;)]{3,150})",
        r"(\\\\[\w.$-]+(?:\\[\w.$ -]+)+|\b[A-Z]:\\[^\s:*?\"<>|,;]{1,150})",
        r"(?<![\w:/.])(/(?!(?:usr/)?s?bin/|dev/)[\w.@%+~-]+(?:/[\w.@%+~-]+)+)",
        r"[\"']([\w.-]{1,100}\.\w{1,8})[\"']",
        r"\b([\w-]{1,100}\.(?:csv|txt|dat|xml|json|xlsx?|zip|gz|tar|parquet|ret|rem|seq|sh|py|sql|jar|cfg|ini|ya?ml))\b",
    ),
    "host": _any(
        r"https?://(?:[^\s/@\"']{1,80}@)?([\w.-]{1,120})",
        r"(?:host(?:name)?|server|servidor|address)[ =:]{1,3}" + QUOTED + r"((?=[\w.-]*[\w])[\w-]+(?:[.-][\w-]+)*)",
        r"(?:connect(?:ion)? to|connecting to|resolve|reach|conectar (?:a|ao|em|con)|lookup|contact|no answer of)"
        r"(?: (?:remote|the|host|hostname|server|address|servidor|o|a|al))* +" + QUOTED + r"([\w-]+(?:[.-][\w-]+)*)",
        r"@([\w-]+(?:\.[\w-]+)+)",
        rf"\b([\w-]+(?:\.[\w-]+){{1,5}}){NOT_SOURCE}:\d{{2,5}}\b",
        r"\b(\d{1,3}(?:\.\d{1,3}){3})\b",
        r"\bCN=([\w.*-]+)",
    ),
    "port": _any(
        r"\b(?:port|porta|puerto)[ =:#]{1,3}(\d{2,5})\b",
        rf"[a-z][\w-]*{NOT_SOURCE}:(\d{{2,5}})\b(?!:)",
        r"\d\.\d{1,3}:(\d{2,5})\b",
    ),
    "url": _any(r"(https?://(?:[^\s/@\"']{1,80}@)?[^\s\"'<>)\]]{3,150})"),
    "table": (
        *_named(r"\btable|\btabela|\btabla|\brelation|\brelação|into|update of|object(?: name)?"),
        *_any(r"\b(T_\w{2,60})\b"),
    ),
    "tablespace": _named(r"tablespace|table space|filegroup"),
    "database": _named(r"database|banco de dados|base de dados|base de datos|service|instance|sid"),
    "constraint": _named(r"constraint|restrição|restricci.n|unique index|\bkey"),
    "user": _any(
        rf"(?:\buser(?:name)?|\busu.{{1,2}}rio|\blogin|\baccount|\brole|\bprincipal|logon user)(?: name)?[ :=]+{QUOTED}"
        r"((?!(?:not|name|unknown|has|is|may|does|was|account|login|or|and|failed|denied|incorrect|to|for|by|with|password|access|from|defined|could|must|cannot)\b)[\w.\\@$-]{1,80})",
    ),
    "code": _any(
        r"\b(ORA-\d{5}|TNS-\d{5}|SP2-\d{4}|SQL\d{4,5}[NCW]|SQLSTATE[= :]+\w{5}|AW[SK][A-Z]{3}\d{3}[EWI]|MQRC_\w+|"
        r"AMQ\d{4}[EWI]?|IKJ\d{5}[IE]|IEC\d{3}I|IEF\d{3}I|(?:ABEND|abend)[ =]*[SU]?\w{3,4}|HTTP[/ ]\S{0,8} ?[45]\d\d|"
        r"Msg \d{2,6}|error code:? ?-?\d{1,7}|0x[0-9A-F]{8})\b",
    ),
    "module": _any(
        r"No module named '?([\w.]+)",
        r"(?:ClassNotFoundException|NoClassDefFoundError):? +([\w./$]+)",
        r"\b(lib[\w.+-]+\.so[\w.]*|[\w-]+\.dll)\b",
        r"cannot import name '?([\w.]+)",
        r"there is no package called .([\w.]+)",
    ),
    "command": _any(
        r"([\w./-]{1,100}): (?:command )?not found",
        r"'([^'\n]{1,100})' is not recogni[sz]ed",
        r"the term '([^'\n]{1,100})'",
        r"'([^'\n]{1,100})' n.{1,2}o .{1,2} reconhecido",
        r"([\w./-]{1,100}): (?:comando n.{1,2}o encontrado|orden no encontrada|no se encontr)",
        r"exec: \"?([\w./-]{1,100})\"?",
    ),
    "queue": _named(r"queue manager|queue|fila|cola|topic|destination|object"),
    "column": (*_named(r"column|coluna|columna|field|campo"), *_any(r"KeyError: '([^']{1,80})'")),
    "exception": _any(r"\b((?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception|InvalidOperation)\b(?:: [^\n]{1,110})?)"),
    "signal": _any(r"\b(?:signal|sinal|señal) (\d{1,2})\b", r"\b((?-i:SIG[A-Z]{3,5}))\b"),
    "line": _any(r"\b((?:line|linha|l.{1,2}nea) \d{1,7})\b"),
    "limit": _any(r"\b(\d{1,7}(?:\.\d+)? ?(?:ms|milliseconds|seconds?|secs?|segundos?|minut\w{1,3}|hours?|horas?))\b"),
    "job": _named(r"\bjob(?: stream)?|\bpredecessora?|\bpredecessor job|\bjob anterior|\bDAG|\bsession|\bsessão|\bpod"),
    "workstation": _named(r"workstation|agent|estação|estação de trabalho|agente"),
    "program": (*_named(r"\bprogram|\bprograma|\breport"), *_any(r"(?:at|in) ([\w.$/]+\([\w.]+:\d+\))")),
}
LABELS = {
    "filesystem": ("file system", "sistema de arquivos"),
    "path": ("file", "arquivo"),
    "host": ("host", "servidor"),
    "port": ("port", "porta"),
    "url": ("address", "endereço"),
    "table": ("table", "tabela"),
    "tablespace": ("tablespace", "tablespace"),
    "database": ("database", "banco de dados"),
    "constraint": ("constraint", "restrição"),
    "user": ("user", "usuário"),
    "code": ("code", "código"),
    "module": ("library", "biblioteca"),
    "command": ("command", "comando"),
    "queue": ("queue", "fila"),
    "column": ("column", "coluna"),
    "exception": ("exception", "exceção"),
    "signal": ("signal", "sinal"),
    "line": ("at", "em"),
    "limit": ("limit", "limite"),
    "job": ("job", "job"),
    "workstation": ("workstation", "estação de trabalho"),
    "program": ("program", "programa"),
}
NOTHING = {
    "to",
    "on",
    "the",
    "a",
    "of",
    "in",
    "is",
    "for",
    "at",
    "by",
    "and",
    "not",
    "name",
    "error",
    "failed",
    "was",
    "has",
    "unreachable",
    "refused",
}


def named_things(kinds: Sequence[str], lines: Sequence[str], language: str, most: int = 3) -> str:
    """Such as `file system /batch/data, file /batch/data/a.tmp`; the lines nearest to the cause come first."""
    column = 1 if language == "pt" else 0
    found: dict[str, str] = {}
    for kind in kinds:
        thing = next(_things(kind, lines), "")
        if thing and thing not in found:
            found[thing] = LABELS[kind][column]
    return ", ".join(f"{label} {thing}" for thing, label in list(found.items())[:most])


def _things(kind: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        for pattern in KINDS[kind]:
            if found := pattern.search(line[:SEARCHED]):
                thing = found[1].strip(" .,:;'\"`[]")
                if thing and thing.lower() not in NOTHING:
                    yield thing[:LONGEST]
