"""Notices that go when they are no longer true."""

from vaultmind.session.passing import PassingNotices


class Hours:
    """A clock that is set."""

    def __init__(self) -> None:
        self.s = 100.0

    def monotonic(self) -> float:
        return self.s

    def now_ns(self) -> int:
        return 0

    def now_iso(self) -> str:
        return ""

    def sleep(self, seconds: float) -> None:
        self.s += seconds


class Vault:
    """How often everything was looked at."""

    looks = 0


def test_what_is_so_until_everything_was_looked_at_becomes_what_was_and_goes_after_ten_minutes() -> None:
    clock, vault = Hours(), Vault()
    notices = PassingNotices(clock, lambda: vault.looks)
    notices.hold("It is being made anew.", "It was made anew.")
    clock.sleep(7_200)
    assert notices.current() == ("It is being made anew.",)
    vault.looks = 1
    clock.sleep(7_200)
    assert notices.current() == ("It was made anew.",)
    clock.sleep(599)
    assert notices.current() == ("It was made anew.",)
    clock.sleep(2)
    assert notices.current() == ()
    clock.s = 100.0
    assert notices.current() == ()


def test_what_leaves_nothing_to_tell_goes_with_the_next_look_and_is_told_once_though_held_twice() -> None:
    clock, vault = Hours(), Vault()
    notices = PassingNotices(clock, lambda: vault.looks)
    notices.hold("The disk is full.")
    vault.looks = 1
    notices.hold("The disk is full.")
    assert notices.current() == ("The disk is full.",)
    vault.looks = 2
    assert notices.current() == ()
