"""The app package: what Teams demands of it, and no more rights than the adapter uses."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.terminal.manifest import command
from adapters.terminal.teams_package import package, png
from tests.fakes.teams import APP

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(APP.upper(), "Bot.Example.com"))) as held:
        return {name: held.read(name) for name in held.namelist()}


@pytest.fixture(scope="module")
def manifest(parts: dict[str, bytes]) -> Any:
    return json.loads(parts["manifest.json"])


def test_holds_what_the_manifest_names(parts: dict[str, bytes], manifest: Any) -> None:
    named = {
        *manifest["icons"].values(),
        *(each["file"] for each in manifest["localizationInfo"]["additionalLanguages"]),
    }
    assert set(parts) == {"manifest.json", *named}


def test_is_the_same_each_time() -> None:
    assert package(APP, "bot.example.com") == package(APP, "bot.example.com")


def test_names_the_app_and_the_host(manifest: Any) -> None:
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP
    assert {manifest["developer"][key] for key in ("websiteUrl", "privacyUrl", "termsOfUseUrl")} == {
        "https://bot.example.com/"
    }
    assert "example.com" not in json.dumps(manifest).replace("bot.example.com", "")


def test_asks_for_no_more_than_it_uses(manifest: Any) -> None:
    assert {"authorization", "webApplicationInfo", "permissions", "devicePermissions"}.isdisjoint(manifest)
    assert manifest["validDomains"] == []
    assert manifest["bots"][0]["supportsFiles"] is False


def test_keeps_the_lengths_of_version_1_19(manifest: Any, parts: dict[str, bytes]) -> None:
    most = {"name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000}
    for path, length in most.items():
        group, key = path.split(".")
        assert 0 < len(manifest[group][key]) <= length
        assert 0 < len(json.loads(parts["pt-br.json"])[path]) <= length
    (listed,) = manifest["bots"][0]["commandLists"]
    assert len(listed["commands"]) <= 10
    for each in listed["commands"]:
        assert len(each["title"]) <= 32 and len(each["description"]) <= 128
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", manifest["accentColor"])


def test_the_translation_covers_each_command(manifest: Any, parts: dict[str, bytes]) -> None:
    translated = json.loads(parts["pt-br.json"])
    for at in range(len(manifest["bots"][0]["commandLists"][0]["commands"])):
        assert 0 < len(translated[f"bots[0].commandLists[0].commands[{at}].title"]) <= 32
        assert 0 < len(translated[f"bots[0].commandLists[0].commands[{at}].description"]) <= 128


def _pixels(picture: bytes) -> tuple[int, list[bytes]]:
    """Width, and its pixels; checks each chunk's sum."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    at, data, width = 8, b"", 0
    while at < len(picture):
        (length,), kind = struct.unpack(">I", picture[at : at + 4]), picture[at + 4 : at + 8]
        body = picture[at + 8 : at + 8 + length]
        assert struct.unpack(">I", picture[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + body)
        width = struct.unpack(">I", body[:4])[0] if kind == b"IHDR" else width
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    rows = zlib.decompress(data)
    line = width * 4 + 1
    pixels = [rows[y * line + 1 + x * 4 : y * line + 5 + x * 4] for y in range(width) for x in range(width)]
    return width, pixels


def test_icons_are_as_teams_wants_them(parts: dict[str, bytes]) -> None:
    width, pixels = _pixels(parts["color.png"])
    assert width == 192 and {pixel[3] for pixel in pixels} == {255} and len(set(pixels)) > 2
    assert pixels[0] == bytes((0x1F, 0x4E, 0x8C, 255))
    width, pixels = _pixels(parts["outline.png"])
    assert width == 32 and {pixel[:3] for pixel in pixels} == {b"\xff\xff\xff"}
    assert {0, 255} <= {pixel[3] for pixel in pixels}
    assert png(8, 1.0, (0, 0, 0, 255), (0, 0, 0, 0))


def test_follows_microsofts_schema(manifest: Any) -> None:
    path = os.environ.get("TEAMS_MANIFEST_SCHEMA")
    if not path:
        pytest.skip("TEAMS_MANIFEST_SCHEMA does not name the schema of manifest 1.19 (npm @microsoft/app-manifest)")
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft4Validator(json.loads(Path(path).read_text())).validate(manifest)


def test_the_command_of_the_page_writes_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")
    line = next(line.strip() for line in page.splitlines() if "resync manifest teams" in line)
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(command, shlex.split(line)[2:])
    assert run.exit_code == 0 and "is written" in run.output
    assert zipfile.is_zipfile(tmp_path / "resync-teams.zip")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--app-id", APP, "--host", "bot.example.com"], "--out"),
        (["--app-id", "", "--host", "bot.example.com", "--out", "x.zip"], "GUID"),
        (["--app-id", "00000000-0000-0000-0000-000000000000", "--host", "bot.example.com", "--out", "x.zip"], "GUID"),
        (["--app-id", APP, "--host", "https://bot.example.com", "--out", "x.zip"], "public name"),
        (["--app-id", APP, "--host", 'a"b.com', "--out", "x.zip"], "public name"),
        (["--app-id", APP, "--out", "x.zip"], "public name"),
    ],
)
def test_wrong_use_writes_nothing(more: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = CliRunner().invoke(command, ["teams", *more])
    assert run.exit_code == 2 and said in run.output and list(tmp_path.iterdir()) == []
