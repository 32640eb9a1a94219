"""One reply of each kind, and some that try to break the message."""

from __future__ import annotations

from bot.reply import Ask, Button, Buttons, Chart, Facts, Field, Heading, Log, Note, Progress, Reply, Table, Text, Tone

EVIL = "**b** _i_ ~s~ `c` [x](https://x.test) <at>Ann</at> {{DATE(2026-11-21T01:10:00Z)}} &lt; \u202e\x07 # h"

GALLERY = {
    "heading": Reply((Heading("PAYROLL failed", Tone.BAD), Text("Return code 12."), Note("HWA, 10:00"))),
    "tones": Reply(tuple(block(tone.value, tone) for tone in Tone for block in (Heading, Text))),
    "facts": Reply((Heading("Job"), Facts((("Status", "ABEND"), ("Job", "FINANCE_PAYROLL"), ("Empty", ""))))),
    "table": Reply((Table("Failed", ("Job", "State"), (("A", "ABEND"), ("B", ""), ("C",)), (Tone.BAD,)),)),
    "log": Reply((Log("Log of PAYROLL", ("line **one**", "  two", ""), first_line=40),)),
    "buttons": Reply((Text("Choose"), Buttons((Button("Log", "log:1", "primary", "Log of X"), Button("X", "x"))))),
    "ask": Reply(
        (
            Ask(
                (Field("reason", "Reason", "as typed", "Why?", long=True), Field("who", "")),
                (Button("Send", "go", "danger"),),
            ),
        )
    ),
    "progress": Reply((Progress("Jobs done", 3, 10), Progress("None", 0, 0))),
    "chart": Reply((Chart("By hour", (("08:00", 3), ("09:00", 12.5), ("10:00", 0)), "jobs"),)),
    "portuguese": Reply((Table("Falhas", ("Job",), tuple((f"J{i}",) for i in range(120))),), language="pt-BR"),
    "injection": Reply(
        (
            Heading(EVIL),
            Text(EVIL),
            Facts(((EVIL, EVIL),)),
            Table(EVIL, (EVIL,), ((EVIL,),)),
            Log(EVIL, (EVIL,)),
            Progress(EVIL, 1, 2),
            Chart(EVIL, ((EVIL, 1),)),
            Buttons((Button(EVIL, EVIL, "", EVIL),)),
            Ask((Field("f", EVIL, EVIL, EVIL),), (Button(EVIL, EVIL),)),
            Note(EVIL),
        )
    ),
}

_WIDE = "ã&<*" * 1_000
HUGE = {
    "text": Reply((*(Text(_WIDE * 5),) * 9, Note("kept"))),
    "facts": Reply((*(Facts(tuple((f"L{i}" * 200, _WIDE) for i in range(60))),) * 2, Note("kept"))),
    "table": Reply((*(Table("T" * 999, ("c",) * 25, (("x" * 500,) * 25,) * 300),) * 3, Note("kept"))),
    "log": Reply((*(Log("L", (_WIDE,) * 500),) * 4, Note("kept"))),
    "many": Reply((*(Text(f"part {i}") for i in range(900)), Buttons((Button("Go", "go"),)), Note("kept"))),
    "buttons": Reply((Buttons(tuple(Button("b" * 99, f"{i}" * 999, "?", "d" * 99) for i in range(90))), Note("k"))),
    "payload": Reply((Buttons((Button("x", "v" * 2_001), Button("y", "v"), Button("z", ""))), Note("kept"))),
    "fields": Reply((Ask(tuple(Field(f"f{i}", "l" * 999, _WIDE, _WIDE, True, 9_999) for i in range(50)), ()),)),
    "chart": Reply((Chart("c", tuple((f"n{i}" * 30, float(i)) for i in range(500))), Note("kept"))),
    "empty": Reply((Heading(""), Text(""), Facts(()), Table("", (), ()), Log("", ()), Buttons(()), Chart("", ()))),
    "nothing": Reply(()),
    "blank": Reply((Text(" \n\u200b "), Note(""), Log("", ("",)), Ask((), ()), Progress("", -1, -1))),
}
