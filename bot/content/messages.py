"""Every sentence of the bot's own, with the placeholders each may hold; the texts stand in `messages.yaml`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.content.organiser_messages import OrganiserMessages
from bot.content.sentences import Hint, Html, Label, Plain, Sentence, Toast, holds


class Messages(BaseModel):
    """The bot's own sentences. Field: English name; alias: the key in `messages.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # Who answers, and where they can be reached
    somebody: Label = Field(alias="organisme_par_defaut")
    contact: Annotated[Sentence, holds(contact="contact")] = Field(alias="contact_connu")
    no_contact: Annotated[Sentence, holds(organisme="body")] = Field(alias="contact_inconnu")

    # Commands
    welcome: Annotated[Html, holds(titre="title", organisme="body")] = Field(alias="bienvenue")
    help: Annotated[Html, holds(organisme="body")] = Field(alias="aide")
    privacy: Annotated[
        Html,
        holds(
            organisme="body",
            responsable="controller",
            contact="contact",
            questions_mois="question_months",
            jours="days",
        ),
    ] = Field(alias="confidentialite")
    privacy_backups: Annotated[Html, holds(jours="days")] = Field(alias="confidentialite_sauvegardes")
    holdings: Annotated[Sentence, holds(questions="questions", avis="ratings")] = Field(alias="mes_donnees")
    held_title: Annotated[Sentence, holds(date="day")] = Field(alias="mes_donnees_titre")
    held_names: dict[str, Label] = Field(
        alias="mes_donnees_noms", default_factory=dict, description="Un nom dans la base → le nom montré."
    )
    requests: Plain = Field(alias="mes_demandes")
    held_place: Annotated[Html, holds(departement="departement")] = Field(alias="mes_demandes_departement")
    held_reminder: Annotated[Html, holds(date="day")] = Field(alias="mes_demandes_rappel")
    held_correction: Annotated[Html, holds(question="question")] = Field(alias="mes_demandes_correction")
    held_interest: Annotated[Html, holds(offre="offer", nom="name")] = Field(alias="mes_demandes_interet")
    held_nothing: Plain = Field(alias="mes_donnees_aucune")
    erase: Plain = Field(alias="oublier")
    erased: Plain = Field(alias="oublie")
    erased_backups: Annotated[Html, holds(jours="days")] = Field(alias="oublie_sauvegardes")
    not_erased: Plain = Field(alias="pas_oublie")
    erase_failed: Plain = Field(alias="oubli_impossible")
    command_meant: Annotated[Html, holds(commande="command")] = Field(alias="commande_voulue")
    unknown_command: Plain = Field(alias="commande_inconnue")
    unknown_link: Plain = Field(alias="lien_inconnu")
    number_of_person: Annotated[Html, holds(numero="number")] = Field(alias="numero_personne")
    number_of_group: Annotated[Html, holds(numero="number")] = Field(alias="numero_groupe")

    # Browsing
    themes: Plain = Field(alias="themes")
    theme: Annotated[Html, holds(theme="theme")] = Field(alias="theme")
    offers: Plain = Field(alias="formations")
    which_departement: Plain = Field(alias="formations_departement")
    unknown_departement: Annotated[Html, holds(saisie="typed")] = Field(alias="departement_inconnu")
    offers_near: Annotated[Html, holds(departement="departement")] = Field(alias="formations_pres_de")
    offers_of_theme: Annotated[Html, holds(theme="theme")] = Field(alias="formations_du_theme")
    no_offers: Annotated[Html, holds(contact="contact")] = Field(alias="formations_aucune")
    offer: Annotated[
        Html,
        holds(titre="title", organisme="body", lieu="place", format="format", public="audience", prix="price"),
    ] = Field(alias="formation")
    next_session: Annotated[Html, holds(date="day", heure="hour", lieu="place")] = Field(alias="prochaine_session")
    sessions_past: Plain = Field(alias="sessions_passees")
    wish_consent: Annotated[Html, holds(offre="offer", organisme="body", nom="name")] = Field(alias="souhait_accord")
    wished: Annotated[Html, holds(offre="offer", organisme="body")] = Field(alias="souhait_transmis")
    not_wished: Plain = Field(alias="souhait_pas_transmis")
    withdrawn: Plain = Field(alias="souhait_retire")
    place_kept: Toast = Field(alias="departement_retenu")
    place_forgotten: Toast = Field(alias="departement_oublie")
    revoked: Toast = Field(alias="demande_retiree")
    revoked_before: Toast = Field(alias="demande_absente")
    meetings: Plain = Field(alias="rencontres")
    meeting: Annotated[Html, holds(sujet="subject", date="day", heure="hour", lieu="place")] = Field(alias="rencontre")
    no_meetings: Plain = Field(alias="rencontres_aucune")
    reminder_noted: Toast = Field(alias="rappel_note")
    reminder_tomorrow: Plain = Field(alias="rappel_demain")
    reminder_today: Plain = Field(alias="rappel_aujourd_hui")
    reminder_changed: Annotated[Html, holds(date="day")] = Field(alias="rappel_change")
    reminder_cancelled: Annotated[Html, holds(date="day")] = Field(alias="rappel_annule")

    # Answers
    verified: Annotated[Html, holds(date="day")] = Field(alias="verifie")
    verified_long_ago: Annotated[Html, holds(date="day")] = Field(alias="verifie_il_y_a_longtemps")
    did_it_help: Plain = Field(alias="vous_aide")
    did_you_mean: Plain = Field(alias="vouliez_vous_dire")
    which: Plain = Field(alias="laquelle")
    noted: Annotated[Html, holds(organisme="body")] = Field(alias="notee")
    ignored_before: Annotated[Html, holds(organisme="body")] = Field(alias="deja_sans_suite")
    not_noted: Plain = Field(alias="pas_notee")
    nearest_themes: Plain = Field(alias="themes_proches")
    nothing_to_read: Plain = Field(alias="rien_a_lire")
    only_link: Plain = Field(alias="rien_qu_un_lien")
    only_number: Plain = Field(alias="rien_qu_un_nombre")
    only_signs: Plain = Field(alias="rien_que_des_signes")
    only_emojis: Plain = Field(alias="rien_que_des_emojis")
    write_instead: Plain = Field(alias="ecrivez_plutot")
    instead_of_voice: Plain = Field(alias="ecrivez_plutot_voix")
    instead_of_picture: Plain = Field(alias="ecrivez_plutot_image")
    instead_of_play: Plain = Field(alias="ecrivez_plutot_jeu")
    instead_of_place: Plain = Field(alias="ecrivez_plutot_lieu")
    instead_of_contact: Plain = Field(alias="ecrivez_plutot_contact")
    instead_of_document: Plain = Field(alias="ecrivez_plutot_document")
    instead_of_list: Plain = Field(alias="ecrivez_plutot_sondage")
    instead_of_payment: Plain = Field(alias="ecrivez_plutot_paiement")
    our_error: Plain = Field(alias="erreur")
    too_fast: Plain = Field(alias="trop_vite")
    other_languages: dict[str, Plain] = Field(
        alias="autres_langues", default_factory=dict, description="Le code d'une langue → la phrase dans cette langue."
    )

    # What somebody waited for
    you_asked: Annotated[Html, holds(question="question")] = Field(alias="vous_demandiez")
    signed: Annotated[Html, holds(organisme="body")] = Field(alias="signature")
    let_down: Annotated[Html, holds(question="question", organisme="body")] = Field(alias="sans_suite")
    precision: Annotated[Html, holds(question="question", organisme="body", texte="text")] = Field(alias="precision")

    # Waiting to be told
    told_you_will_be: Toast = Field(alias="vous_serez_prevenu")
    told_you_will_not_be: Toast = Field(alias="vous_ne_serez_pas_prevenu")
    told_already: Toast = Field(alias="deja_prevenu")
    mine: Plain = Field(alias="mes_questions")
    mine_none: Plain = Field(alias="mes_questions_aucune")
    mine_question: Annotated[Html, holds(numero="number", question="question", etat="state")] = Field(
        alias="mes_questions_ligne"
    )
    state_open: Label = Field(alias="etat_en_attente")
    state_open_told: Label = Field(alias="etat_en_attente_prevenu")
    state_answered: Label = Field(alias="etat_repondue")
    state_ignored: Label = Field(alias="etat_sans_suite")
    corrected: Plain = Field(alias="reponse_corrigee")
    removed: Annotated[Html, holds(question="question")] = Field(alias="reponse_retiree")
    passed_on: Plain = Field(alias="transmis")

    # Groups
    in_private: Plain = Field(alias="groupe_en_prive")
    introduction: Annotated[Html, holds(titre="title", nom="name")] = Field(alias="groupe_bonjour")
    unsigned: Plain = Field(alias="groupe_sans_nom")

    # Feedback
    refused: Annotated[Html, holds(organisme="body")] = Field(alias="aucune_notee")
    thanks_helpful: Toast = Field(alias="merci_utile")
    thanks_unhelpful_answer: Annotated[Html, holds(organisme="body")] = Field(alias="merci_pas_utile_equipe")
    thanks_unhelpful: Annotated[Html, holds(organisme="body")] = Field(alias="merci_pas_utile")
    ask_why: Plain = Field(alias="pourquoi_pas_utile")
    thanks_why: Plain = Field(alias="merci_pourquoi")
    thanks_outdated: Plain = Field(alias="merci_plus_vrai")
    another_answer: Plain = Field(alias="autre_reponse")
    set_aside: Annotated[Html, holds(question="question")] = Field(alias="reponse_ecartee")
    gone: Toast = Field(alias="bouton_perime")
    not_yours: Toast = Field(alias="bouton_d_un_autre")
    not_stored: Toast = Field(alias="avis_pas_note")

    # To the organisers, about the bot itself
    was_away: Annotated[Sentence, holds(date="day")] = Field(alias="absence")
    storage_lost: Hint = Field(alias="base_perdue")
    storage_back: Hint = Field(alias="base_revenue")
    backup_failed: Hint = Field(alias="sauvegarde_manquee")
    backup_made: Hint = Field(alias="sauvegarde_revenue")
    two_programs: Hint = Field(alias="deux_programmes")
    one_program: Hint = Field(alias="un_seul_programme")
    content_refused: Annotated[Sentence, holds(erreurs="mistakes")] = Field(alias="faq_refusee")
    content_good: Hint = Field(alias="faq_corrigee")
    content_offered: Annotated[Sentence, holds(branche="branch")] = Field(alias="faq_branche")

    # Buttons
    button_helpful: Label = Field(alias="bouton_utile")
    button_unhelpful: Label = Field(alias="bouton_pas_utile")
    button_none_of_these: Label = Field(alias="bouton_aucune")
    button_tell_me: Label = Field(alias="bouton_prevenez_moi")
    button_tell_me_not: Label = Field(alias="bouton_ne_plus_prevenir")
    button_not_my_question: Label = Field(alias="bouton_pas_ma_question")
    button_unclear: Label = Field(alias="bouton_pas_clair")
    button_outdated: Label = Field(alias="bouton_plus_vrai")
    button_private: Label = Field(alias="bouton_en_prive")
    button_offers: Label = Field(alias="bouton_formations")
    button_erase: Label = Field(alias="bouton_effacer")
    button_not_erase: Label = Field(alias="bouton_ne_pas_effacer")
    button_themes: Label = Field(alias="bouton_themes")
    button_everywhere: Label = Field(alias="bouton_toute_la_france")
    button_other_departement: Label = Field(alias="bouton_autre_departement")
    button_wish: Label = Field(alias="bouton_interesse")
    button_agree: Label = Field(alias="bouton_d_accord")
    button_refuse: Label = Field(alias="bouton_pas_d_accord")
    button_withdraw: Label = Field(alias="bouton_retirer_souhait")
    button_share: Label = Field(alias="bouton_partager")
    button_keep_place: Label = Field(alias="bouton_retenir_departement")
    button_forget_place: Label = Field(alias="bouton_oublier_departement")
    button_revoke: Label = Field(alias="bouton_retirer")
    button_remind_not: Label = Field(alias="bouton_plus_de_rappel")
    button_remind: Label = Field(alias="bouton_rappel")
    button_back: Label = Field(alias="bouton_retour")
    button_more: Label = Field(alias="bouton_suite")

    # The poster
    poster_name: Annotated[Sentence, holds(nom="name")] = Field(alias="affiche_nom")
    poster_how: Hint = Field(alias="affiche_mode_d_emploi")

    # The list of commands that Telegram shows
    command_start: Hint = Field(alias="commande_start")
    command_help: Hint = Field(alias="commande_aide")
    command_themes: Hint = Field(alias="commande_themes")
    command_offers: Hint = Field(alias="commande_formations")
    command_meetings: Hint = Field(alias="commande_rencontres")
    command_privacy: Hint = Field(alias="commande_confidentialite")
    command_mine: Hint = Field(alias="commande_mesquestions")
    command_holdings: Hint = Field(alias="commande_mesdonnees")
    command_erase: Hint = Field(alias="commande_oublier")

    # Names shown for the themes of offers
    offer_themes: dict[str, Label] = Field(
        alias="themes_des_formations", default_factory=dict, description="Un thème d'offres → son nom affiché."
    )

    organisers: OrganiserMessages = Field(alias="organisateurs", description="Ce que lisent les organisateurs.")
