"""Why a reply, as a maintainer reads it."""

from dataclasses import asdict

from bot.content.model import Content
from bot.matching.explanation import Explanation
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
    for pull in explanation.pulls:
        lines.append(f"{pull.confidence:4.0%}  {pull.entry} — {content.entries[pull.entry].question}")
        lines += [f"        proche de « {phrasing} » (+{added:.2f})" for phrasing, added in pull.phrasings]
    lines.append("Décision : " + _decision(explanation))
    return "\n".join(lines)


def _decision(explanation: Explanation) -> str:
    reply: Reply = explanation.reply
    first = reply.best
    hold = sum(one.confidence for one in reply.candidates[:3])
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
