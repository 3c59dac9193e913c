"""The sentences that organisers read: the section `organisateurs` of `messages.yaml`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.content.sentences import Hint, Html, Label, Plain, Sentence, Toast, holds


class OrganiserMessages(BaseModel):
    """What the bot says to organisers. Field: English name; alias: the key in `messages.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # A card: one question, however many ways it was asked
    card: Annotated[Html, holds(numero="number", personnes="people", date="day")] = Field(alias="carte")
    open_number: Annotated[Html, holds(numero="number")] = Field(alias="carte_numero")
    erased: Annotated[Html, holds(numero="number")] = Field(alias="carte_effacee")
    an_organiser: Label = Field(alias="un_organisateur")
    one_person: Label = Field(alias="une_personne")
    several_people: Annotated[Html, holds(nombre="count")] = Field(alias="plusieurs_personnes")
    without_words: Plain = Field(alias="sans_mots")
    other_wordings: Plain = Field(alias="autres_formulations")
    more_wordings: Annotated[Html, holds(nombre="count")] = Field(alias="encore_des_formulations")
    maybe_same: Annotated[Html, holds(numeros="numbers")] = Field(alias="peut_etre_la_meme")
    nearest: Plain = Field(alias="fiches_proches")
    nearest_entry: Annotated[Html, holds(question="question", confiance="percent")] = Field(alias="fiche_proche")
    waiting_people: Annotated[Html, holds(personnes="people")] = Field(alias="attendent")
    nobody_waits: Plain = Field(alias="personne_n_attend")
    claimed: Annotated[Html, holds(nom="name", heure="hour")] = Field(alias="prise_en_charge")
    asked_back: Annotated[Html, holds(texte="text")] = Field(alias="precision_demandee")
    see_card: Plain = Field(alias="voyez_la_carte")
    heard: Annotated[Html, holds(texte="text")] = Field(alias="precision_recue")
    answered: Annotated[Html, holds(nom="name", texte="text")] = Field(alias="carte_repondue")
    tied: Annotated[Html, holds(nom="name", question="question")] = Field(alias="carte_rattachee")
    written: Annotated[Html, holds(nom="name", question="question")] = Field(alias="carte_publiee")
    asker_blocked: Plain = Field(alias="carte_personne_bloquee")
    ignored: Annotated[Html, holds(nom="name")] = Field(alias="carte_ignoree")
    merged: Annotated[Html, holds(numero="number")] = Field(alias="carte_reunie")
    leaves_at: Annotated[Html, holds(heure="hour")] = Field(alias="part_a")
    delivered: Annotated[Html, holds(nombre="count")] = Field(alias="remise")
    blocked: Annotated[Html, holds(nombre="count")] = Field(alias="bloquee")
    failed: Annotated[Html, holds(nombre="count", raison="reason")] = Field(alias="pas_remise")
    rated: Annotated[Html, holds(utile="helpful", pas_utile="unhelpful")] = Field(alias="avis")
    edit_waits: Plain = Field(alias="ecriture_attend")
    edit_done: Annotated[Html, holds(lieu="place")] = Field(alias="ecriture_faite")
    edit_patch: Plain = Field(alias="ecriture_gardee")
    edit_failed: Annotated[Html, holds(raison="reason")] = Field(alias="ecriture_echouee")

    # What is asked of an organiser, and what is shown before anything leaves
    ask_answer: Annotated[Html, holds(numero="number")] = Field(alias="demande_reponse")
    ask_precision: Annotated[Html, holds(numero="number")] = Field(alias="demande_precision")
    ask_words: Annotated[Html, holds(numero="number")] = Field(alias="demande_mots")
    preview: Annotated[Html, holds(personnes="people")] = Field(alias="apercu")
    preview_nobody: Plain = Field(alias="apercu_personne")
    preview_precision: Annotated[Html, holds(personnes="people")] = Field(alias="apercu_precision")
    bad_answer: Annotated[Html, holds(raison="reason")] = Field(alias="reponse_refusee")
    dropped: Plain = Field(alias="brouillon_annule")
    sent: Annotated[Html, holds(numero="number")] = Field(alias="brouillon_envoye")
    same_as: Annotated[Html, holds(numero="number")] = Field(alias="meme_que")
    same_as_nothing: Plain = Field(alias="meme_que_rien")
    other_question: Annotated[Html, holds(numero="number", question="question")] = Field(alias="autre_question")
    answered_question: Annotated[Html, holds(numero="number", question="question")] = Field(alias="question_repondue")
    split_which: Annotated[Html, holds(numero="number")] = Field(alias="separer_laquelle")

    # A new entry
    draft: Annotated[
        Html, holds(id="id", theme="theme", question="question", formulations="phrasings", reponse="answer")
    ] = Field(alias="fiche_brouillon")
    draft_no_answer: Plain = Field(alias="fiche_sans_reponse")
    draft_problems: Annotated[Html, holds(raison="reason")] = Field(alias="fiche_a_corriger")
    ask_question: Plain = Field(alias="fiche_demande_question")
    ask_entry_answer: Plain = Field(alias="fiche_demande_reponse")
    ask_phrasings: Plain = Field(alias="fiche_demande_formulations")
    ask_theme: Plain = Field(alias="fiche_demande_theme")

    # Lists
    open_none: Plain = Field(alias="ouvertes_aucune")
    open_list: Annotated[Html, holds(nombre="count")] = Field(alias="ouvertes")
    open_line: Annotated[Html, holds(numero="number", question="question", personnes="people", jours="days")] = Field(
        alias="ouvertes_ligne"
    )
    poorly_rated: Plain = Field(alias="fiches_mal_notees")
    poorly_rated_line: Annotated[Html, holds(question="question", pas_utile="unhelpful", total="total")] = Field(
        alias="fiche_mal_notee"
    )
    interest_card: Annotated[Html, holds(nom="name", offre="offer", date="day", lieu="place")] = Field(alias="interet")
    interest_withdrawn: Plain = Field(alias="interet_retire")
    interests: Annotated[Html, holds(nombre="count")] = Field(alias="interets")
    interests_line: Annotated[Html, holds(offre="offer", personnes="people", lieu="place")] = Field(
        alias="interets_ligne"
    )
    interest_line: Annotated[Html, holds(offre="offer", nom="name")] = Field(alias="interet_ligne")
    anywhere: Label = Field(alias="partout")
    interests_none: Plain = Field(alias="interets_aucun")
    digest: Annotated[Html, holds(questions="asked", repondues="answered", ouvertes="open")] = Field(alias="bilan")

    # Organisers
    organisers: Plain = Field(alias="organisateurs")
    organiser_line: Annotated[Html, holds(nom="name", numero="number")] = Field(alias="organisateur_ligne")
    organiser_set: Annotated[Html, holds(numero="number")] = Field(alias="organisateur_fixe")
    organiser_how: Plain = Field(alias="organisateur_mode_d_emploi")
    organiser_added: Annotated[Html, holds(nom="name")] = Field(alias="organisateur_ajoute")
    organiser_removed: Annotated[Html, holds(nom="name")] = Field(alias="organisateur_retire")
    organiser_unread: Plain = Field(alias="organisateur_non_compris")
    organiser_unknown: Plain = Field(alias="organisateur_inconnu")
    under_own_name: Plain = Field(alias="sous_votre_nom")

    # What is missing at the start
    missing: Hint = Field(alias="il_manque")
    no_body: Hint = Field(alias="il_manque_organisme")
    no_contact: Hint = Field(alias="il_manque_contact")
    no_admin: Hint = Field(alias="il_manque_administrateur")
    no_chat: Hint = Field(alias="il_manque_chat")
    no_member: Hint = Field(alias="il_manque_membre")

    # The page
    page: Plain = Field(alias="page")
    page_in_private: Plain = Field(alias="page_en_prive")
    no_page: Plain = Field(alias="pas_de_page")
    button_page: Label = Field(alias="bouton_page")

    # What cannot be done
    claimed_by_other: Annotated[Sentence, holds(nom="name")] = Field(alias="prise_par_un_autre")
    settled: Toast = Field(alias="deja_reglee")
    gone: Toast = Field(alias="question_disparue")
    draft_outdated: Toast = Field(alias="brouillon_perime")
    too_late: Toast = Field(alias="trop_tard")
    not_stored: Toast = Field(alias="rien_n_est_fait")
    done: Toast = Field(alias="fait")

    # Buttons
    button_answer: Label = Field(alias="bouton_repondre")
    button_same_as: Label = Field(alias="bouton_meme_que")
    button_new_entry: Label = Field(alias="bouton_nouvelle_fiche")
    button_claim: Label = Field(alias="bouton_je_m_en_occupe")
    button_release: Label = Field(alias="bouton_je_laisse")
    button_ignore: Label = Field(alias="bouton_ignorer")
    button_reopen: Label = Field(alias="bouton_rouvrir")
    button_ask_back: Label = Field(alias="bouton_preciser")
    button_split: Label = Field(alias="bouton_separer")
    button_block: Label = Field(alias="bouton_bloquer")
    button_unblock: Label = Field(alias="bouton_debloquer")
    button_send: Label = Field(alias="bouton_envoyer")
    button_drop: Label = Field(alias="bouton_annuler")
    button_take_back: Label = Field(alias="bouton_reprendre")
    button_search: Label = Field(alias="bouton_chercher")
    button_publish: Label = Field(alias="bouton_publier")
    button_question: Label = Field(alias="bouton_question")
    button_entry_answer: Label = Field(alias="bouton_reponse")
    button_phrasings: Label = Field(alias="bouton_formulations")
    button_theme: Label = Field(alias="bouton_theme")
    button_previous: Label = Field(alias="bouton_precedentes")
    button_next: Label = Field(alias="bouton_suivantes")
    button_all: Label = Field(alias="bouton_toutes")
    button_mine: Label = Field(alias="bouton_les_miennes")
    button_old: Label = Field(alias="bouton_anciennes")

    # The commands of organisers: what /aide adds for them, and the list that Telegram shows them
    help: Plain = Field(alias="aide_des_organisateurs")
    command_open: Hint = Field(alias="commande_ouvertes")
    command_stats: Hint = Field(alias="commande_stats")
    command_interests: Hint = Field(alias="commande_interets")
    command_page: Hint = Field(alias="commande_tableau")
    command_organisers: Hint = Field(alias="commande_organisateur")
