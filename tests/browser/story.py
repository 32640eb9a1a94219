"""Replies for the drive: what an operator sees on a bad morning."""

from __future__ import annotations

from bot.reply import (
    Ask,
    Button,
    Buttons,
    Chart,
    Facts,
    Field,
    Heading,
    Log,
    Note,
    Progress,
    Reply,
    Table,
    Text,
    Tone,
)

NOTE = Note("Live plan · as of 09:14 BRT · HWA PROD1")
FAILED = Reply(
    (
        Heading("3 jobs failed in the last 4 hours", Tone.BAD),
        Table(
            "Failed jobs, newest first",
            ("Job", "Job stream", "Workstation", "Status", "Code", "Ended", "What it said"),
            (
                ("PAYROLL_CALC", "FINANCE_PAYROLL", "FIN_AGT1", "ABEND", "12", "09:02", "S0C7 in step CALC010"),
                ("GL_POST", "FINANCE_CLOSE", "FIN_AGT1", "ABEND", "8", "08:41", "Input file GL.D2611 not found"),
                ("STOCK_SYNC", "RETAIL_NIGHT", "RTL_AGT3", "FAIL", "1", "06:20", "Agent lost the connection"),
            ),
            (Tone.BAD, Tone.BAD, Tone.WARN),
        ),
        Buttons(
            (
                Button("Log", "log:PAYROLL_CALC", "", "Log of PAYROLL_CALC"),
                Button("Explain", "explain:PAYROLL_CALC", "primary", "Explain the failure of PAYROLL_CALC"),
                Button("Refresh", "refresh:1", "", "Refresh the failed jobs"),
                Button("Rerun", "rerun:PAYROLL_CALC", "danger", "Rerun PAYROLL_CALC"),
            )
        ),
        NOTE,
    )
)
REFRESHED = Reply(
    (
        Heading("2 jobs failed in the last 4 hours", Tone.WARN),
        Text("PAYROLL_CALC was rerun and ended well at 09:20.", Tone.GOOD),
        Buttons((Button("Refresh", "refresh:1", "", "Refresh the failed jobs"),)),
        NOTE,
    ),
    replaces=True,
)
STATUS = Reply(
    (
        Heading("FINANCE_PAYROLL is running", Tone.GOOD),
        Facts(
            (
                ("Workstation", "FIN_MASTER"),
                ("Started", "08:30 (on time)"),
                ("Expected end", "10:10, 20 minutes before its deadline"),
            )
        ),
        Progress("Jobs done", 14, 22),
        Chart("Minutes, last five runs", (("Mon", 92), ("Tue", 95.5), ("Wed", 131), ("Thu", 90), ("Fri", 94)), "min"),
        NOTE,
    )
)
LOG = Reply(
    (
        Heading("Log of PAYROLL_CALC"),
        Log(
            "Lines 118 to 124 of 124",
            (
                "STEP CALC010  STARTED 09:01:12",
                "OPEN FILE=PAY.MASTER.D261121 RECORDS=48120",
                "READ EMP=00031877 GROSS='12 4O0.00'",
                "IEA995I SYMPTOM DUMP OUTPUT",
                "  SYSTEM COMPLETION CODE=0C7  REASON CODE=00000000",
                "  TIME=09.02.03  SEQ=00421  CPU=0000  ASID=004C",
                "STEP CALC010  ENDED RC=0012",
            ),
            118,
        ),
        NOTE,
    )
)
ASK = Reply(
    (
        Heading("Rerun PAYROLL_CALC?"),
        Text("22 jobs wait behind it. It is critical: a second person must approve.", Tone.WARN),
        Ask(
            (
                Field("reason", "Why?", hint="Goes to the audit trail and to the scheduler", longest=20),
                Field("text", "What fixed it?", "Purged the spool", long=True),
            ),
            (Button("Send for approval", "send:7", "primary"), Button("Withdraw", "withdraw:7", "danger")),
        ),
        NOTE,
    )
)
ASKED_AGAIN = Reply(
    (
        Heading("Rerun PAYROLL_CALC: waits for approval", Tone.GOOD),
        Text("Sent by you."),
    ),
    replaces=True,
)
HELP = Reply(
    (
        Heading("O que eu sei fazer"),
        Text("Pergunte com suas palavras sobre jobs, fluxos, estações e o plano."),
        Text("Só leio, até você confirmar.", Tone.QUIET),
    ),
    language="pt-BR",
)
HOSTILE = Reply((Text("<img src=x onerror=window.hit=1><script>window.hit=1</script>"),))
REPLIES = {
    "Failed jobs in the last 4 hours": FAILED,
    "failed": FAILED,
    "Status of FINANCE_PAYROLL": STATUS,
    "help": HELP,
    "hostile": HOSTILE,
    "log:PAYROLL_CALC": LOG,
    "refresh:1": REFRESHED,
    "rerun": ASK,
    "send:7": ASKED_AGAIN,
}
