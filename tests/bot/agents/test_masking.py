from __future__ import annotations

from time import process_time

import pytest

from bot.agents.masking import Mask

SECRETS = [
    "password=hunter22",
    "senha: Abc123",
    "PGPASSWORD=s3cr3t!",
    "--password hunter22",
    "a senha é Verao2026",
    "api_key='abcd1234efgh'",
    "Authorization: Bearer abcdefgh12345678",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    "postgresql://app:Pa55word@db01/pay",
    "Server=db01;User Id=app;Password=Pa55word;",
    "AKIAABCDEFGHIJKLMNOP",
    "xoxb-123456789012-abcdef",
    "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "sk-proj-abcdefghijklmnop1234",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
]
KEPT = ("hunter22", "Abc123", "s3cr3t", "Verao2026", "abcd1234", "abcdefgh", "eyJ", "Pa55", "AKIA", "1234567", "MIIE")


@pytest.mark.parametrize("text", SECRETS)
@pytest.mark.parametrize("on", [True, False])
def test_secrets_leave_for_nobody_and_do_not_come_back(text: str, on: bool) -> None:
    mask = Mask(on=on)
    hidden = mask.hide(f"line 12: connect {text} failed")
    assert "****" in hidden and not [k for k in KEPT if k in hidden]
    assert mask.show(hidden) == hidden


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mail ana.souza@bank.com.br now", "ana.souza@bank.com.br"),
        ("host 10.20.30.40 refused", "10.20.30.40"),
        ("host fe80::1ff:fe23:4567:890a refused", "fe80::1ff:fe23:4567:890a"),
        ("call +55 11 91234-5678 or", "+55 11 91234-5678"),
        ("call (11) 91234-5678 or", "(11) 91234-5678"),
        ("cpf 529.982.247-25 of", "529.982.247-25"),
        ("cnpj 11.222.333/0001-81 of", "11.222.333/0001-81"),
        ("card 4111 1111 1111 1111 of", "4111 1111 1111 1111"),
        ("taught by Ana Souza today", "Ana Souza"),
        ("ask souza about it", "souza"),
    ],
)
def test_people_and_addresses_come_back_for_the_reader(text: str, value: str) -> None:
    mask = Mask(["Ana Souza"])
    hidden = mask.hide(text)
    assert value not in hidden and "⟨" in hidden
    assert mask.show(hidden) == text
    assert Mask(["Ana Souza"], on=False).hide(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "/MDM#/FIN/PAYROLL.FINANCE_EXTRACT ended 01:10:22 on 2026-03-02T01:10:00Z",
        "AWSBHT001E ORA-01653 SQLSTATE 42703 return code 12",
        "1,204,332 rows of 20260302011000123 in /data/in/file_0001.csv",
        "the token was not found; password expired; senha inválida",
        "ANA_LOAD and SOUZA01 failed",
    ],
)
def test_what_an_answer_needs_stays(text: str) -> None:
    assert Mask(["Ana Souza"]).hide(text) == text


def test_one_thing_has_one_placeholder() -> None:
    mask = Mask()
    assert mask.hide("10.0.0.1 then 10.0.0.2") == "⟨IP1⟩ then ⟨IP2⟩"
    assert mask.hide("again 10.0.0.2") == "again ⟨IP2⟩"


def test_brackets_that_a_model_changed_are_understood_and_unknown_ones_stay() -> None:
    mask = Mask()
    mask.hide("10.0.0.1")
    assert mask.show("on <IP1>, [IP1] and ⟨IP7⟩") == "on 10.0.0.1, 10.0.0.1 and ⟨IP7⟩"


@pytest.mark.parametrize("blob", ["A" * 40_000, "eyJ" * 10_000, "1" * 40_000, "password " * 4_000])
def test_endless_words_cost_little(blob: str) -> None:
    begin = process_time()
    Mask(["Ana Souza"]).hide(blob)
    assert process_time() - begin < 20  # a runaway pattern takes minutes
