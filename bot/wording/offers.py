"""Training offers: near a département, the next session first."""

from collections import Counter
from datetime import date

from bot.content import Offer
from bot.content.markup import escape, to_html
from bot.content.sentences import fill
from bot.wording.composer import Composer, link, place
from bot.wording.message import AskPlace, Button, KeepPlace, Message, ShowOffers, Wish

EVERYWHERE = ""
"""The whole of France, where a département is asked for."""

MOST_WISHES = 5
"""How many offers of a page have a button of their own."""

NEAREST = 6
"""How many départements have a button: those that most offers name; the others are typed."""


class Offers(Composer):
    """Words the pages of the offers."""

    def depend_on_place(self, theme: str | None, today: date) -> bool:
        """Say whether somebody's département changes what they are shown."""
        return any(offer.departements for offer in self._current(theme, today))

    def which_departement(self, theme: str | None, today: date, typed: str = "") -> Message:
        """Ask for a département; `typed`: what was taken for one and is none."""
        named = Counter(code for offer in self._current(theme, today) for code in offer.departements)
        codes = sorted(named, key=lambda code: (-named[code], code))[:NEAREST]
        labels = {code: place(code) for code in codes} | {EVERYWHERE: self.messages.button_everywhere}
        rows = [[self.button(label, ShowOffers(theme, True, code))] for code, label in labels.items()]
        ask, unknown = self.messages.which_departement, self.messages.unknown_departement
        return self.message([self.say(unknown, typed=typed[:40]) if typed else self.say(ask)], rows)

    def themes(self, today: date, departement: str = EVERYWHERE, kept: str | None = None) -> Message:
        """List the themes that have a current offer; `kept`: the département that is kept of whoever looks."""
        offers = self._current(None, today, departement)
        if not offers:
            return self._none()
        names = dict.fromkeys(name for offer in offers for name in offer.themes)
        rows = [[self.button(self._theme(name), ShowOffers(name, True, departement))] for name in names]
        last = self._places(departement, kept) if self.depend_on_place(None, today) else []
        title = self.messages.offers_near if departement else self.messages.offers
        return self.message([self.say(title, departement=place(departement))], [*rows[:98], *last])

    def of_theme(self, theme: str, today: date, departement: str = EVERYWHERE) -> Message:
        """Show the current offers of one theme, as many as a message holds, with a way back."""
        offers = sorted(self._current(theme, today, departement), key=lambda offer: _turn(offer, today))
        if not offers:
            return self._none()
        name = ", ".join([self._theme(theme), *([place(departement)] if departement else [])])
        back = self.button(self.messages.button_back, ShowOffers(None, True, departement))
        title = self.say(self.messages.offers_of_theme, theme=name)
        numbers = [f"{number}. " for number in range(1, len(offers) + 1)] if len(offers) > 1 else [""]
        shown = [self._offer(offer, today, number) for number, offer in zip(numbers, offers, strict=True)]
        wishes = [[self._wish_button(offer, number)] for number, offer in zip(numbers, offers, strict=True)]
        return self.message([title, *shown], [*wishes[:MOST_WISHES], [back]])

    def consent(self, offer: Offer, name: str) -> Message:
        """Ask whether somebody's `name` and their wish for an offer may go to the organisers."""
        asked = self.say(self.messages.wish_consent, offer=offer.title, body=self.body, name=name)
        agree = self.button(self.messages.button_agree, Wish(offer.id, "agree"))
        refuse = self.button(self.messages.button_refuse, Wish(offer.id, "refuse"))
        return self.message([asked], [[agree], [refuse]])

    def wished(self, offer: Offer) -> Message:
        """Confirm that a wish was passed on, with a way to take it back."""
        withdraw = self.button(self.messages.button_withdraw, Wish(offer.id, "withdraw"))
        return self.message([self.say(self.messages.wished, offer=offer.title, body=self.body)], [[withdraw]])

    def not_wished(self) -> Message:
        """Confirm that nothing was passed on."""
        return self.message([self.say(self.messages.not_wished)])

    def withdrawn(self) -> Message:
        """Confirm that a wish is not kept any more, nor shown to organisers."""
        return self.message([self.say(self.messages.withdrawn)])

    def place_button(self, departement: str, *, kept: bool) -> Button:
        """Let somebody have a département kept, or forgotten."""
        label = self.messages.button_forget_place if kept else self.messages.button_keep_place
        return self.button(label, KeepPlace(departement, not kept))

    def _wish_button(self, offer: Offer, number: str) -> Button:
        label = f"{self.messages.button_wish} : {number}{offer.body}" if number else self.messages.button_wish
        return self.button(label, Wish(offer.id))

    def _places(self, departement: str, kept: str | None) -> list[list[Button]]:
        other = self.button(self.messages.button_other_departement, AskPlace())
        return [[other], [self.place_button(departement, kept=kept == departement)]]

    def _current(self, theme: str | None, today: date, departement: str = EVERYWHERE) -> list[Offer]:
        current = (offer for offer in self.content.offers if offer.is_current(today) and offer.is_near(departement))
        return [offer for offer in current if theme is None or theme in offer.themes]

    def _none(self) -> Message:
        return self.message([self.say(self.messages.no_offers, contact=self.contact)])

    def _theme(self, name: str) -> str:
        return self.messages.offer_themes.get(name, name.replace("-", " ").capitalize())

    def _offer(self, offer: Offer, today: date, number: str) -> str:
        values = {"body": offer.body, "place": offer.place, "format": offer.format}
        values |= {"audience": offer.audience, "price": offer.price}
        escaped = {name: escape(value) for name, value in values.items()}
        text = fill(to_html(self.messages.offer), title=number + link(offer.title, offer.link), **escaped)
        return "\n".join([text, *self._sessions(offer, today)])

    def _sessions(self, offer: Offer, today: date) -> list[str]:
        """Say when the next session is, or that all are past: one line, or none."""
        if not offer.sessions:
            return []
        coming = offer.coming(today)
        if not coming:
            return [self.say(self.messages.sessions_past)]
        session = coming[0]
        place = link(session.place, session.link) if session.link else escape(session.place)
        day, hour = self.long_date(session.day), escape(session.hour)
        return [fill(to_html(self.messages.next_session), day=day, hour=hour, place=place)]


def _turn(offer: Offer, today: date) -> tuple[int, date]:
    """Order offers: by their next session, then local ones, then others, then those whose sessions are past."""
    coming = offer.coming(today)
    if coming:
        return 0, coming[0].day
    return (3 if offer.sessions else 1 if offer.departements else 2), date.max
