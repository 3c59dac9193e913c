"""The measure of the page, small: its parts work, and what it measures is what it says."""

from pathlib import Path

from tests.page.__main__ import VIEWS, measure


async def test_pages_are_opened_on_as_many_clusters_as_people_ask_different_things(tmp_path: Path) -> None:
    clusters, views, replies = await measure(tmp_path, questions=24, clusters=8, opened=2)
    assert clusters == 8
    assert {name: len(times) for name, times in views.items()} == dict.fromkeys(VIEWS, 2)
    assert replies
