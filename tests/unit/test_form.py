from notes_crm.model import form, schema


def test_every_answer_is_stored_under_a_name_that_notes_know():
    for question in form.QUESTIONS:
        assert not question.key or question.key in schema.FIELDS
        assert not question.heading or question.heading in schema.HEADINGS
        assert not question.tag or question.tag in schema.TASK_TAGS


def test_choices_of_a_key_are_words_it_may_hold():
    for question in form.QUESTIONS:
        allowed = schema.FIELDS[question.key].choices if question.key else ()
        assert not (allowed and question.choices) or question.choices == allowed


def test_the_mood_is_asked_above_the_fold_where_the_customer_does_not_look():
    assert [q.name for q in form.private()] == ["mood"]
    assert not any(q.row for q in form.private())


def test_each_row_of_the_form_fills_the_paper():
    assert [sum(q.width for q in row) for row in form.rows()] == [100, 100, 100, 100]


def test_the_four_boxes_are_listen_observe_think_speak():
    assert [q.name for q in form.boxes()] == ["listen", "observe", "think", "speak"]


def test_names_are_unique():
    names = [q.name for q in form.QUESTIONS]
    assert len(set(names)) == len(names)
