"""Ids as the product makes them: composite and Base64 for V1, name-based UUIDs for V2. They hold over a plan switch."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_SPACE = hashlib.md5(uuid.uuid3(uuid.NAMESPACE_URL, "urn:resync:simulated-bank").bytes, usedforsecurity=False)


def stream_identifier(*parts: object) -> str:
    """The 16 characters of an internal identifier, such as 0AAAAAAAAAAAABQM."""
    number = int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=6).digest(), "big")
    digits = [_DIGITS[(number >> shift) & 31] for shift in range(0, 45, 5)]
    return "0" + "A" * 6 + "".join(digits)


def uuid_of(*parts: object) -> str:
    """A version 3 UUID, made without the steps of `uuid.uuid3`: a big plan has some 300,000 of them."""
    name = _SPACE.copy()
    name.update("\x1f".join(map(str, parts)).encode())
    digits = name.hexdigest()
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-3{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def encode(composite: str) -> str:
    return base64.b64encode(composite.encode()).decode()


def decode(text: str) -> str:
    """The composite id, given either in clear or in Base64; "" where it is neither."""
    if ";" in text:
        return text
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
