"""The bot of the round table: what people ask about social media, answered word for word as a person wrote it.

Each row imports from the rows below it and from none above. `tests/test_architecture.py` holds the code to it.

    cli/        commands, no logic
    app.py      the composition root: builds the parts and runs them
    chat/       the only place that knows Telegram          web/    the organisers' page, webhook, metrics
    reports/    charts, tables, exports
    maintain/   what maintainers use: check, replay, edit   desk/   the questions that wait for a person
    store/      the only SQL, migrations inside
    wording/    replies into HTML and choices (pure)
    matching/   a string in, replies out (pure)
    content/    YAML into typed, frozen content

Beside the rows: `config.py`, the only reader of the environment, and `logs.py`, which sets the log up, are for `cli`
and `app`; `problem.py` is for all.
"""
