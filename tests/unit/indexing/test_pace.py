from vaultmind.indexing import pace_for
from vaultmind.ports import MachineLoad


def test_vectors_are_made_slower_the_less_there_is_to_spare() -> None:
    loads = [MachineLoad(0.0), MachineLoad(0.5), MachineLoad(0.9), MachineLoad(0.0, is_on_battery=True)]
    duties = [pace_for(load).duty for load in loads]
    assert duties == sorted(duties, reverse=True)
    assert len(set(duties)) == 4
    assert all(0 < duty <= 1 for duty in duties)
