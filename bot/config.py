"""The settings: the only reader of the environment (and of `.env`). All names begin with BOT_."""

import re
from io import StringIO
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.problem import MendableError

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)

_Ids = Annotated[
    tuple[Annotated[int, Field(gt=0)], ...],
    NoDecode,
    BeforeValidator(lambda value: [one.strip() for one in value.split(",")] if isinstance(value, str) else value),
]


def _checked(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("not a token")
    return token


_Token = Annotated[SecretStr, AfterValidator(_checked)]


def _split(address: object) -> object:
    if not isinstance(address, str):
        return address
    host, _, port = address.rpartition(":")
    return host.removeprefix("[").removesuffix("]"), port


_HostAndPort = Annotated[
    tuple[Annotated[str, Field(min_length=1)], Annotated[int, Field(ge=1, le=65535)]], NoDecode, BeforeValidator(_split)
]

_Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]+$")]
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def _weekday_and_hour(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.strip().lower() in ("", "non"):
        return None
    day, _, hour = value.strip().lower().partition(" ")
    return _DAYS.index(day), hour.removesuffix("h").strip()  # raises ValueError for what is no day


_WeekdayAndHour = Annotated[
    tuple[Annotated[int, Field(ge=0, le=6)], Annotated[int, Field(ge=0, le=23)]] | None,
    NoDecode,
    BeforeValidator(_weekday_and_hour),
]

_REMEDIES = {
    "BOT_TOKEN": "recopiez le jeton que donne @BotFather, de la forme 123456:ABC…",
    "BOT_TOKEN_FILE": "indiquez un fichier qui contient le jeton, et qui peut être lu.",
    "BOT_API_URL": "écrivez une adresse qui commence par https:// (ou http://), sans /bot.",
    "BOT_FAQ": "indiquez le dossier de la FAQ.",
    "BOT_FAQ_REMOTE": "indiquez l'adresse d'un dépôt git, suivie au besoin de #branche.",
    "BOT_DATA": "indiquez un dossier.",
    "BOT_DATABASE_URL": "écrivez sqlite:///chemin ou postgresql://…",
    "BOT_KEY_FILE": "indiquez un fichier.",
    "BOT_LISTEN": "écrivez une adresse de cette machine et un port, par exemple 127.0.0.1:8080.",
    "BOT_WEBHOOK": "écrivez une adresse publique en https://, au port 443, 80, 88 ou 8443.",
    "BOT_PAGE": "écrivez l'adresse publique de la page, par exemple https://bot.example.org.",
    "BOT_ORGANISERS": "écrivez des numéros d'utilisateur séparés par des virgules, par exemple 12345,67890.",
    "BOT_ORGANISERS_CHAT": "écrivez le numéro du chat, par exemple -1001234567890.",
    "BOT_DIGEST": "écrivez un jour et une heure, par exemple lundi 9, ou non.",
    "BOT_TAKE_BACK": "écrivez un nombre de secondes, de 0 à 3600, par exemple 60.",
    "BOT_FLOOD": "écrivez un nombre de questions par minute, 10 par exemple, ou 0 pour ne rien limiter.",
    "BOT_RETENTION_DAYS": "écrivez un nombre de jours, de 2 à 365, par exemple 90.",
    "BOT_BACKUPS": "écrivez combien de sauvegardes quotidiennes garder, de 0 (aucune) à 365, par exemple 7.",
    "BOT_CONTROLLER": "écrivez le nom de l'organisme, sur une ligne de 200 caractères au plus.",
    "BOT_CONTACT": "écrivez une adresse e-mail ou une page, sur une ligne de 200 caractères au plus.",
    "BOT_PRECISION": "écrivez un nombre entre 0.5 et 0.999, par exemple 0.95.",
    "BOT_LOG_LEVEL": "écrivez DEBUG, INFO, WARNING ou ERROR.",
    "BOT_LOG_FORMAT": "écrivez text ou json.",
}


class Settings(BaseSettings):
    """What an installation may set; everything has a default but the token, which only Telegram needs."""

    model_config = SettingsConfigDict(
        env_prefix="BOT_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: _Token | None = None
    token_file: Path | None = None
    api_url: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/[^\s]*)?$")] = "https://api.telegram.org"
    faq: Path = Path("faq")
    faq_remote: Annotated[SecretStr, Field(min_length=3)] | None = None
    data: Path = Path("data")
    database_url: SecretStr | None = None
    key_file: Path = Field(default_factory=lambda: platformdirs.user_config_path("table-ronde") / "cle.key")
    listen: _HostAndPort | None = None
    webhook: Annotated[str, Field(pattern=r"^https://[^\s/:?#@]+(:(443|80|88|8443))?(/[^\s?#]*)?$")] | None = None
    page: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+(/[^\s?#]*)?$")] | None = None
    organisers: _Ids = ()
    organisers_chat: int | None = None
    digest: _WeekdayAndHour = (0, 9)
    take_back: Annotated[int, Field(ge=0, le=3600)] = 60
    flood: Annotated[int, Field(ge=0)] = 10
    retention_days: Annotated[int, Field(ge=2, le=365)] = 90
    backups: Annotated[int, Field(ge=0, le=365)] = 0
    controller: _Line | None = None
    contact: _Line | None = None
    precision: Annotated[float, Field(ge=0.5, le=0.999)] = 0.95
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    def required_token(self) -> str:
        """Give the token, from BOT_TOKEN or the file BOT_TOKEN_FILE; raises MendableError when there is none."""
        if self.token:
            return self.token.get_secret_value()
        if self.token_file is None:
            raise MendableError(
                "BOT_TOKEN manque : demandez un jeton à @BotFather, puis écrivez BOT_TOKEN=… dans .env."
            )
        try:
            token = self.token_file.read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise _refusal("BOT_TOKEN_FILE") from None
        if not _TOKEN.fullmatch(token):
            raise _refusal("BOT_TOKEN_FILE")
        return token

    def required_database_url(self) -> str:
        """Give the database's address: a SQLite file in BOT_DATA unless BOT_DATABASE_URL says otherwise."""
        return self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.data / 'bot.db'}"

    def page_address(self) -> str:
        """Give the address by which the organisers' page is reached: BOT_PAGE, or what is known of BOT_LISTEN."""
        host, port = self.listen or ("localhost", 0)
        webhook = self.webhook and re.sub(r"^(https://[^/]+).*", r"\1", self.webhook)
        return (self.page or webhook or f"http://{f'[{host}]' if ':' in host else host}:{port}").rstrip("/")


def read() -> Settings:
    """Read the settings; raises MendableError naming the first bad one, or line of .env, and its remedy."""
    _check_lines(Path(".env"))
    try:
        settings = Settings()
    except ValidationError as error:
        raise _refusal(_variable(error.errors(include_input=False)[0])) from None
    if settings.webhook and not settings.listen:
        raise MendableError(
            "BOT_WEBHOOK demande BOT_LISTEN : indiquez où le bot attend ce que Telegram apporte, par exemple "
            "BOT_LISTEN=127.0.0.1:8080."
        )
    return settings.model_copy(update={"api_url": settings.api_url.rstrip("/")})


def _check_lines(file: Path) -> None:
    """Refuse a file of settings that is not UTF-8, or a line of it that is none."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError:  # there is none, or it is not to be read
        return
    except UnicodeDecodeError:
        raise MendableError(f"{file} n'est pas en UTF-8 : enregistrez-le en UTF-8 dans votre éditeur.") from None
    for binding in parse_stream(StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            what = f"{file}, ligne {binding.original.line} : ce n'est pas un réglage."
            raise MendableError(f"{what} Écrivez NOM=valeur, ou commencez la ligne par #.")


def _variable(error: ErrorDetails) -> str:
    return f"BOT_{str(error['loc'][0]).upper().removeprefix('BOT_')}"


def _refusal(variable: str) -> MendableError:
    return MendableError(f"{variable} n'est pas utilisable : {_REMEDIES[variable]}")
