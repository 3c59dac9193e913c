"""Why a reply, as a maintainer reads it."""

from collections.abc import Iterable
from dataclasses import asdict

from bot.content.model import Content
from bot.matching.explanation import Comparison, Explanation
from bot.matching.replies import Answer, NoAnswer, OutOfScope, Reply, SmallTalk


def as_json(explanation: Explanation) -> dict[str, object]:
    """Give an explanation as JSON data."""
    data = asdict(explanation)
    del data["reply"]
    return data


def as_text(explanation: Explanation, content: Content) -> str:
    """Give an explanation as text."""
    lines = [f"Lu : {explanation.read}"]
    lines += [f"  corrigé : {typed} → {read}" for typed, read in explanation.corrections]
    if explanation.words:
        lines.append("Mots qui décident : " + ", ".join(f"{word} ({part:+.0%})" for word, part in explanation.words))
    if explanation.subject:
        lines.append(
            f"« {explanation.subject} » ne dit que le sujet : les chances sont la part de chaque fiche dans ce"
        )
        lines.append("  qu'on demande là-dessus, d'après les formulations.")
    if explanation.about:
        lines.append(f"Ressemble plus au sujet « {explanation.about} » (sujets/) qu'à la première fiche.")
    for pull in explanation.pulls:
        lines.append(f"{pull.confidence:4.0%}  {pull.entry} — {content.entries[pull.entry].question}")
        lines += _close_to(pull.phrasings)
    lines.append("Décision : " + _decision(explanation))
    lines += _close_to(explanation.elsewhere)
    return "\n".join(lines)


def _close_to(phrasings: Iterable[tuple[str, float]]) -> list[str]:
    return [f"        proche de « {phrasing} » (+{added:.2f})" for phrasing, added in phrasings]


def _decision(explanation: Explanation) -> str:
    reply: Reply = explanation.reply
    first = reply.best
    hold = min(1.0, sum(one.confidence for one in reply.candidates[:3]))
    answer, suggest = explanation.answer_from, explanation.suggest_from
    if isinstance(reply, Answer):
        return f"réponse directe, car {first:.0%} atteint le seuil de {answer:.0%}."
    unsure = f"pas de réponse directe ({first:.0%}, il faut {answer:.0%})"
    if isinstance(reply, SmallTalk):
        return f"{unsure} ; échange de politesse « {reply.exchange} » ({reply.confidence:.0%})."
    if isinstance(reply, OutOfScope):
        return f"{unsure} ; sujet voisin « {reply.topic} » ({reply.confidence:.0%}), plus probable qu'une fiche."
    if isinstance(reply, NoAnswer):
        return f"{unsure} ; rien à proposer non plus ({hold:.0%} à elles trois, il faut {suggest:.0%})."
    return f"{unsure} ; les trois premières ensemble atteignent {hold:.0%} (seuil {suggest:.0%}) : on les propose."


def comparison_as_text(found: Comparison) -> str:
    """Say what would make an entry answer a question."""
    reply, most = found.reply, found.answer_from
    if isinstance(reply, Answer) and reply.entry == found.entry:
        return f"{found.entry} répond déjà à cette question ({found.confidence:.0%}, il faut {most:.0%})."
    place = "première" if found.place == 1 else f"{found.place}e"
    lines = [f"{found.entry} est {place} ({found.confidence:.0%}) ; il faut {most:.0%} pour une réponse directe."]
    if isinstance(reply, OutOfScope):
        lines.append(f"Le sujet voisin « {reply.topic} » passe devant ({reply.confidence:.0%}).")
    elif isinstance(reply, SmallTalk):
        lines.append(f"L'échange de politesse « {reply.exchange} » passe devant ({reply.confidence:.0%}).")
    if found.winner and found.place > 1:
        ahead = (found.winner_confidence - found.confidence) * 100
        near = f", proche de « {found.winner_phrasing} »" if found.winner_phrasing else ""
        lines.append(
            f"Gagne maintenant : {found.winner} ({found.winner_confidence:.0%}, {ahead:.0f} points devant){near}."
        )
    if found.nearest:
        lines.append(f"Sa formulation la plus proche : « {found.nearest} » (ressemblance {found.likeness:.2f} sur 1).")
    if found.missing:
        lines.append(
            "Mots qu'aucune de ses formulations n'a : " + ", ".join(f"« {word} »" for word in found.missing) + "."
        )
        lines.append(
            "À faire : ajoutez-lui deux ou trois formulations avec ces mots, tournées autrement que la question."
        )
    elif found.place > 1:
        lines.append(f"Elle a tous ces mots : dites dans ses formulations ce qui la distingue de {found.winner}.")
    else:
        lines.append("Elle a tous ces mots : ajoutez-lui deux ou trois formulations tournées comme la question.")
    return "\n".join(lines)
