# table-ronde, the bot that answers. See compose.yaml for running it.

FROM python:3.13-slim AS build
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore uv==0.13.9
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_NO_CACHE=1 \
    UV_PYTHON_DOWNLOADS=never
WORKDIR /app

# The locked dependencies first: a layer that changes with the lock file only.
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --extra postgresql --no-install-project
COPY LICENSE README.md ./
COPY bot bot
RUN uv sync --locked --no-dev --extra postgresql --no-editable


FROM python:3.13-slim
# For BOT_FAQ_REMOTE, and for what the organisers' page shows of the past of an entry.
RUN apt-get update -qq \
    && apt-get install --yes --quiet --no-install-recommends git ca-certificates \
    && rm -rf /var/lib/apt/lists/*
# A fixed number, so that the owner of a mounted folder or secret can be set from outside.
RUN groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid bot --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin bot \
    && install --directory --owner=bot --group=bot --mode=700 /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY faq faq
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TZ=Europe/Paris \
    BOT_FAQ=/app/faq \
    BOT_DATA=/data \
    BOT_KEY_FILE=/run/secrets/bot_key
USER 10001:10001
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["bot", "health"]
# Exec form: the bot itself gets the SIGTERM of `docker stop`, and finishes what it has in hand.
ENTRYPOINT ["bot"]
CMD ["run"]
