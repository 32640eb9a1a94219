"""The two engines agree, nothing heavy is imported early, and a missing or changed model is told."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge import embedding
from knowledge.errors import NoModel
from tests.knowledge.conftest import Open

needs_model = pytest.mark.skipif(importlib.util.find_spec(embedding.PACKAGE) is None, reason="no model package here")
TEXTS = ["disk full", "FINANCE_PAYROLL abended with RC 12", "não há espaço em disco", "", "word " * 700]


@needs_model
def test_vectors_have_length_one() -> None:
    vectors = embedding.load("auto").encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@needs_model
@pytest.mark.timeout(180)
def test_both_engines_give_the_same_vectors() -> None:
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not here")
    script = (
        "import sys, warnings; warnings.simplefilter('ignore'); import numpy as np; from knowledge import embedding; "
        "texts = eval(sys.argv[1]); own, theirs = (embedding.load(n).encode(texts) for n in ('numpy', "
        "'sentence-transformers')); print(abs(own - theirs).max())"
    )
    done = subprocess.run([sys.executable, "-c", script, repr(TEXTS)], capture_output=True, text=True, check=True)
    assert float(done.stdout.splitlines()[-1]) < 1e-5


def test_importing_loads_no_kit() -> None:
    kits = ("chromadb", "torch", "sentence_transformers", "numpy", "tokenizers", "docx", "pypdfium2")
    code = f"import sys, knowledge.base; print([k for k in {kits!r} if k in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_the_process_that_parses_files_loads_no_database() -> None:
    code = "import sys, knowledge.ingest.outside; print([k for k in ('sqlalchemy', 'structlog') if k in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


async def test_without_the_model_package_words_still_work(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "PACKAGE", "no_such_package")
    base = await opened("auto")
    await base.add_text("disk", "", "purge the full filesystem")
    await base.settle()
    assert "no_such_package" in (await base.stats()).state and "not installed" in base.state
    assert await base.rank("filesystem purge") == ("disk",)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "other_model"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "model" / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(embedding, "PACKAGE", "other_model")
    with pytest.raises(NoModel, match="not the ones that were tested"):
        embedding.model_folder()
