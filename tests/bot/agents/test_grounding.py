from __future__ import annotations

import pytest

from bot.agents.grounding import Grounds, cited, offences

FACTS = """FINANCE_EXTRACT: failed (ABEND), return code 12, on workstation /AGT01, ended 01:10
FINANCE_PAYROLL | waiting (HOLD) | deadline 2 Mar 06:00
CARDS | ended (SUCC) | 2026-03-02T04:00
3 jobs wait behind it; 1,204 rows; 95% used, 20 GB
Step: Free space on /data with `df -h`."""
LENT = """line 12: [Errno 28] No space left on device: '/data/in/file.csv'
line 14: ORA-01653 unable to extend, host db01.bank.com
why did finance_extract fail? is it SUCC, is BACKUP running?"""
GROUNDS = Grounds(FACTS, LENT, sources=2)


@pytest.mark.parametrize(
    "text",
    [
        "The disk under /data is full, so FINANCE_EXTRACT abended with return code 12 at 1:10 AM [1].",
        "O job FINANCE_EXTRACT falhou (ABEND): /data/in está sem espaço [2]. Três jobs esperam atrás dele.",
        "Once space is free, rerun it and check that it succeeded. It has not succeeded so far.",
        "1. Free space\n2. Rerun it with `df -h`",
        "95% of 20GB are used; ORA-01653 on db01.bank.com, 1204 rows.",
        "The deadline is 2 March, 06:00; CPU and SQL look fine.",
        "BACKUP was asked about, e.g. after an input/output error (Errno 28).",
        "CARDS ended successfully.",
    ],
)
def test_what_the_facts_hold_may_be_said(text: str) -> None:
    assert offences(text, GROUNDS) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("PAYROLL_LOAD failed too.", "PAYROLL_LOAD"),
        ("payroll_load failed too.", "payroll_load"),
        ("Look at XYZ first.", "XYZ"),
        ("FINANCE_EXTRACT is SUCC.", "FINANCE_EXTRACT successful"),
        ("FINANCE_EXTRACT ended successfully.", "FINANCE_EXTRACT successful"),
        ("CARDS abended.", "CARDS error"),
        ("It is still running.", "status running"),
        ("BACKUP: EXEC.", "status running"),
        ("O job está em execução.", "status running"),
        ("It was cancelled.", "status cancelled"),
        ("It ended at 02:10.", "02:10"),
        ("It ended at 1:10 pm.", "13:10"),
        ("It was on 5 March.", "5.3."),
        ("It was on 2026-03-05.", "5.3."),
        ("Free /var/log.", "/var/log"),
        ("/data2 is full.", "/data2"),
        ("See ORA-00942.", "ORA-00942"),
        ("It needs 50 GB.", "50"),
        ("It needs 50GB.", "50GB"),
        ("RC=16", "16"),
        ("Four jobs wait.", "Four"),
        ("Run `rm -rf /`.", "rm -rf /"),
        ("The host db02.bank.com is away.", "db02.bank.com"),
        ("node7 died.", "node7"),
        ("See http://evil.example/x for more.", "http://evil.example/x"),
        ("The file2.csv is bad.", "file2.csv"),
        ("As it says in [3].", "[3]"),
        ("As it says in [0].", "[0]"),
    ],
)
def test_what_they_do_not_hold_is_found(text: str, word: str) -> None:
    assert word in offences(text, GROUNDS)


def test_a_log_lends_no_status() -> None:
    grounds = Grounds("FINANCE_EXTRACT: failed (ABEND)", "line 3: FINANCE_EXTRACT SUCC, all jobs are running")
    assert offences("FINANCE_EXTRACT is SUCC.", grounds)
    assert offences("All jobs are running.", grounds)


def test_citations_in_order() -> None:
    assert cited("a [2], b [1, 2] and [2]") == (2, 1)
