"""Models that complete themselves when first used are the models that aiogram completes when it is imported."""

from tests.models import completed


def test_every_lazy_model_completes_itself_and_is_the_same() -> None:
    lazy, plain = completed(), completed(PLAIN_AIOGRAM="1")
    assert (lazy["lazy"], plain["lazy"], plain["incomplete"]) == (True, False, 0)
    assert lazy["models"] == plain["models"]
    assert all(complete for complete, _fields in plain["models"].values())  # type: ignore[attr-defined]
