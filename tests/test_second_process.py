import os
from multiprocessing import active_children, parent_process

from training.second_process import meanwhile


def process_and_sum(*numbers):
    return os.getpid(), sum(numbers)


def sum_or_die(*numbers):
    if parent_process():
        os._exit(1)
    return sum(numbers)


def test_another_process_computes_meanwhile():
    with meanwhile(process_and_sum, 1, 2) as result:
        process, total = result()
    assert process != os.getpid()
    assert total == 3


def test_where_the_other_process_dies_the_result_is_computed_here():
    with meanwhile(sum_or_die, 1, 2) as result:
        assert result() == 3


def test_the_other_process_ends_with_the_block():
    with meanwhile(process_and_sum, 1, 2):
        assert active_children()
    assert not active_children()
