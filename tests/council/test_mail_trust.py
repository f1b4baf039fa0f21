"""Only the council's own server says whether a sender is who they say."""

import pytest

from council.mail_trust import Trust, trust

SERVER = "mx.rada.example"
SENDER = "registry@rada.example"
PASSED = f"{SERVER}; dkim=pass header.d=rada.example header.s=2026 header.b=abc; spf=pass smtp.mailfrom=rada.example"


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([PASSED], Trust.PROVED),
        ([f"{SERVER} 1; dkim=pass (2048-bit key) header.i=@rada.example"], Trust.PROVED),
        ([f"{SERVER.upper()}; spf=pass; dkim=pass header.d=RADA.example"], Trust.PROVED),
        ([f"{SERVER}; dkim=fail header.d=x.example; dkim=pass header.d=rada.example"], Trust.PROVED),
        ([f"{SERVER}; dkim=fail (body hash did not verify) header.d=rada.example"], Trust.TAMPERED),
        ([f"{SERVER}; dkim=pass header.d=evil.example"], Trust.UNPROVED),
        ([f"{SERVER}; dkim=pass header.d=notrada.example"], Trust.UNPROVED),
        ([f"{SERVER}; dkim=pass header.d=example"], Trust.UNPROVED),
        ([f"{SERVER}; dkim=none; spf=pass smtp.mailfrom=rada.example"], Trust.UNPROVED),
        ([f"{SERVER}; none"], Trust.UNPROVED),
        (["mx.evil.example; dkim=pass header.d=rada.example"], Trust.UNPROVED),
        ([f"evil.example; x={SERVER}; dkim=pass header.d=rada.example"], Trust.UNPROVED),
        ([f"evil ({SERVER}); dkim=pass header.d=rada.example"], Trust.UNPROVED),
        ([f"{SERVER}; dkim=neutral (was dkim=pass header.d=rada.example)"], Trust.UNPROVED),
        ([], Trust.UNPROVED),
    ],
)
def test_what_the_server_found(results: list[str], verdict: Trust) -> None:
    assert trust(results, SERVER, SENDER) is verdict


def test_a_header_that_the_sender_added_stands_under_the_servers_own() -> None:
    assert trust([f"{SERVER}; dkim=none", PASSED], SERVER, SENDER) is Trust.UNPROVED


def test_a_subdomain_is_answered_for_by_the_domain_above_and_not_the_other_way() -> None:
    assert trust([PASSED], SERVER, "a@zhek.rada.example") is Trust.PROVED
    assert trust([PASSED.replace("header.d=rada", "header.d=zhek.rada")], SERVER, SENDER) is Trust.UNPROVED


def test_without_a_named_server_nobody_is_proved() -> None:
    assert trust([PASSED], "", SENDER) is Trust.UNPROVED
    assert trust(["; dkim=pass header.d=rada.example"], "", SENDER) is Trust.UNPROVED
