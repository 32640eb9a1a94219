from __future__ import annotations

import typing

from adapters.terminal.render import render
from bot import reply
from bot.reply import Chart, Facts, Heading, Log, Note, Progress, Reply, Table, Text, Tone


def test_every_kind_of_block_can_be_drawn() -> None:
    from adapters.terminal.render import draw

    assert all(kind in draw.registry for kind in typing.get_args(reply.Block))


def test_a_whole_reply() -> None:
    shown = render(
        Reply(
            (
                Heading("PAY01 is failed (ABEND)", Tone.BAD),
                Facts((("Status", "ABEND"), ("Return code", "12"))),
                Table("Jobs", ("Job", "Ended"), (("PAY01", "01:10"), ("PAY0002", "–"))),
                Log("Lines 9–10", ("a", "b"), 9),
                Progress("Done", 1, 4),
                Chart("Jobs", (("failed", 1.0), ("running", 4.0)), "jobs"),
                Text("Careful.", Tone.WARN),
                Note("Source: test"),
            )
        )
    )
    assert shown == (
        "[x] PAY01 is failed (ABEND)\n\n"
        "  Status       ABEND\n  Return code  12\n\n"
        "Jobs\n\nJob      Ended\n-------  -----\nPAY01    01:10\nPAY0002  –\n\n"
        "Lines 9–10\n   9 | a\n  10 | b\n\n"
        "  [######..................] Done: 1 / 4\n\n"
        "Jobs\n  failed   ###### 1 jobs\n  running  ######################## 4 jobs\n\n"
        "[!] Careful.\n\n-- Source: test\n"
    )


def test_a_name_cannot_move_the_cursor() -> None:
    shown = render(Reply((Heading("\x1b[2J\x1b]0;owned\x07"), Log("l", ("a\x1b[31mb\r",)))))
    assert "\x1b" not in shown and "\r" not in shown and "\x07" not in shown
