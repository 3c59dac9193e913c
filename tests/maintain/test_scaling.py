from bot.content import Content
from bot.maintain import scaling
from bot.maintain.scaling import Step, TooMuch, scale, synthetic
from bot.matching.text import words


def _words(content: Content) -> set[str]:
    texts = [text for entry in content.entries.values() for text in (entry.question, *entry.phrasings)]
    return {word for text in texts for word in words(text)}


def test_a_synthetic_content_has_as_many_phrasings_as_asked_ten_an_entry(shipped: Content) -> None:
    entries = synthetic(shipped, 50).entries.values()
    assert [1 + len(entry.phrasings) for entry in entries] == [10] * 5


def test_a_synthetic_content_uses_the_words_of_the_other_only(shipped: Content) -> None:
    known = {
        word
        for entry in shipped.entries.values()
        for text in (entry.question, *entry.phrasings)
        for word in words(text)
    }
    made = {
        word for entry in synthetic(shipped, 100).entries.values() for text in entry.phrasings for word in words(text)
    }
    assert made <= known


def test_a_synthetic_content_is_the_same_at_every_run(shipped: Content) -> None:
    assert synthetic(shipped, 100) == synthetic(shipped, 100)


def test_a_size_is_measured(shipped: Content) -> None:
    (step,) = scale(shipped, (50,))
    assert isinstance(step, Step)
    assert step.phrasings == 50
    assert 0 < step.median <= step.p99
    assert 0 < step.megabytes <= step.peak


def test_a_size_whose_build_would_take_too_long_is_left_out_with_what_it_would_take() -> None:
    done = [Step(1_000, 1, 1, 1.0, 10, 40), Step(2_000, 1, 1, 8.0, 40, 160)]
    assert scaling.expected(done, 20_000) == TooMuch(20_000, 8_000.0, 16_000.0)
