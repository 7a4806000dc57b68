"""Two processes, two machines, and never the same work twice at once."""

import subprocess
import sys
import threading

import pytest

from farmhand import lease as lease_module
from farmhand.errors import Cancelled, JobError
from farmhand.lease import Lease, new_owner, surely_gone, this_machine
from farmhand.progress import CancelToken
from farmhand.submission.journal import Journal

ELSEWHERE = "other-machine-1/7/abcdef01"


@pytest.fixture
def journal(tmp_path):
    made = Journal(str(tmp_path))
    made.begin("/p/shot.ma", str(tmp_path), "abcd1234", "farm/2/7")
    return made


def set_owner(journal, owner, beat=5):
    journal._write("UPDATE submission SET owner = ?, beat = ? WHERE id = 1", owner, beat)


def taken(journal, token=None, silence=0.2):
    return Lease(journal._path, "submission", 1, "submission", token or CancelToken(), silence)


def test_who_has_it_keeps_others_out_until_the_end(journal):
    with taken(journal):
        assert journal.entries()[0].busy
        with pytest.raises(JobError, match="Another Farmhand"), taken(journal):
            pass
    assert not journal.entries()[0].busy
    with taken(journal):
        pass


def test_a_process_that_is_gone_from_this_machine_is_followed_at_once(journal):
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    gone = "{}/{}/abc".format(this_machine(), process.pid)
    assert surely_gone(gone)
    set_owner(journal, gone)
    assert journal.unfinished()
    with taken(journal, silence=600.0):
        pass


def test_a_silent_worker_elsewhere_is_followed_and_one_that_lives_is_not(journal):
    set_owner(journal, ELSEWHERE)
    assert not surely_gone(ELSEWHERE)
    with taken(journal) as mine:
        assert journal._path == mine._path

    set_owner(journal, ELSEWHERE)

    class Living(CancelToken):
        beats = 5

        def wait(self, seconds):
            Living.beats += 1
            set_owner(journal, ELSEWHERE, Living.beats)

    with pytest.raises(JobError, match="process 7 on other-machine"), taken(journal, Living()):
        pass


def test_waiting_for_a_silent_worker_can_be_cancelled(journal):
    set_owner(journal, ELSEWHERE)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled), taken(journal, token):
        pass


def test_a_worker_that_was_followed_while_it_slept_does_not_go_on(journal):
    with taken(journal) as mine:
        mine.check()
        set_owner(journal, ELSEWHERE)
        with pytest.raises(JobError, match="Another Farmhand"):
            mine.check()
    with pytest.raises(JobError):  # it did not free what is another's now
        set_owner(journal, ELSEWHERE)
        mine.check()


def test_a_worker_gives_signs_of_life(journal, monkeypatch):
    monkeypatch.setattr(lease_module, "BEAT", 0.01)
    beaten = threading.Event()
    real = Lease.check

    def check(self):
        real(self)
        beaten.set()

    monkeypatch.setattr(Lease, "check", check)
    with taken(journal):
        assert beaten.wait(10)


def test_of_many_that_want_it_at_once_one_gets_it(journal):
    got, lost, barrier, end = [], [], threading.Barrier(8), threading.Event()

    def work():
        barrier.wait()
        try:
            with taken(journal):
                got.append(1)
                end.wait(10)
        except JobError:
            lost.append(1)
            if len(lost) == 7:
                end.set()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(got), len(lost)) == (1, 7)


def test_an_owner_names_machine_and_process_and_is_new_each_time():
    assert new_owner() != new_owner()
    assert not surely_gone(new_owner())
    assert surely_gone("")
