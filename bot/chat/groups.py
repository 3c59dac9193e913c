"""The bot among several people: when it is spoken to, and what it says when it comes."""

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import filters

from bot.chat.turn import Turn
from bot.store import PERSON, Store
from bot.wording import deep_links
from bot.wording.knowledge import Current

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_THERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
_AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Groups:
    """Comes to groups, and leaves them."""

    def __init__(self, current: Current, store: Store) -> None:
        self._current = current
        self._store = store

    async def introduce(self, update: Update, turn: Turn) -> None:
        """Say in one sentence who this is, and how to ask."""
        turn.send(self._current.knowledge.pages.introduction(turn.bot.username))

    async def lead(self, update: Update, turn: Turn) -> None:
        """Lead to the private chat, at the page of a command that is one person's."""
        message = update.effective_message
        command = (message.text or "")[1:].split()[0].partition("@")[0].lower() if message else ""
        turn.send(self._current.knowledge.pages.in_private(), page=deep_links.page(command))

    async def membership(self, update: Update, turn: Turn) -> None:
        """Introduce the bot where it was added; forget the group it was removed from."""
        change = update.my_chat_member
        if change is None or change.chat.type not in _GROUPS:
            return
        before, after = change.old_chat_member.status, change.new_chat_member.status
        if before in _AWAY and after in _THERE:
            await self.introduce(update, turn)
        elif after in _AWAY and turn.tx is not None:
            await self._store.people.erase(turn.tx, self._store.database.vault.pseudonym(PERSON, change.chat.id))


class Addressed(filters.MessageFilter):
    """Messages that name the bot, or reply to it; not what a channel publishes."""

    def filter(self, message: Message) -> bool:
        """Say whether this is one."""
        if message.is_automatic_forward:
            return False
        to = message.reply_to_message
        replies = to is not None and to.from_user is not None and to.from_user.id == message.get_bot().id
        return replies or bool(_naming(message))


def words(message: Message) -> str:
    """Give what a message says, text or caption, without the bot's name."""
    units = _units(message)
    for entity in sorted(_naming(message), key=lambda one: -one.offset):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        units = units[:start] + " ".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "replace").strip()


def is_unsigned(update: Update) -> bool:
    """Say whether a message was written in the name of a group or a channel: nobody's question, so it is not kept."""
    message = update.message
    return message is not None and message.sender_chat is not None


def _naming(message: Message) -> list[MessageEntity]:
    """Give the entities that name the bot; a name inside an address or a longer name is none."""
    bot, units = message.get_bot(), _units(message)
    found = []
    for entity in (*message.entities, *message.caption_entities):
        # The library's own way to read an entity raises where one begins within an emoji.
        shown = units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
        named = entity.type == MessageEntity.MENTION and shown.lower() == f"@{bot.username}".lower()
        if named or (entity.user is not None and entity.user.id == bot.id):
            found.append(entity)
    return found


def _units(message: Message) -> bytes:
    """Give the text or caption in the units that entities count."""
    return (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
