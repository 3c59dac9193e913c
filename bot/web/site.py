"""All pages of the organisers, put together."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from bot.web.faq import FaqPages
from bot.web.figures import FigurePages
from bot.web.pages import MIDDLEWARE, Pages, Site
from bot.web.questions import QuestionPages

__all__ = ["MIDDLEWARE", "Site", "routes"]


def routes(site: Site) -> Sequence[BaseRoute]:
    """Give the addresses of all pages."""
    pages = Pages(site)
    parts = (pages, QuestionPages(pages), FaqPages(pages), FigurePages(pages))
    return [route for part in parts for route in part.routes()]
