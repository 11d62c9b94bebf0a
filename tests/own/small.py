"""A small corpus of one chapter with its posts and one law, quick to compile, for tests with editions of their own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import yaml

from index.builder import WhooshIndexBuilder
from kb.edition import EditionInputs
from kb.paths import corpus_folder
from kb.store.corpus import load_corpus
from kb.store.yaml_files import read_yaml

CHAPTER = "metallurgy/01-ironmaking"
POSTS = "metallurgy-ironmaking.yaml"
LAW = "work_safety_law_2021.yaml"


def small_corpus(folder: Path) -> Path:
    """Copy the shipped corpus into `folder`, of entries and posts only those of one chapter, of clauses one law's."""
    shutil.copytree(corpus_folder(), folder, ignore=shutil.ignore_patterns("entries", "posts", "lexicon", "clauses"))
    shutil.copytree(corpus_folder() / "entries" / CHAPTER, folder / "entries" / CHAPTER)
    (folder / "clauses").mkdir()
    shutil.copy(corpus_folder() / "clauses" / LAW, folder / "clauses")
    places = {entry.place for entry in load_corpus(folder).entries}
    content = read_yaml(corpus_folder() / "posts" / POSTS)
    for post in content["posts"]:
        post["places"] = [place for place in post["places"] if place in places]
        post.pop("extra_entries", None)
        post.pop("without_entries", None)
    content["posts"] = [post for post in content["posts"] if post["places"]]
    (folder / "posts").mkdir()
    (folder / "posts" / POSTS).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def small_inputs(folder: Path) -> EditionInputs:
    """Return inputs over a small corpus and an empty data folder, both inside `folder`."""
    return EditionInputs(small_corpus(folder / "corpus"), folder / "data", WhooshIndexBuilder())


def copied(inputs: EditionInputs, data: Path) -> EditionInputs:
    """Return inputs over the same corpus with copies of its editions in the folder `data`, to be changed freely."""
    shutil.copytree(inputs.editions, data / "editions")
    return replace(inputs, data=data)
