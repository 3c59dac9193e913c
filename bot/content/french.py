"""What pydantic finds wrong, in French, with what to do."""

from pydantic_core import ErrorDetails


def in_french(error: ErrorDetails) -> tuple[str, str]:
    """Say what pydantic found, and what to do, for somebody who has never heard of pydantic."""
    key = next((str(part) for part in reversed(error["loc"]) if isinstance(part, str)), "")
    kind = error["type"]
    context = error.get("ctx", {})
    if kind == "missing":
        return f"il manque la clé « {key} ».", "Ajoutez-la."
    if kind == "extra_forbidden":
        return (
            f"la clé « {key} » n'existe pas ici.",
            "Vérifiez son orthographe (sans accent ni majuscule), ou retirez-la.",
        )
    if kind == "string_pattern_mismatch" and key in ("url", "lien"):
        return f"« {error['input']} » n'est pas une adresse.", "Elle commence par https:// et ne contient pas d'espace."
    if kind == "string_pattern_mismatch":
        return f"« {error['input']} » n'est pas un id.", "Minuscules sans accent, chiffres, - et _, 64 signes au plus."
    if kind == "string_too_short":
        return f"le texte de « {key} » est vide.", "Complétez-le, ou retirez la clé si elle est facultative."
    if kind in ("string_too_long", "too_long"):
        return f"le texte de « {key} » dépasse {context['max_length']} signes.", "Raccourcissez-le."
    if kind.startswith("date"):
        return f"« {error['input']} » n'est pas une date.", "Écrivez AAAA-MM-JJ, par exemple 2026-11-23."
    if kind == "unknown_departement":
        return f"« {error['input']} » n'est pas un département.", "Écrivez son numéro, par exemple 34, 2A ou 971."
    if kind == "value_error":
        return f"{key} : {context['error']}.", ""
    wanted = {
        "list_type": "une liste (une ligne par élément, chacune précédée d'un tiret et d'une espace)",
        "string_type": "un texte",
        "dict_type": "des lignes « clé: texte »",
        "model_type": "des lignes « clé: texte »",
        "too_short": "au moins un élément",
        "literal_error": f"l'une de ces valeurs : {context.get('expected', '')}".replace(" or ", " ou "),
    }.get(kind, "autre chose")
    place = f"« {key} »" if key else "ce fichier"
    return f"{place} : il faut ici {wanted}.", "Comparez avec un élément voisin."
