"""python-telegram-bot's Application, with what the bot does as its list of handlers."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Generic, TypeVar, get_args

from telegram import Message, Update
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest

from bot.chat import buttons
from bot.chat.asker import Asker
from bot.chat.blocked import Blocked
from bot.chat.browse import Browser
from bot.chat.commands import Commands
from bot.chat.flood import Flood
from bot.chat.groups import Addressed, Groups
from bot.chat.hints import Hints, OneOfAlbum
from bot.chat.http import HttpRequest
from bot.chat.inline import Inline
from bot.chat.interest import Wishes
from bot.chat.organiser import Command, Door, Organiser
from bot.chat.reminders import Reminders
from bot.chat.review import Reviewer
from bot.chat.rights import Rights
from bot.chat.statistics import Statistics
from bot.chat.turn import Conversation, Turn, post
from bot.chat.waiting import Waiting
from bot.desk import Desk
from bot.desk import Rights as OrganiserRights
from bot.store import Store
from bot.wording import (
    Action,
    AskPlace,
    Erase,
    KeepPlace,
    NoneOfThese,
    Pick,
    Rate,
    Remind,
    Revoke,
    ShowEntry,
    ShowMine,
    ShowOffers,
    ShowTheme,
    ShowThemes,
    Tell,
    Why,
    Wish,
    deep_links,
)
from bot.wording.knowledge import Current
from bot.wording.message import OrganiserAction
from bot.wording.terms import Terms

_USUAL = Terms()

_A = TypeVar("_A", bound=Action)


def build(
    token: str,
    current: Current,
    store: Store,
    *,
    api_url: str = "https://api.telegram.org",
    flood: int = 10,
    organisers: Collection[int] = (),
    organisers_chat: int | None = None,
    take_back: int = 60,
    door: Door | None = None,
    terms: Terms = _USUAL,
    request: BaseRequest | None = None,
    polling: BaseRequest | None = None,
) -> Conversation:
    """Build the Application; `request` and `polling` take the place of HTTP (the stand-in's, in process).

    `flood`: how many questions a minute one person may ask, an organiser excepted (0: as many as they like).
    `door`: makes the address by which an organiser enters their page (None: there is no page).
    `take_back`: for how many seconds an organiser's decision can be taken back before it leaves.
    `terms`: what is said of the data.
    """
    builder = (
        ApplicationBuilder()
        .application_class(Conversation)
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Turn))
        .request(request or HttpRequest())
        .get_updates_request(polling or HttpRequest())
    )
    application = builder.build()
    assert isinstance(application, Conversation)
    application.current, application.terms, application.vault = current, terms, store.database.vault
    application.desk = desk = Desk(store, current, OrganiserRights(store, organisers), post, take_back)
    organiser = Organiser(current, store, desk, organisers_chat, door)
    limit = Flood(flood, organisers, current)
    commands, rights = Commands(current, terms), Rights(current, store, terms)
    application.add_handlers(_for_organisers(organiser, Statistics(current, store), commands))
    waiting = Waiting(current, store, desk, organisers_chat)
    application.add_handlers(_handlers(current, store, limit, organiser, waiting, commands, rights))
    return application


def _for_organisers(
    organiser: Organiser, statistics: Statistics, commands: Commands
) -> list[BaseHandler[Any, Turn, Any]]:
    """Give the commands that do not exist for anybody else."""
    new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    given = {
        "ouvertes": organiser.open,
        "organisateur": organiser.organisers,
        "tableau": organiser.page,
        "stats": statistics.charts,
        "interets": statistics.wishes,
    }
    return [
        CommandHandler(name, organiser.for_organisers(command, commands.unknown), new)
        for name, command in given.items()
    ]


def _handlers(
    current: Current,
    store: Store,
    flood: Flood,
    organiser: Organiser,
    waiting: Waiting,
    commands: Commands,
    rights: Rights,
) -> list[BaseHandler[Any, Turn, Any]]:
    asker, browser, reminders = Asker(current, store, waiting.desk), Browser(current, store), Reminders(current, store)
    wishes = Wishes(current, store, waiting.chat)
    groups, hints, inline = Groups(current, store), Hints(current, store), Inline(current)
    blocked, reviewer = Blocked(store), Reviewer(current, store, organiser)
    private = filters.ChatType.PRIVATE
    shared = filters.ChatType.GROUPS
    # What was put into a chat through a bot's inline mode are not the person's words.
    new = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
    album = OneOfAlbum()
    events = filters.StatusUpdate.ALL | filters.BOOST_ADDED | filters.PASSPORT_DATA | filters.SUCCESSFUL_PAYMENT
    words = (filters.TEXT & ~_CommandFirst()) | filters.CAPTION

    def tapped(kind: type[_A], callback: Callable[[Update, Turn, _A], Awaitable[None]]) -> "Tapped[_A]":
        return Tapped(kind, callback, current)

    personal: Mapping[str, Command] = {
        "themes": browser.themes,
        "formations": browser.offers,
        "mesquestions": waiting.mine,
        "mesdonnees": rights.holdings,
        "oublier": rights.confirm,
    }

    return [
        CommandHandler("start", groups.introduce, new & shared),
        CommandHandler([*personal], groups.lead, new & shared),
        *(CommandHandler("start", _at_once(show), new & private & _Leads(name)) for name, show in personal.items()),
        CommandHandler("start", commands.start, new),
        CommandHandler(["aide", "help"], organiser.more_for_organisers(commands.help), new),
        CommandHandler(["confidentialite", "privacy"], commands.privacy, new),
        MessageHandler(new & private & filters.Regex(r"(?i)^/confidentialité"), commands.privacy),
        CommandHandler("id", commands.number, new),
        *(CommandHandler(name, show, new & private) for name, show in personal.items()),
        CommandHandler("rencontres", browser.meetings, new),
        MessageHandler(new & private & _CommandFirst(), commands.unknown),
        MessageHandler(new & private & _Awaited(browser), browser.departement),
        MessageHandler(
            new & words & (private | (shared & Addressed())) & (album | filters.CAPTION),
            _first(reviewer.takes, blocked.takes, waiting.takes, hints.captioned, last=flood.limited(asker.ask)),
        ),
        MessageHandler(
            filters.UpdateType.EDITED_MESSAGE & words & (private | (shared & Addressed())),
            _first(blocked.takes, last=flood.limited(asker.edited)),
        ),
        MessageHandler(new & private & ~events & album, _first(blocked.takes, last=flood.limited(hints.write_instead))),
        ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        InlineQueryHandler(inline.look_up),
        tapped(ShowThemes, browser.show_themes),
        tapped(ShowTheme, browser.show_theme),
        tapped(ShowEntry, browser.show_entry),
        tapped(ShowOffers, browser.show_offers),
        tapped(AskPlace, browser.ask_place),
        tapped(KeepPlace, browser.keep_place),
        tapped(Remind, reminders.remind),
        tapped(Revoke, reminders.revoke),
        tapped(Pick, asker.picked),
        tapped(NoneOfThese, asker.refused),
        tapped(Rate, asker.rated),
        tapped(Why, asker.explained),
        tapped(Wish, wishes.wish),
        tapped(Tell, waiting.tell),
        tapped(ShowMine, waiting.show_mine),
        tapped(Erase, rights.erase),
        *(tapped(kind, reviewer.tapped) for kind in get_args(OrganiserAction)),
        CallbackQueryHandler(asker.stale),
    ]


def _first(
    *takes: Callable[[Update, Turn], Awaitable[bool]], last: Callable[[Update, Turn], Awaitable[None]]
) -> Command:
    """Let some look at a message first, in order, and the last one have it if it is for none of them."""

    async def run(update: Update, turn: Turn) -> None:
        for look in takes:
            if await look(update, turn):
                return
        await last(update, turn)

    return run


def _at_once(show: Command) -> Command:
    """Show the page that a link led to, whose name is no word of the person's."""

    async def run(update: Update, turn: Turn) -> None:
        turn.args = []
        await show(update, turn)

    return run


class _Leads(filters.MessageFilter):
    """The /start of a link that leads to a page."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._payload = deep_links.page(command)

    def filter(self, message: Message) -> bool:
        """Say whether this is one."""
        return (message.text or "").split()[1:] == [self._payload]


class Tapped(BaseHandler[Update, Turn, None], Generic[_A]):
    """Handles a tap on a button that stands for a kind of action; the callback gets the action."""

    def __init__(
        self, kind: type[_A], callback: Callable[[Update, Turn, _A], Awaitable[None]], current: Current
    ) -> None:
        super().__init__(callback)  # type: ignore[arg-type]  # ours takes the action besides, see handle_update
        self._kind, self._act, self._current = kind, callback, current

    def check_update(self, update: object) -> _A | None:
        """Give the action if it is of this kind, under a message of a chat: we put no buttons elsewhere."""
        query = update.callback_query if isinstance(update, Update) else None
        known = query.data if query and query.message else None
        action = buttons.decode(known, self._current.knowledge.content) if known else None
        return action if isinstance(action, self._kind) else None

    async def handle_update(self, update: Update, application: Any, check_result: object, context: Turn) -> None:
        """Act."""
        assert isinstance(check_result, self._kind)
        await self._act(update, context, check_result)


class _CommandFirst(filters.MessageFilter):
    """Messages that begin with a command; one in the middle of a sentence is a word like another."""

    def filter(self, message: Message) -> bool:
        return any(one.type == one.BOT_COMMAND and one.offset == 0 for one in message.entities)


class _Awaited(filters.MessageFilter):
    """Messages that answer a question of the browser's."""

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self._browser = browser

    def filter(self, message: Message) -> bool:
        return self._browser.awaits(message)
