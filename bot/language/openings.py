"""Words of courtesy that may stand before what is asked."""

from __future__ import annotations

COURTESY = (
    r"\s*(?:(?:please|pls|plz|hey|hi|hello|ok|okay|resync|bot|conman|now|can you|could you|would you"
    r"|i want you to|i want to|i want"
    r"|i need you to|i need to|i'd like to|just|por favor|favor|oi|ola|voce pode|vc pode|pode|poderia"
    r"|quero que voce|quero"
    r"|queria|preciso que voce|preciso|agora|bom dia|boa tarde|boa noite|puedes|quiero)[\s,!.:]+)*"
)
"""A pattern for folded text, to be put before another."""
