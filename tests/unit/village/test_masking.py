"""姓名的写法：一般补贴全名，特殊群体只留姓，号码无论怎样夹带都不上墙。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publications.privacy import detector
from village.masking import COMPOUND, full_name, mask_for, surname_only

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
RARE = st.characters(min_codepoint=0x20000, max_codepoint=0x2A6DF)
NAME = st.text(HAN | RARE, min_size=1, max_size=6)
ID_NUMBER = "110101199003077715"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王建国", "王**"),
        ("王芳", "王*"),
        ("欧阳明", "欧阳**"),
        ("欧阳建国", "欧阳**"),
        ("欧阳", "欧*"),
        ("王欧阳", "王**"),
        ("阿依古丽·买买提", "阿**"),
        ("𠮷田建", "𠮷**"),
        ("王\u3000芳 ", "王*"),
        ("王", "*"),
        ("", ""),
    ],
)
def test_a_sensitive_name_keeps_only_the_surname(name, shown):
    assert surname_only(name) == shown


def test_the_scheme_decides_the_mask():
    assert mask_for(is_sensitive=False)("王建国") == "王建国"
    assert mask_for(is_sensitive=True)("王建国") == "王**"


def test_a_number_that_tells_namesakes_apart_stays():
    assert full_name("王芳2") == "王芳2"


@given(NAME)
def test_nothing_of_the_given_name_survives_the_strict_mask(name):
    shown = surname_only(name)
    surname = shown.rstrip("*")
    assert name.startswith(surname)
    assert len(surname) < len(name)
    assert surname in COMPOUND or len(surname) <= 1
    assert set(shown[len(surname) :]) == {"*"}


@given(NAME)
def test_a_masked_name_masks_to_itself(name):
    assert surname_only(surname_only(name)) in (surname_only(name), "*")


@given(NAME)
def test_an_ordinary_name_is_printed_as_it_is_written(name):
    assert full_name(name) == name


@given(NAME, st.sampled_from(["", " ", "\u3000", "-", "\u200b"]), st.integers(1, 9), st.booleans())
def test_no_number_gets_through_either_mask(name, glue, step, is_wide):
    pieces = [ID_NUMBER[place : place + step] for place in range(0, len(ID_NUMBER), step)]
    number = glue.join(pieces)
    if is_wide:
        number = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in number)
    for shown in (full_name(name + number), surname_only(name + number), full_name(number + name)):
        assert not any(char.isdigit() for char in shown)
        assert not detector.detect(shown)
