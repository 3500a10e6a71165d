import pytest

from demo.refusal import refusal_of


@pytest.mark.parametrize(
    "line",
    [
        "keep it between us",
        "training at 18:30, gate 4, bring 2 euro",
        "see you 12/11 at 9",
        "it was 3-2, then 4-2 and 5-2",
        "ja.en dan/of morgen",
        "ok.then w/o him",
        "één 🤫 zin… toch?",
        "error 0x80070057 again",
        "klaar.de bus komt, naar school.online les is om 2",
        "thanks,see you @ 8, or @8pm, of zie je@18u",
        "25-20, 25-18 en 21-19, 6-4, 3-6, 7-6, 6-3",
        "om 14.30, 15.30 of 16.30, op 12/05, 13/05",
        "kost 12,50 13,50 of 1,000,000",
        "oef 3, 4, 7, 12, 15 uit 2023, 2024",
        "error 0xC0000005 in img_20240512.jpg",
        "jammer:/ik kom niet @_@",
        "goed.lu komt ook, oui.ai, c.me",
        "x" * 280,
    ],
)
def test_a_made_up_line_is_looked_at(line):
    assert refusal_of(line) is None


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        (None, "empty"),
        (["a"], "empty"),
        ({"line": "a"}, "empty"),
        ("x" * 281, "too_long"),
        ("x" * 1_000_000, "too_long"),
        ("one\ntwo", "line_break"),
        ("one\u2028two", "line_break"),
        ("a\ud800b", "unreadable"),
        ("look at https://example.org", "link"),
        ("www.example.org", "link"),
        ("find it on example.com please", "link"),
        ("mail me: somebody@example.org", "email"),
        ("my number is 0470 12 34 56", "phone"),
        ("bel +32 470/12.34.56", "phone"),
        ("06-12345678", "phone"),
        ("0470 - 12 34 56", "phone"),
        ("0470\u201312\u201334\u201356", "phone"),
        ("add @somebody there", "account"),
        ("my name there (@somebody)", "account"),
        ("insta:@somebody", "account"),
        ("call 0x0470123456", "phone"),
        ("add me @0xface ok", "account"),
        ("check 0xbad.eu now", "link"),
        ("amazing.fr", "link"),
        ("t.me/somebody", "link"),
        ("bit.ly/x1", "link"),
        ("look at example.info", "link"),
        ("x.com", "link"),
        ("https:example", "link"),
        ("example.ie", "link"),
        ("example.com.au", "link"),
        ("example\uff0ecom", "link"),
        ("ftp://files.example", "link"),
        ("some\u200bbody@exam\u200bple.org", "email"),
        ("somebody@example . org", "email"),
        ("somebody@example\u3002org", "email"),
        ("call0470123456", "phone"),
        ("0470,12,34,56", "phone"),
        ("0470_12_34_56", "phone"),
        ("0\u200b470123\u200b456", "phone"),
        ("\uff10\uff14\uff17\uff10\uff11\uff12\uff13\uff14", "phone"),
        ("\uff20somebody", "account"),
        ("me@somebody", "account"),
    ],
)
def test_what_may_be_real_is_refused(line, refusal):
    assert refusal_of(line) == refusal
