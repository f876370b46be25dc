"""What is sealed is read with the house's key alone."""

from pytest_django import Settings

from spaces.sealing import seal, unseal


def test_what_is_sealed_can_be_read_again_and_looks_different_each_time() -> None:
    assert unseal(seal("4821")) == "4821"
    assert seal("4821") != seal("4821")
    assert "4821" not in seal("4821")


def test_another_key_reads_nothing_unless_the_old_one_is_kept(settings: Settings) -> None:
    sealed, old = seal("4821"), settings.SECRET_KEY
    settings.SECRET_KEY = "another key that is long enough to be taken for one"
    assert unseal(sealed) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed) == "4821"
    assert unseal("not sealed at all") is None
