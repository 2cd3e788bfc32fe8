"""Stored models are judged by what loading them would run, wherever they lie and however they are called."""

import io
import pickle
import zipfile

from seatrial.facts.models.artifacts import artifacts, pickled_models
from tests.repositories import repo_of

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"


def pickled(module: str, name: str) -> bytes:
    return f"\x80\x02c{module}\n{name}\n)\x81.".encode("latin-1")


def torch_archive(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", data)
    return buffer.getvalue()


def models(files: dict[str, str | bytes]) -> list[str]:
    return [artifact.path for artifact in pickled_models(repo_of(files))]


def test_a_fitted_object_is_a_model_and_a_list_is_none() -> None:
    fitted = pickled("sklearn.svm._classes", "SVC")

    assert models({"a.bin": fitted, "index.p": pickle.dumps([1, 2]), "weights.pkl": pickle.dumps({"w": 1})}) == [
        "a.bin",
        "weights.pkl",
    ]


def test_a_sparse_matrix_and_a_graph_are_data_unless_they_are_called_a_model() -> None:
    matrix, graph = pickled("scipy.sparse.csr", "csr_matrix"), pickled("networkx.classes.graph", "Graph")

    assert models({"data/ind.cora.x": matrix, "data/roads.pkl": graph, "tfidf_model.pkl": matrix}) == [
        "tfidf_model.pkl"
    ]
    assert models({"data/sums.pkl": pickled("scipy.interpolate", "interp1d")}) == ["data/sums.pkl"]


def test_colours_and_pictures_are_no_models() -> None:
    colours = pickled("matplotlib.colors", "LinearSegmentedColormap")

    assert models({"src/resources/colours.dat": colours, "img/first.p": pickled("PIL.Image", "Image")}) == []


def test_an_index_of_texts_is_no_model_whoever_takes_its_texts_apart() -> None:
    index = pickled("langchain_community.retrievers.bm25", "BM25Retriever") + pickled("own.words", "tokens")
    other = pickled("own.words", "tokens")

    assert models({"data/bm25_index.pkl": index}) == []
    assert models({"data/words.pkl": other}) == ["data/words.pkl"]


def test_the_pages_that_sphinx_keeps_are_no_models_whatever_they_are_called() -> None:
    page = pickled("sphinx.addnodes", "download_reference")
    kept = artifacts(repo_of({"build/.doctrees/pipelines.model_training.doctree": page}))

    assert [(one.model, one.dangerous) for one in kept] == [(False, ())]
    (foul,) = artifacts(repo_of({"build/.doctrees/index.doctree": pickled("posix", "system")}))
    assert foul.dangerous


def test_torch_archives_are_models_and_safe_formats_are_no_pickles() -> None:
    tensor = pickled("torch._utils", "_rebuild_tensor_v2")
    files: dict[str, str | bytes] = {"actor.pth": torch_archive(tensor), "m.h5": b"\x89HDF\r\n\x1a\n", "m.cbm": b"CBM1"}

    assert models(files) == ["actor.pth"]
    assert len(artifacts(repo_of(files))) == 3


def test_a_pointer_counts_by_its_name_and_its_content_is_unknown() -> None:
    (artifact,) = artifacts(repo_of({"models/churn.joblib": POINTER, "README.md": "x"}))

    assert artifact.pickled
    assert artifact.model
    assert "git-lfs" in artifact.doubts[0]


def test_samples_of_tests_do_not_count_unless_the_product_names_them() -> None:
    fitted = pickled("sklearn.svm._classes", "SVC")

    assert models({"tests/data/sample.pkl": fitted}) == []
    assert models({"tests/data/sample.pkl": fitted, "app.py": "PATH = 'tests/data/sample.pkl'\n"}) == [
        "tests/data/sample.pkl"
    ]


def test_foreign_models_are_left_out_and_broken_ones_are_doubtful() -> None:
    cut = pickled("sklearn.svm._classes", "SVC")[:-1]
    found = artifacts(repo_of({"vendor/m.pkl": cut, "m.pkl": cut}))

    assert [artifact.path for artifact in found] == ["m.pkl"]
    assert found[0].doubts


def test_coordinates_in_hdf5_are_no_model() -> None:
    stored = {path: b"\x89HDF\r\n\x1a\n" + bytes(200) for path in ("data/grid.nc", "models/net.h5")}

    assert {one.path: one.model for one in artifacts(repo_of(stored))} == {"data/grid.nc": False, "models/net.h5": True}
