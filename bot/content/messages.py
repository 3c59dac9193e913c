"""Every sentence of the bot's own, with the placeholders each may hold; the texts stand in `messages.yaml`."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bot.content import markup

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def fill(template: str, **values: str) -> str:
    """Replace each `{name}` of a message by its value, as it is: escape what a person wrote before."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], template)


def _holds(**names: str) -> AfterValidator:
    """Check the `{…}` of a text, written in French, and rename them to the names the code uses."""

    def rename(found: re.Match[str]) -> str:
        if found[1] not in names:
            known = ", ".join(f"{{{name}}}" for name in names) or "aucun"
            raise ValueError(f"{{{found[1]}}} n'existe pas dans ce message ; champs possibles : {known}")
        return f"{{{names[found[1]]}}}"

    return AfterValidator(lambda text: _PLACEHOLDER.sub(rename, text))


def _check_markup(text: str) -> str:
    markup.to_html(text)
    return text


_Html = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000), AfterValidator(_check_markup)
]
_Plain = Annotated[_Html, _holds()]
_Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), _holds()]
_Toast = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=190), _holds()]
_Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=256)]
_Hint = Annotated[_Sentence, _holds()]


class Messages(BaseModel):
    """The bot's own sentences. Field: English name; alias: the key in `messages.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Who answers, and where they can be reached
    somebody: _Label = Field(alias="organisme_par_defaut")
    contact: Annotated[_Sentence, _holds(contact="contact")] = Field(alias="contact_connu")
    no_contact: Annotated[_Sentence, _holds(organisme="body")] = Field(alias="contact_inconnu")

    # Commands
    welcome: Annotated[_Html, _holds(titre="title", organisme="body")] = Field(alias="bienvenue")
    help: Annotated[_Html, _holds(organisme="body")] = Field(alias="aide")
    privacy: Annotated[_Html, _holds(organisme="body", contact="contact", questions_mois="question_months")] = Field(
        alias="confidentialite"
    )
    holdings: _Plain = Field(alias="mes_donnees")
    held_question: Annotated[_Html, _holds(date="day", question="question")] = Field(alias="mes_donnees_question")
    held_without_words: Annotated[_Html, _holds(date="day")] = Field(alias="mes_donnees_sans_mots")
    held_ratings: Annotated[_Html, _holds(nombre="count")] = Field(alias="mes_donnees_avis")
    held_nothing: _Plain = Field(alias="mes_donnees_aucune")
    erase: _Plain = Field(alias="oublier")
    erased: _Plain = Field(alias="oublie")
    not_erased: _Plain = Field(alias="pas_oublie")
    erase_failed: _Plain = Field(alias="oubli_impossible")
    unknown_command: _Plain = Field(alias="commande_inconnue")
    unknown_link: _Plain = Field(alias="lien_inconnu")
    number_of_person: Annotated[_Html, _holds(numero="number")] = Field(alias="numero_personne")
    number_of_group: Annotated[_Html, _holds(numero="number")] = Field(alias="numero_groupe")

    # Browsing
    themes: _Plain = Field(alias="themes")
    theme: Annotated[_Html, _holds(theme="theme")] = Field(alias="theme")
    offers: _Plain = Field(alias="formations")
    which_departement: _Plain = Field(alias="formations_departement")
    unknown_departement: Annotated[_Html, _holds(saisie="typed")] = Field(alias="departement_inconnu")
    offers_near: Annotated[_Html, _holds(departement="departement")] = Field(alias="formations_pres_de")
    offers_of_theme: Annotated[_Html, _holds(theme="theme")] = Field(alias="formations_du_theme")
    no_offers: Annotated[_Html, _holds(contact="contact")] = Field(alias="formations_aucune")
    offer: Annotated[
        _Html,
        _holds(titre="title", organisme="body", lieu="place", format="format", public="audience", prix="price"),
    ] = Field(alias="formation")
    next_session: Annotated[_Html, _holds(date="day", heure="hour", lieu="place")] = Field(alias="prochaine_session")
    sessions_past: _Plain = Field(alias="sessions_passees")
    meetings: _Plain = Field(alias="rencontres")
    meeting: Annotated[_Html, _holds(sujet="subject", date="day", heure="hour", lieu="place")] = Field(
        alias="rencontre"
    )
    no_meetings: _Plain = Field(alias="rencontres_aucune")

    # Answers
    verified: Annotated[_Html, _holds(date="day")] = Field(alias="verifie")
    verified_long_ago: Annotated[_Html, _holds(date="day")] = Field(alias="verifie_il_y_a_longtemps")
    did_it_help: _Plain = Field(alias="vous_aide")
    did_you_mean: _Plain = Field(alias="vouliez_vous_dire")
    which: _Plain = Field(alias="laquelle")
    noted: Annotated[_Html, _holds(organisme="body")] = Field(alias="notee")
    not_noted: _Plain = Field(alias="pas_notee")
    nearest_themes: _Plain = Field(alias="themes_proches")
    nothing_to_read: _Plain = Field(alias="rien_a_lire")
    only_link: _Plain = Field(alias="rien_qu_un_lien")
    only_number: _Plain = Field(alias="rien_qu_un_nombre")
    only_signs: _Plain = Field(alias="rien_que_des_signes")
    only_emojis: _Plain = Field(alias="rien_que_des_emojis")
    write_instead: _Plain = Field(alias="ecrivez_plutot")
    instead_of_voice: _Plain = Field(alias="ecrivez_plutot_voix")
    instead_of_picture: _Plain = Field(alias="ecrivez_plutot_image")
    instead_of_play: _Plain = Field(alias="ecrivez_plutot_jeu")
    instead_of_place: _Plain = Field(alias="ecrivez_plutot_lieu")
    instead_of_contact: _Plain = Field(alias="ecrivez_plutot_contact")
    instead_of_document: _Plain = Field(alias="ecrivez_plutot_document")
    instead_of_list: _Plain = Field(alias="ecrivez_plutot_sondage")
    instead_of_payment: _Plain = Field(alias="ecrivez_plutot_paiement")
    our_error: _Plain = Field(alias="erreur")
    too_fast: _Plain = Field(alias="trop_vite")
    other_languages: dict[str, _Plain] = Field(alias="autres_langues", default_factory=dict)

    # Groups
    introduction: Annotated[_Html, _holds(titre="title", nom="name")] = Field(alias="groupe_bonjour")
    unsigned: _Plain = Field(alias="groupe_sans_nom")

    # Feedback
    refused: Annotated[_Html, _holds(organisme="body")] = Field(alias="aucune_notee")
    thanks_helpful: _Toast = Field(alias="merci_utile")
    thanks_unhelpful: Annotated[_Html, _holds(organisme="body")] = Field(alias="merci_pas_utile")
    ask_why: _Plain = Field(alias="pourquoi_pas_utile")
    thanks_why: _Plain = Field(alias="merci_pourquoi")
    gone: _Toast = Field(alias="bouton_perime")
    not_yours: _Toast = Field(alias="bouton_d_un_autre")
    not_stored: _Toast = Field(alias="avis_pas_note")

    # To the organisers, about the bot itself
    was_away: Annotated[_Sentence, _holds(date="day")] = Field(alias="absence")
    storage_lost: _Hint = Field(alias="base_perdue")
    storage_back: _Hint = Field(alias="base_revenue")
    two_programs: _Hint = Field(alias="deux_programmes")
    one_program: _Hint = Field(alias="un_seul_programme")

    # Buttons
    button_helpful: _Label = Field(alias="bouton_utile")
    button_unhelpful: _Label = Field(alias="bouton_pas_utile")
    button_none_of_these: _Label = Field(alias="bouton_aucune")
    button_not_my_question: _Label = Field(alias="bouton_pas_ma_question")
    button_unclear: _Label = Field(alias="bouton_pas_clair")
    button_outdated: _Label = Field(alias="bouton_plus_vrai")
    button_private: _Label = Field(alias="bouton_en_prive")
    button_offers: _Label = Field(alias="bouton_formations")
    button_erase: _Label = Field(alias="bouton_effacer")
    button_not_erase: _Label = Field(alias="bouton_ne_pas_effacer")
    button_themes: _Label = Field(alias="bouton_themes")
    button_everywhere: _Label = Field(alias="bouton_toute_la_france")
    button_other_departement: _Label = Field(alias="bouton_autre_departement")
    button_share: _Label = Field(alias="bouton_partager")
    button_remind: _Label = Field(alias="bouton_rappel")
    button_back: _Label = Field(alias="bouton_retour")
    button_more: _Label = Field(alias="bouton_suite")

    # The poster
    poster_name: Annotated[_Sentence, _holds(nom="name")] = Field(alias="affiche_nom")
    poster_how: _Hint = Field(alias="affiche_mode_d_emploi")

    # The list of commands that Telegram shows
    command_start: _Hint = Field(alias="commande_start")
    command_help: _Hint = Field(alias="commande_aide")
    command_themes: _Hint = Field(alias="commande_themes")
    command_offers: _Hint = Field(alias="commande_formations")
    command_meetings: _Hint = Field(alias="commande_rencontres")
    command_privacy: _Hint = Field(alias="commande_confidentialite")
    command_holdings: _Hint = Field(alias="commande_mesdonnees")
    command_erase: _Hint = Field(alias="commande_oublier")

    # Names shown for the themes of offers
    offer_themes: dict[str, _Label] = Field(alias="themes_des_formations", default_factory=dict)
