"""What a maintainer asks while trying the bot in the terminal: why this reply, and what would make it another."""

from difflib import get_close_matches

from bot.reports.explanation import as_text, comparison_as_text
from bot.wording.knowledge import Current
from bot.wording.wordless import hint_for

HELP = """\
:pourquoi      pourquoi la dernière réponse
:comme FICHE   ce qui ferait répondre cette fiche à la dernière question (son id)"""


class Coach:
    """Explains the last question by the content in force."""

    def __init__(self, current: Current) -> None:
        self._current = current
        self._asked = ""

    def hears(self, text: str) -> None:
        """Take note of a message to the bot; a command of the bot's is no question."""
        if not text.startswith("/"):
            self._asked = text

    def say(self, order: str) -> str:
        """Answer an order, which begins with a colon."""
        name, _, entry_id = order.partition(" ")
        if name not in (":pourquoi", ":comme"):
            return HELP
        if not self._asked:
            return "Posez d'abord une question."
        if hint_for(self._asked.strip(), self._current.knowledge.messages):
            return "Ce message ne contient aucun mot : le bot demande d'en écrire, et ne note rien."
        return self._why() if name == ":pourquoi" else self._like(entry_id.strip())

    def _why(self) -> str:
        knowledge = self._current.knowledge
        return as_text(knowledge.answerer.explain(self._asked), knowledge.content)

    def _like(self, entry_id: str) -> str:
        knowledge = self._current.knowledge
        entry = knowledge.content.entries.get(entry_id)
        if entry is None:
            near = get_close_matches(entry_id, knowledge.content.entries, n=3, cutoff=0.4)
            names = ", ".join(near or list(knowledge.content.entries)[:3])
            return f"Il n'y a pas de fiche « {entry_id} ». Par exemple : {names}."
        return comparison_as_text(knowledge.answerer.compare(self._asked, entry, knowledge.content.pack.language))
