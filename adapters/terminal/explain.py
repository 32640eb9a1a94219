"""`resync explain`: why a job failed, from its log alone."""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path
from typing import Any

import click

from knowledge.failures import UNKNOWN, Diagnosis, diagnose

MOST_BYTES = 50_000_000
BINARY_SHARE = 0.1
"""A text with more control bytes than this is not a log."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Unusable(Exception):
    """What was given is no log; the text says what to do."""


@click.command("explain")
@click.option("--log", "source", metavar="FILE", help="The job log; - reads standard input.")
@click.option("--return-code", type=int, help="Where the log's own trailer does not tell it.")
@click.option("--language", type=click.Choice(["en", "pt"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Root cause, category, fix and evidence as JSON.")
@click.option("--jsonl", is_flag=True, help='Lines {"id","log"} on standard input, one JSON line out for each.')
def command(source: str | None, return_code: int | None, language: str, as_json: bool, jsonl: bool) -> None:
    """Explain a failure from its job log; exit 1 where the cause is not known.

    Example: resync explain --log payroll.log --return-code 28 --json
    """
    if jsonl == (source is not None):
        raise click.UsageError("give either --log FILE (- for standard input) or --jsonl")
    if jsonl:
        sys.exit(_batch(language))
    try:
        text = decoded(_read(source or "-"))
    except Unusable as fault:
        click.echo(f"Nothing was explained: {fault}", err=True)
        sys.exit(2)
    found = diagnose(text.split("\n"), return_code=return_code, language=language)
    click.echo(json.dumps(as_members(found), ensure_ascii=False, indent=2) if as_json else _as_text(found, language))
    sys.exit(1 if found.family == UNKNOWN else 0)


def as_members(found: Diagnosis) -> dict[str, Any]:
    """`fix` is one string; evidence are the log's own lines, the decisive one first."""
    return {
        "root_cause": f"{found.title}. {found.root_cause}",
        "category": found.category,
        "fix": " ".join(found.fix),
        "evidence": [line.text for line in found.evidence],
        "evidence_lines": [line.number for line in found.evidence],
        "family": found.family,
        "confidence": found.confidence,
        "retry_helps": found.retry_helps,
        "alternatives": list(found.alternatives),
    }


def decoded(raw: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else Latin-1 as old agents write; raises Unusable for what is no text."""
    if not raw.strip():
        raise Unusable("the log is empty. Check that the job ran and that the file is the right one.")
    encoding = next((name for mark, name in MARKS if raw.startswith(mark)), "")
    if encoding:
        return raw.decode(encoding, errors="replace")
    sample = raw[:100_000]
    odd = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample)
    if odd > BINARY_SHARE * len(sample):
        raise Unusable("this is a binary file, not a job log. Give the text of the log (unpack it first).")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _read(source: str) -> bytes:
    if source == "-":
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        try:
            with Path(source).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as fault:
            reason = fault.strerror if isinstance(fault, OSError) else str(fault)
            raise Unusable(f"{source} cannot be read ({reason}). Check the path and its rights.") from fault
    if len(raw) > MOST_BYTES:
        raise Unusable("the log is over 50 MB. Give its last part, for example with tail -c 5000000.")
    return raw


def _batch(language: str) -> int:
    fault = False
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", errors="replace").strip()
        if line:
            answer = answer_line(line, language)
            fault = fault or "error" in answer or answer["family"] == UNKNOWN
            click.echo(json.dumps(answer, ensure_ascii=False))
    return 1 if fault else 0


def answer_line(line: str, language: str = "en") -> dict[str, Any]:
    """One line's answer; a line that is not what it should be gets an error of its own, the others are read on."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as fault:
        return {"id": None, "error": f"not JSON: {fault}"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "needs the members id and log"}
    log, code = asked.get("log"), asked.get("return_code")
    if not isinstance(log, str):
        return {"id": asked.get("id"), "error": "needs a member log, a text"}
    return_code = code if isinstance(code, int) and not isinstance(code, bool) else None
    return {"id": asked.get("id"), **as_members(diagnose(log.split("\n"), return_code=return_code, language=language))}


def _as_text(found: Diagnosis, language: str) -> str:
    what, why = ("O que fazer:", "Evidência:") if language == "pt" else ("What to do:", "Evidence:")
    steps = [f"  {number}. {step}" for number, step in enumerate(found.fix, 1)]
    proof = [f"  {line.number:>6}  {line.text}" for line in found.evidence]
    told = [found.title, found.root_cause, "", what, *steps]
    return "\n".join([*told, "", why, *proof] if proof else told)
