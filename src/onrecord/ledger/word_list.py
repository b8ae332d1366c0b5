"""Owns the vocabulary written out for people: every word with what it means, how it is counted and what may come when.

Made from the declarations alone, so that the page cannot say what the program does not hold claims to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from onrecord.kernel import Closed, Label, Property, Vocabulary

_TITLE: Final = Label(en="Vocabulary", ru="Словарь", kk="Сөздік")
_LEAD: Final = Label(
    en="Everything that may be claimed in this archive, made from its declarations.",
    ru="Всё, что можно утверждать в этом архиве; составлено по его объявлениям.",
    kk="Осы архивте айтуға болатын нәрсенің бәрі; жариялауларынан жасалған.",
)
_SUBJECTS: Final = Label(en="Kinds of subject", ru="Виды субъектов", kk="Субъект түрлері")
_PROPERTIES: Final = Label(en="Properties", ru="Свойства", kk="Қасиеттер")
_DIMENSIONS: Final = Label(en="Dimensions", ru="Измерения", kk="Өлшемдер")
_UNITS: Final = Label(en="Units", ru="Единицы", kk="Бірліктер")
_VALUES: Final = Label(en="Values", ru="Значения", kk="Мәндер")
_FACTS: Final = {
    "subject": Label(en="of", ru="о чём", kk="не туралы"),
    "value_type": Label(en="value", ru="значение", kk="мәні"),
    "units": Label(en="counted in", ru="считается в", kk="бірлігі"),
    "dimensions": Label(en="dimensions", ru="измерения", kk="өлшемдері"),
    "needs": Label(en="has to say", ru="обязательно указать", kk="міндетті түрде айтылады"),
    "values": Label(en="one of", ru="одно из", kk="мыналардың бірі"),
    "not_before": Label(en="never before", ru="не раньше, чем", kk="мынадан бұрын болмайды"),
    "part_of": Label(en="part of", ru="часть от", kk="мынаның бөлігі"),
    "makes_up": Label(en="adds up to", ru="в сумме даёт", kk="қосындысы"),
    "floor": Label(en="floor from persons who are", ru="нижняя граница по лицам", kk="төменгі шегі мына адамдардан"),
    "dated": Label(en="only with its day", ru="только с датой", kk="тек күнімен"),
    "restricted": Label(
        en="restricted unless somebody says otherwise",
        ru="ограничено, если не указано иное",
        kk="басқаша айтылмаса, шектеулі",
    ),
    "finding": Label(en="a finding of ours, with a reason", ru="наш вывод, с причиной", kk="біздің тұжырым, себебімен"),
    "huridocs": Label(en="HURIDOCS", ru="HURIDOCS (код)", kk="HURIDOCS коды"),
    "followthemoney": Label(en="FollowTheMoney", ru="FollowTheMoney (поле)", kk="FollowTheMoney өрісі"),
}
_CLOSED: Final = {
    Closed.ALWAYS: Label(en="declared values only", ru="только объявленные значения", kk="тек жарияланған мәндер"),
    Closed.WHEN_DECLARED: Label(
        en="declared values only, once the archive declares its own",
        ru="только объявленные значения, если архив объявляет свои",
        kk="архив өзінікін жарияласа, тек жарияланған мәндер",
    ),
    Closed.NEVER: Label(en="any value", ru="любое значение", kk="кез келген мән"),
}


def facts_of(declared: Property, vocabulary: Vocabulary, language: str) -> Iterator[tuple[str, str]]:
    """Yield what a claim of a property is held to, each as a name and a text: units, order, parts, codes."""
    dimensions = [_called(vocabulary.dimensions, name, language) for name in declared.dimensions]
    told: list[tuple[str, Iterable[str]]] = [
        ("subject", (_called(vocabulary.subjects, kind, language) for kind in declared.subjects)),
        ("units", (_called(vocabulary.units, unit, language) for unit in declared.units)),
        ("dimensions", dimensions),
        ("needs", (_called(vocabulary.dimensions, name, language) for name in declared.needs)),
        ("values", [declared.values] if declared.values else ()),
        ("not_before", (_name(vocabulary, name, language) for name in declared.not_before)),
        ("part_of", (_name(vocabulary, name, language) for name in [declared.part_of] if name)),
        ("makes_up", (_name(vocabulary, name, language) for name in [declared.makes_up] if name)),
        ("floor", (_term(vocabulary, "outcome", name, language) for name in declared.floor)),
        ("huridocs", [code] if (code := code_of(declared)) else ()),
        ("followthemoney", [declared.followthemoney] if declared.followthemoney else ()),
    ]
    for name, words in told:
        text = ", ".join(words)
        if text:
            yield _FACTS[name].text(language), text
    for name, is_so in (
        ("dated", declared.is_dated),
        ("restricted", declared.is_restricted),
        ("finding", declared.is_finding),
    ):
        if is_so:
            yield _FACTS[name].text(language), ""


def code_of(declared: Property) -> str | None:
    """Return the HURIDOCS code with its list, `MT25 010100000000`, or the number of a field; None where none is."""
    if declared.huridocs is None or declared.microthesaurus is None:
        return declared.huridocs
    return f"MT{declared.microthesaurus:02d} {declared.huridocs}" + (" (local)" if declared.is_local else "")


def to_markdown(vocabulary: Vocabulary, language: str = "en") -> str:
    """Return the whole vocabulary as a page of Markdown in one language."""
    lines = [f"# {_TITLE.text(language)}", "", _LEAD.text(language), ""]
    lines += [f"## {_SUBJECTS.text(language)}", ""]
    for kind in vocabulary.subjects.values():
        lines.append(f"* **{kind.label.text(language)}** (`{kind.name}`): {kind.definition.text(language)}")
    lines += ["", f"## {_PROPERTIES.text(language)}", ""]
    for name in sorted(vocabulary.properties):
        lines += [*_property(vocabulary.properties[name], vocabulary, language), ""]
    lines += [f"## {_DIMENSIONS.text(language)}", ""]
    for dimension in vocabulary.dimensions.values():
        closed = _CLOSED[dimension.closed].text(language)
        lines.append(f"* **{dimension.label.text(language)}** (`{dimension.name}`): {closed}")
    lines += ["", f"## {_UNITS.text(language)}", ""]
    lines += [f"* {unit.label.text(language)} (`{unit.name}`)" for unit in vocabulary.units.values()]
    lines += ["", f"## {_VALUES.text(language)}", ""]
    for of in sorted({dimension for dimension, _ in vocabulary.terms}):
        terms = ", ".join(f"{term.label.text(language)} (`{term.name}`)" for term in vocabulary.terms_of(of))
        lines.append(f"* **{_called(vocabulary.dimensions, of, language)}** (`{of}`): {terms}")
    return "\n".join(lines) + "\n"


def to_record(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the whole vocabulary as `onrecord vocabulary --json` promises it."""
    return {
        "properties": [_property_record(one) for one in vocabulary.properties.values()],
        "terms": [
            {
                "dimension": term.dimension,
                "name": term.name,
                "label": term.label.to_record(),
                "broader": term.broader,
                "huridocs": term.huridocs,
                "microthesaurus": term.microthesaurus,
                "local": term.is_local,
            }
            for term in vocabulary.terms.values()
        ],
        "dimensions": [
            {
                "name": one.name,
                "label": one.label.to_record(),
                "says_how": one.says_how,
                "closed": vocabulary.is_closed(one.name),
            }
            for one in vocabulary.dimensions.values()
        ],
        "units": [
            {"name": one.name, "label": one.label.to_record(), "whole": one.is_whole}
            for one in vocabulary.units.values()
        ],
        "subjects": [
            {
                "name": one.name,
                "label": one.label.to_record(),
                "definition": one.definition.to_record(),
                "huridocs": one.huridocs,
                "followthemoney": one.followthemoney,
            }
            for one in vocabulary.subjects.values()
        ],
    }


def _property(declared: Property, vocabulary: Vocabulary, language: str) -> Iterator[str]:
    yield f"### {declared.label.text(language)} (`{declared.name}`)"
    yield ""
    yield declared.definition.text(language)
    yield ""
    yield f"* {_FACTS['value_type'].text(language)}: `{declared.value_type.value}`"
    for name, text in facts_of(declared, vocabulary, language):
        yield f"* {name}: {text}" if text else f"* {name}"


def _property_record(one: Property) -> dict[str, Any]:
    return {
        "name": one.name,
        "subject": one.subject,
        "subjects": list(one.subjects),
        "value_type": one.value_type.value,
        "units": list(one.units),
        "dimensions": list(one.dimensions),
        "needs": list(one.needs),
        "values": one.values,
        "label": one.label.to_record(),
        "definition": one.definition.to_record(),
        "not_before": list(one.not_before),
        "part_of": one.part_of,
        "makes_up": one.makes_up,
        "families": list(one.families),
        "counts": one.counts.value,
        "floor": list(one.floor),
        "dated": one.is_dated,
        "restricted": one.is_restricted,
        "finding": one.is_finding,
        "huridocs": one.huridocs,
        "microthesaurus": one.microthesaurus,
        "local": one.is_local,
        "followthemoney": one.followthemoney,
        "prose": {language: list(stems) for language, stems in one.prose.items()},
    }


def _called(declared: Any, name: str, language: str) -> str:
    found = declared.get(name)
    return found.label.text(language) if found is not None else name


def _name(vocabulary: Vocabulary, name: str, language: str) -> str:
    return vocabulary.property_called(name, language)


def _term(vocabulary: Vocabulary, dimension: str, name: str, language: str) -> str:
    return vocabulary.term_called(dimension, name, language)
