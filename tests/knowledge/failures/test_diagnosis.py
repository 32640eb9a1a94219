from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.failures import UNKNOWN, causes_named, diagnose, read_job_log
from knowledge.failures.pattern import compile_pattern

RULE = "=" * 40
HEADER = [
    RULE,
    "= JOB       : MASTER#/FIN/CLOSE[(0130 11/20/26),(0AAAAAAAAAAAAC3H)].LEDGER",
    "= USER      : batfin",
    "= JCLFILE   : /batch/bin/ledger.sh",
    "= TWSRCMAP  : ",
    "= AGENT     : LNX01",
    "= Job Number: 4711",
    "= Fri Nov 20 01:30:02 BRT 2026",
    RULE,
]
TRAILER = [
    RULE,
    "= Exit Status           : 28",
    "= SC STATUS_OK          : false",
    "= System Time (Seconds) : 0     Elapsed Time (hh:mm:ss) : 00:12:40",
    "= Fri Nov 20 01:42:42 BRT 2026",
    RULE,
]


def test_a_job_log_is_split_into_header_body_and_trailer() -> None:
    log = read_job_log([*HEADER, "hello", "", "=====", *TRAILER])
    assert log.header and log.trailer
    assert (log.header.workstation, log.header.job_stream, log.header.job) == ("MASTER", "/FIN/CLOSE", "LEDGER")
    assert (log.header.user, log.header.script, log.header.number) == ("batfin", "/batch/bin/ledger.sh", "4711")
    assert (log.header.scheduled, log.header.started) == ("0130 11/20/26", "Fri Nov 20 01:30:02 BRT 2026")
    assert (log.trailer.exit_status, log.trailer.elapsed) == (28, "00:12:40")
    assert log.trailer.ended == "Fri Nov 20 01:42:42 BRT 2026"
    assert [(line.number, line.text) for line in log.body] == [(10, "hello"), (12, "=====")]


def test_minutes_of_old_agents_and_the_last_of_two_runs() -> None:
    old = [RULE, "= Exit Status           : -1", "= Elapsed Time (Minutes) : 1", RULE]
    log = read_job_log([*HEADER, "first run", *TRAILER, *HEADER, "second run", *old])
    assert log.trailer and (log.trailer.exit_status, log.trailer.elapsed) == (-1, "1")
    assert [line.text for line in log.body] == ["second run"]


def test_names_in_the_header_are_no_evidence() -> None:
    header = [line.replace("ledger.sh", "connection refused") for line in HEADER]
    assert diagnose([*header, "all said", *TRAILER]).family == UNKNOWN


def test_the_trailer_tells_the_return_code() -> None:
    trailer = [line.replace(": 28", ": 127") for line in TRAILER]
    assert diagnose([*HEADER, "start", *trailer]).family == "command_not_found"
    assert "127" in diagnose([*HEADER, "start", *trailer]).root_cause


def test_root_cause_comes_before_what_it_dragged_along() -> None:
    found = diagnose(
        [
            "ERROR write /u01/out/a.dat: No space left on device",
            "ERROR java.io.FileNotFoundException: /u01/out/a.dat",
            "ERROR ORA-01013: user requested cancel of current operation",
            "FATAL mail: could not send mail",
        ]
    )
    assert (found.family, found.evidence[0].number) == ("disk_full", 1)
    assert "file_missing" in found.alternatives


def test_the_deepest_cause_of_a_stack_wins() -> None:
    found = diagnose(
        [
            "java.lang.IllegalStateException: step failed",
            "\tat app.Step.run(Step.java:4)",
            "Caused by: java.sql.SQLTransientConnectionException: pool",
            "Caused by: java.net.UnknownHostException: db9.intra",
        ]
    )
    assert (found.family, found.evidence[0].number) == ("dns", 4)
    assert "db9.intra" in found.root_cause


@pytest.mark.parametrize(
    "distractor",
    ["WARN  connection refused, will retry", "+ echo connection refused", "INFO fallback after connection refused"],
)
def test_a_warning_or_an_echo_is_not_the_cause(distractor: str) -> None:
    assert diagnose([distractor, "ERROR ORA-01722: invalid number"]).family == "bad_data"


def test_what_was_got_over_is_not_the_cause() -> None:
    lines = ["ERROR connection refused", "INFO reconnected", "INFO processing rows", "Permission denied: /in/a"]
    assert diagnose(lines).family == "permission_denied"


def test_an_unknown_log_says_so_and_shows_the_last_errors() -> None:
    found = diagnose(["starting", "ERROR gremlin 1", "ERROR gremlin of another kind", "bye"], return_code=9)
    assert (found.family, found.confidence, found.retry_helps) == (UNKNOWN, 0.0, UNKNOWN)
    assert [line.number for line in found.evidence] == [3, 2]
    assert "does not name a cause" in found.root_cause and "return code 9" in found.root_cause


def test_portuguese() -> None:
    found = diagnose(["cp: /u01/a: No space left on device"], language="pt-BR")
    assert found.title == "Disco cheio"
    assert "linha 1" in found.root_cause and "O disco está cheio" in found.root_cause
    assert "desconhecida" in diagnose(["nada"], language="pt").title


@pytest.mark.parametrize(
    "line",
    [
        "\x1b[31mERROR\x1b[0m \x1b[1mNo space\x1b[0m left on device",
        "10%\r55%\rNo space left on device",
        "\x00".join("No space left on device"),
        "não há espaço disponível no dispositivo".encode().decode("latin-1"),
        "n\ufffdo h\ufffd espa\ufffdo dispon\ufffdvel no dispositivo",
        "nao ha espaco disponivel no dispositivo",
        "x" * 300_000 + " No space left on device " + "y" * 300_000,
    ],
    ids=["colours", "progress", "utf-16", "mojibake", "replaced", "no accents", "long line"],
)
def test_damaged_text_is_still_read(line: str) -> None:
    found = diagnose(["begin", line])
    assert found.family == "disk_full"
    assert "\x1b" not in found.root_cause and all(len(proof.text) <= 300 for proof in found.evidence)


def test_secrets_in_the_log_are_struck_out() -> None:
    lines = ["sqlplus batch/hunter2@FIN", "connect password=hunter2 url=ftp://u:hunter2@h/x: Connection refused"]
    assert "hunter2" not in repr(diagnose(lines))


@settings(max_examples=60)
@given(
    st.lists(st.text(max_size=200) | st.sampled_from(["ERROR", "Caused by: x", RULE, "= JOB : a", *HEADER, *TRAILER])),
    st.none() | st.integers(-(2**31), 2**31),
)
def test_any_text_gives_a_diagnosis(lines: list[str], code: int | None) -> None:
    found = diagnose(lines, return_code=code)
    assert 0 <= found.confidence <= 1
    assert found.root_cause.endswith(".") and found.fix
    assert all(1 <= proof.number <= len(lines) for proof in found.evidence)


@pytest.mark.parametrize(
    "lines",
    [
        [f"{i} INFO record {i * 7919} handled" for i in range(110_000)],
        ["could not write to file " * 220_000],
        [f"{'abcdefghij'[i % 10]}{chr(97 + i % 26) * (i % 90)} {hash((i, 'x')):x} unable" for i in range(60_000)],
        ["=" * 5_000_000],
    ],
    ids=["ordinary", "one line", "all different", "rule"],
)
def test_five_megabytes_take_bounded_time(lines: list[str]) -> None:
    start = time.process_time()
    diagnose([*lines, "ERROR x: No space left on device"])
    assert time.process_time() - start < 30  # a runaway pattern takes minutes


def test_a_cause_in_the_middle_of_a_huge_log_is_found() -> None:
    filler = [f"{chr(97 + i % 26) * (20 + i % 60)} {'xyz'[i % 3] * (i % 50)} step" for i in range(90_000)]
    assert (
        diagnose([*filler[:45_000], "ORA-01653: unable to extend table A.B", *filler[45_000:]]).family
        == "database_space"
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It failed because the disk is full on srv01", {"disk_full"}),
        ("Foi senha expirada, não deadlock", {"password_expired", "deadlock"}),
        ("rerun it and all is well", set()),
        ("", set()),
    ],
)
def test_words_of_people_name_causes(text: str, named: set[str]) -> None:
    assert causes_named(text) == named


@pytest.mark.parametrize("pattern", ["a*b", "one*two*three", "#é"])
def test_a_loose_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="too loose"):
        compile_pattern(pattern, 1)


def test_importing_reads_no_family() -> None:
    code = "import sys, knowledge.failures.catalogue as c; print(c._by_id.cache_info().currsize, sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.startswith("0 ")
    assert not any(f"'{kit}'" in loaded for kit in ("chromadb", "numpy", "openai", "tws", "bot", "pydantic"))
