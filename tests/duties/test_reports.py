"""Recommendations in reports of the United Nations: numbers, words, States and answers, whatever the page did to them."""

import pytest

from onrecord.duties import Recommendation, Response, recommendations_in

_HEAD = "A/HRC/91/7"


def _report(*bodies: str) -> list[str]:
    """Return pages with a running head and a number each, as a report has them."""
    return [f"{_HEAD}\n{number}\n{body}" for number, body in enumerate(bodies, start=14)]


def _short(found: tuple[Recommendation, ...]) -> list[tuple[str, list[str], str]]:
    return [(one.number, [state.code for state in one.states], one.text) for one in found]


def test_points_under_a_paragraph_have_its_number_and_answer() -> None:
    """The older shape: numbers begin anew under each paragraph, and the paragraph says how the State answered."""
    found = recommendations_in(
        _report(
            "95. The recommendations listed below enjoy the support of Veldania:\n"
            "1. To ratify the Convention on the River (Norway);\n"
            "2. To continue its efforts to open\nthe archive (Lao People’s Democratic\nRepublic);\n",
            "3. To publish the verdicts (Spain).\n"
            "96. The following recommendations will be examined by Veldania, which will provide responses in due course:\n"
            "1. To abolish the permit for assemblies (Chad);\n"
            "97. The recommendation below did not enjoy the support of Veldania:\n"
            "1. To recognise the strike (Fiji).\n"
            "98. All conclusions reflect the positions of the submitting States.\n",
        )
    )
    assert _short(found) == [
        ("95.1", ["NOR"], "To ratify the Convention on the River"),
        ("95.2", ["LAO"], "To continue its efforts to open the archive"),
        ("95.3", ["ESP"], "To publish the verdicts"),
        ("96.1", ["TCD"], "To abolish the permit for assemblies"),
        ("97.1", ["FJI"], "To recognise the strike"),
    ]
    assert [one.response for one in found] == [
        *[Response.SUPPORTED] * 3,
        Response.PENDING,
        Response.NOTED,
    ]
    assert [one.page for one in found] == [1, 1, 2, 2, 2]


def test_a_number_that_could_be_both_is_a_point_where_states_end_it() -> None:
    """Point 3 under paragraph 2 and paragraph 3 itself look alike at the beginning of a line."""
    found = recommendations_in(
        _report(
            "2. These recommendations enjoy the support of Veldania:\n1. To do A (Peru);\n2. To do B (Mali);\n"
            "3. To do C (Oman);\n3. Veldania considers that recommendations Nos. 1,\n2 and 3 have been implemented.\n"
            "4. The recommendations below were noted by Veldania:\n1. To do D (Cuba).\n"
        )
    )
    assert _short(found) == [
        ("2.1", ["PER"], "To do A"),
        ("2.2", ["MLI"], "To do B"),
        ("2.3", ["OMN"], "To do C"),
        ("4.1", ["CUB"], "To do D"),
    ]


def test_numbers_with_a_point_in_them_are_read_as_they_stand() -> None:
    """The newer shape: 121.1, 121.2; several States in one bracket, in several, or behind words of their own."""
    found = recommendations_in(
        _report(
            "121. The recommendations have been examined by Veldania and enjoy the support of Veldania:\n"
            "121.1 Accede to the Protocol (Bosnia and Herzegovina, Iran (Islamic Republic of) and France);\n"
            "121.2 Raise the budget by 17.5 per cent (see para. 40) (Malta) (Togo);\n"
            "121.3. Consider ratifying (Slovenia)/ratify (Republic of Korea) the Convention;\n"
            "121.4. Sign the Treaty (Italy); publish the list of the missing (Ghana).\n"
        )
    )
    assert _short(found) == [
        ("121.1", ["BIH", "IRN", "FRA"], "Accede to the Protocol"),
        ("121.2", ["MLT", "TGO"], "Raise the budget by 17.5 per cent (see para. 40)"),
        ("121.3", ["SVN"], "Consider ratifying the Convention"),
        ("121.3", ["KOR"], "ratify the Convention"),
        ("121.4", ["ITA"], "Sign the Treaty"),
        ("121.4", ["GHA"], "publish the list of the missing"),
    ]
    assert [one.part for one in found] == [1, 1, 1, 2, 1, 2]


def test_what_a_page_adds_is_no_part_of_a_recommendation() -> None:
    """Heads, numbers of pages, notes at the foot, and hyphens at which a word was broken."""
    found = recommendations_in(
        [
            (
                f"{_HEAD}\n14\n7. The recommendations below enjoy the support of Veldania:\n1. To review the non\ufffe\n"
                "discriminatory law on\n2\nThe original recommendation read: “Abolish the law” (Spain)."
            ),
            f"{_HEAD}\n15\nassemblies (Kenya);\n2. To end the long-\nterm detention (Nepal).\n",
            f"{_HEAD}\n16\n8. All conclusions reflect positions.\n",
        ]
    )
    assert _short(found) == [
        ("7.1", ["KEN"], "To review the non-discriminatory law on assemblies"),
        ("7.2", ["NPL"], "To end the long-term detention"),
    ]


def test_a_body_s_paragraphs_and_their_letters() -> None:
    """A treaty body recommends in numbered paragraphs; letters are told apart, a reference to a letter is none."""
    found = recommendations_in(
        [
            (
                "B. Concerns and recommendations\n15. The Committee is concerned at reports of beatings.\n"
                "16. The Committee notes the law. It recommends nothing here. The Committee urges the State party to:\n"
                "(a) Investigate all complaints;\n(b) Pay compensation, see paragraph (a) above; and\n(c) Report to it.\n"
                "17. The State party should publish the judgment (see para. (b)).\n"
            )
        ]
    )
    assert _short(found) == [
        ("16 (a)", [], "Investigate all complaints"),
        ("16 (b)", [], "Pay compensation, see paragraph (a) above"),
        ("16 (c)", [], "Report to it"),
        ("17", [], "The State party should publish the judgment (see para. (b))."),
    ]
    assert {one.response for one in found} == {Response.NOT_TOLD}


@pytest.mark.parametrize("text", ["", "A letter without numbers.", "1. Once upon a time.\n2. There was nothing.\n"])
def test_where_nothing_is_recommended_nothing_is_found(text: str) -> None:
    """Paragraphs alone are no recommendations."""
    assert recommendations_in([text]) == ()


def test_what_names_no_state_stands_without_one() -> None:
    """A bracket with something else in it is a part of the words; no State is guessed."""
    (one,) = recommendations_in(
        _report("5. The recommendations below enjoy the support of Veldania:\n1. To join the alliance (ALLR).\n")
    )
    assert (one.states, one.text) == ((), "To join the alliance (ALLR)")


@pytest.mark.parametrize(
    ("lead", "answer"),
    [
        ("The recommendations listed below have been examined by Veldania and enjoy its support:", Response.SUPPORTED),
        ("The following recommendations enjoyed the full support of Veldania:", Response.SUPPORTED),
        ("Veldania considered the recommendations listed below and agreed to follow up on them:", Response.SUPPORTED),
        (
            "The responses of Veldania to these recommendations will be included in the outcome report.",
            Response.PENDING,
        ),
        ("The recommendations below will be further examined by Veldania:", Response.PENDING),
        ("Veldania will provide in due course its responses to the recommendations below.", Response.PENDING),
        ("The recommendations below did not enjoy its support:", Response.NOTED),
        ("In the course of the discussion, it was recommended that Veldania:", Response.NOT_TOLD),
    ],
)
def test_a_list_opens_under_a_paragraph_that_speaks_of_recommendations(lead: str, answer: Response) -> None:
    """Whether it ends in a colon or in a sentence about the session; and says how the State answered, where it does."""
    found = recommendations_in(
        _report(f"12. Spain asked about it.\n13. {lead}\n1. To do A (Peru);\n2. To do B (Mali).\n")
    )
    assert [(one.number, one.response) for one in found] == [("13.1", answer), ("13.2", answer)]


@pytest.mark.parametrize(
    ("after", "answer"),
    [
        ("The response of Veldania to the above recommendations will be included in the report.", Response.PENDING),
        ("Veldania has noted these recommendations for a response, which will be provided later.", Response.PENDING),
        ("All recommendations have been examined by Veldania and enjoy its support.", Response.SUPPORTED),
        ("The recommendations listed above were noted by Veldania.", Response.NOTED),
        ("Some of these recommendations enjoy its support, and others were rejected.", Response.NOT_TOLD),
        ("Other recommendations, in paragraph 9, will be examined by Veldania.", Response.NOT_TOLD),
        ("All conclusions reflect the positions of the submitting States.", Response.NOT_TOLD),
    ],
)
def test_what_the_next_paragraph_says_of_all_of_a_list_is_its_answer(after: str, answer: Response) -> None:
    """Older reports list first and tell afterwards; where a paragraph parts them, nothing is told of any."""
    found = recommendations_in(
        _report(f"56. The following recommendations were made to Veldania:\n1. To do A (Peru).\n57. {after}\n")
    )
    assert [one.response for one in found] == [answer]


def test_a_number_that_is_missing_or_printed_wrong_ends_no_list() -> None:
    """A reference to a number, at the beginning of a line within a sentence, begins nothing."""
    found = recommendations_in(
        _report(
            "129. The recommendations below enjoy the support of Veldania:\n129.1 To do A (Peru);\n129.3 To do C (Mali);\n"
            "128.4 To do D (Oman);\n129.5.Follow what is told under\n129.8 and to do E (Cuba);\n129.6 To do F (Chad).\n"
            "130. The recommendations below were noted by Veldania:\n130.1 To do G (Togo).\n"
        )
    )
    assert _short(found) == [
        ("129.1", ["PER"], "To do A"),
        ("129.3", ["MLI"], "To do C"),
        ("128.4", ["OMN"], "To do D"),
        ("129.5", ["CUB"], "Follow what is told under 129.8 and to do E"),
        ("129.6", ["TCD"], "To do F"),
        ("130.1", ["TGO"], "To do G"),
    ]
    bare = _report(
        "9. The following recommendations were made:\n1. To do A (Peru);\n2 To do B (Mali);\n3. To do C (Oman).\n"
    )
    assert [one.number for one in recommendations_in(bare)] == ["9.1", "9.2", "9.3"]


@pytest.mark.parametrize(
    "note",
    [
        "3 The recommendation was read as “To do A”.",
        "** Conclusions have not been edited.",
        "3 See the addendum.",
        "3\nOriginal words: to do A.",
    ],
)
def test_a_note_at_the_foot_is_no_part_of_the_words(note: str) -> None:
    """A sentence goes on over the page, and the mark behind its words goes with the note."""
    lead = "7. The recommendations below enjoy its support:\n1. To do A (Peru);3\n2. To do B and"
    found = recommendations_in(_report(f"{lead}\n{note}", "also C (Mali).\n"))
    assert [one.text for one in found] == ["To do A", "To do B and also C"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Sign (Peru)/ratify (Mali) the Treaty", [("Sign the Treaty", "PER"), ("ratify the Treaty", "MLI")]),
        (
            "Sign (Peru), or ratify (Mali) the Treaty (Peru, Mali)",
            [("Sign the Treaty", "PER"), ("or ratify the Treaty", "MLI")],
        ),
        ("Sign (Peru) the Treaty (Oman)", [("Sign the Treaty", "PER"), ("Sign the Treaty", "OMN")]),
        ("Pay (Peru); sign (Mali) the Treaty", [("Pay", "PER"), ("sign the Treaty", "MLI")]),
        ("Sign the Treaty (Peru) pay all (Mali)", [("Sign the Treaty", "PER"), ("pay all", "MLI")]),
        ("Sign (Peru) CEDAW (Peru); pay (Mali);4", [("Sign CEDAW", "PER"), ("pay", "MLI")]),
        ("Sign (Peru). Nothing is said of the rest", [("Sign", "PER"), ("Nothing is said of the rest", "")]),
    ],
)
def test_words_behind_a_bracket_belong_to_what_they_go_on_with(text: str, made: list[tuple[str, str]]) -> None:
    """An object goes on with each verb before it in the sentence; a verb begins words of its own."""
    found = recommendations_in(_report(f"7. The recommendations below enjoy its support:\n1. {text}\n8. The end.\n"))
    assert [(one.text, "".join(state.code for state in one.states)) for one in found] == made
