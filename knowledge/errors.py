"""What can go wrong with the knowledge base.

KnowledgeError
|- NoModel          there is no embedding model to load, or its files are not the ones that were tested
|- IndexTaken       another process owns the folder of the vectors
|- IndexAway        the vectors cannot be opened or the Chroma server does not answer
|- ModelMix         the vectors of this collection were made by another model
`- Unreadable       a file cannot be read; the text says what to do about it
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base. `str(error)` is a sentence for people."""


class NoModel(KnowledgeError):
    pass


class IndexTaken(KnowledgeError):
    pass


class IndexAway(KnowledgeError):
    pass


class ModelMix(KnowledgeError):
    pass


class Unreadable(KnowledgeError):
    pass
