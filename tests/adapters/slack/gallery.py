"""One reply of each kind, and some that try to break the message."""

from __future__ import annotations

from bot.reply import Ask, Button, Buttons, Chart, Facts, Field, Heading, Log, Note, Progress, Reply, Table, Text, Tone

EVIL = "<!channel> <@U1> <https://x.test|y> *b* _i_ ~s~ `c` ```f``` & \u202e"

GALLERY = {
    "heading": Reply((Heading("PAYROLL failed", Tone.BAD), Text("It ended with return code 12."), Note("HWA, 10:00"))),
    "facts": Reply((Heading("Job"), Facts((("Status", "ABEND"), ("Job", "FINANCE_PAYROLL"), ("Empty", ""))))),
    "table": Reply((Table("Failed", ("Job", "State"), (("A", "ABEND"), ("B", ""), ("C",)), (Tone.BAD,)),)),
    "two_tables": Reply((Table("One", ("A",), (("1",),)), Table("Two", ("B", "C"), (("1", "x"), ("22", "yy"))))),
    "log": Reply((Log("Log of PAYROLL", ("line ```one```", "line two"), first_line=40),)),
    "buttons": Reply(
        (Text("Choose"), Buttons((Button("Log", "log:1", "primary", "Log of PAYROLL"), Button("X", "x"))))
    ),
    "ask": Reply(
        (
            Text("Rerun PAYROLL?"),
            Ask(
                (Field("reason", "Reason", hint="Why now?", long=True), Field("ticket", "Ticket", "INC1", longest=20)),
                (Button("Ask for approval", "send", "primary"), Button("Never mind", "drop")),
            ),
            Buttons((Button("Log", "log"),)),
            Note("HWA, 10:00"),
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
            Ask((Field("evil", EVIL, EVIL, EVIL),), (Button(EVIL, EVIL, "", EVIL),)),
            Note(EVIL),
        )
    ),
}

_LINE = "&<>" * 1_000
HUGE = {
    "text": Reply((Text(_LINE * 5), Note("kept"))),
    "facts": Reply((Facts(tuple((f"L{i}" * 200, "v" * 5_000) for i in range(30))), Note("kept"))),
    "table": Reply(
        (Table("T" * 999, ("c",) * 25, tuple(("x" * 500,) * 25 for _ in range(300))),) * 3 + (Note("kept"),)
    ),
    "log": Reply((Log("L", ("y" * 9_000,) * 50),) * 4 + (Note("kept"),)),
    "many": Reply((*tuple(Text(f"part {i}") for i in range(120)), Buttons((Button("Go", "go"),)), Note("kept"))),
    "buttons": Reply((Buttons(tuple(Button("b" * 99, f"{i}", "?", "d" * 99) for i in range(40))), Note("kept")) * 2),
    "payload": Reply((Buttons((Button("x", "v" * 2_001), Button("y", "v"))), Note("kept"))),
    "ask": Reply(
        (
            *tuple(Text(f"part {i}") for i in range(60)),
            Ask(
                tuple(Field(f"f{i}", "l" * 3_000, "v" * 5_000, "h" * 300, longest=9_999) for i in range(3)),
                (Button("Go", "go"),),
            ),
            Note("kept"),
        )
    ),
    "fields": Reply((Ask(tuple(Field(f"f{i}", "") for i in range(30)), (Button("Go", "go"),)), Note("kept"))),
    "chart": Reply((Chart("c", tuple((f"n{i}" * 30, float(i)) for i in range(500))), Note("kept"))),
    "empty": Reply((Heading(""), Text(""), Facts(()), Table("", (), ()), Log("", ()), Buttons(()), Chart("", ()))),
}
