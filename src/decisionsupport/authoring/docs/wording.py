"""The pages' own words, by language; a language that is not here reads English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SWEDISH: Final = {
    "index": "Innehåll i paketet {name}, version {version}",
    "use": "Avsedd användning",
    "use_text": (
        "Innehållet är till för legitimerad hälso- och sjukvårdspersonal. Det räknar poäng, föreslår "
        "åtgärder och skriver utkast till vårdbegäran, alltid med skäl och källa. Inget ordineras, "
        "signeras eller skickas: den som är legitimerad beslutar, och en låg poäng är aldrig skäl att "
        "avstå."
    ),
    "approve": (
        "**Innehållet får inte användas för patienter förrän en kliniker med ansvar för verksamheten har "
        "granskat och godkänt det**: varje gräns, utförare och tid. Det som har säkerheten "
        "*expertbedömning* är paketets eget förslag och inte belagt. Programvara som räknar poäng och "
        "föreslår vård för enskilda är normalt en medicinteknisk produkt (förordning (EU) 2017/745); "
        "detta paket är inte CE-märkt."
    ),
    "generated": "Sidorna är skrivna av `decisionsupport docs` ur paketets filer. Ändra där, inte här.",
    "assessment": "Bedömningar",
    "checklist": "Checklistor",
    "facts": "Uppgifter",
    "rules": "Regler",
    "requests": "Vårdbegäran och andra utkast",
    "parameters": "Parametrar",
    "sources": "Källor",
    "version": "version",
    "trial": "på prov",
    "retired": "utgånget",
    "questions": "Frågor",
    "question": "Fråga",
    "answer": "Svar",
    "points": "Poäng",
    "shown_if": "ställs om {}",
    "made_for": "Avsett för: {}.",
    "scoring": "Så räknas det",
    "read_by": "Regler som läser formuläret",
    "rule": "Regel",
    "when": "När",
    "unless": "Utom om",
    "proposes": "Föreslår",
    "concludes": "Fynd",
    "drafts": "Utkast",
    "withholds": "Håller tillbaka",
    "instead": "i stället {}",
    "do_assessment": "gör bedömningen {}",
    "do_checklist": "gå igenom checklistan {}",
    "do_facts": "fyll i {}",
    "by_table": "enligt tabell",
    "performer": "utförs av {}",
    "due": "tid: {}",
    "to": "Till",
    "urgency": "Lägsta brådska",
    "needs": "Kan inte signeras utan",
    "drafted_by": "Skrivs när",
    "none": "–",
    "yes_no": "ja eller nej",
    "check": "utfört, inte utfört eller ej aktuellt",
    "text": "fritext",
    "date": "datum",
    "datetime": "datum och tid",
    "time": "klockslag",
    "duration": "tid",
    "code": "kod",
    "several": "ett eller flera av: {}",
    "one": "ett av: {}",
    "derived": "räknas ut: {}",
    "repeating": "upprepas, högst {} gånger",
    "differ": "Där källor skiljer sig",
    "differ_text": "Paketet har ett värde; andra källor har ett annat. En verksamhet kan välja sitt.",
    "all": "Alla",
    "parameter": "Parameter",
    "value": "Värde",
    "certainty": "Säkerhet",
    "others": "Andra uppgifter",
    "from": "från {}: {}",
    "not_set": "inte satt",
    "source": "Källa",
    "publisher": "Utgivare",
    "year": "År",
    "licence": "Villkor",
    "law": "författning",
    "guideline": "riktlinje",
    "study": "studie",
    "expert_opinion": "expertbedömning",
    "routine": "rutin",
    "soon": "snart",
    "urgent": "brådskande",
    "emergency": "akut",
    "conditions": "Poängen och nivåerna är utskrivna i ord.",
    "sites": "En verksamhets egna värden står i ett dokument `overrides` och ändrar inget i paketet.",
}
_ENGLISH: Final = {
    "index": "Content of the pack {name}, version {version}",
    "use": "Intended use",
    "use_text": (
        "The content is for licensed health care staff. It counts scores, proposes actions and drafts "
        "care requests, always with reasons and sources. Nothing is ordered, signed or sent: a licensed "
        "professional decides, and a low score is never a reason to refrain."
    ),
    "approve": (
        "**The content must not be used on patients before a clinician responsible for the service has "
        "reviewed and approved it**: every limit, performer and time. What has the certainty *expert "
        "opinion* is the pack's own proposal and not evidence. Software that counts scores and proposes "
        "care for individuals is normally a medical device (Regulation (EU) 2017/745); this pack bears no"
        " CE mark."
    ),
    "generated": "Written by `decisionsupport docs` from the pack's files. Change those, not these pages.",
    "assessment": "Assessments",
    "checklist": "Checklists",
    "facts": "Facts",
    "rules": "Rules",
    "requests": "Care requests and other drafts",
    "parameters": "Parameters",
    "sources": "Sources",
    "version": "version",
    "trial": "on trial",
    "retired": "retired",
    "questions": "Questions",
    "question": "Question",
    "answer": "Answer",
    "points": "Points",
    "shown_if": "asked if {}",
    "made_for": "Made for: {}.",
    "scoring": "How it scores",
    "read_by": "Rules that read the form",
    "rule": "Rule",
    "when": "When",
    "unless": "Except if",
    "proposes": "Proposes",
    "concludes": "Finding",
    "drafts": "Drafts",
    "withholds": "Holds back",
    "instead": "instead {}",
    "do_assessment": "assess {}",
    "do_checklist": "go through the checklist {}",
    "do_facts": "fill in {}",
    "by_table": "by a table",
    "performer": "by {}",
    "due": "due: {}",
    "to": "To",
    "urgency": "Least urgency",
    "needs": "Cannot be signed without",
    "drafted_by": "Drafted when",
    "none": "–",
    "yes_no": "yes or no",
    "check": "done, not done or not relevant",
    "text": "free text",
    "date": "date",
    "datetime": "date and time",
    "time": "time of day",
    "duration": "length of time",
    "code": "code",
    "several": "one or more of: {}",
    "one": "one of: {}",
    "derived": "worked out: {}",
    "repeating": "repeated, at most {} times",
    "differ": "Where sources disagree",
    "differ_text": "The pack has one value; other sources have another. A service may choose its own.",
    "all": "All",
    "parameter": "Parameter",
    "value": "Value",
    "certainty": "Certainty",
    "others": "Others seen",
    "from": "from {}: {}",
    "not_set": "not set",
    "source": "Source",
    "publisher": "Publisher",
    "year": "Year",
    "licence": "Terms",
    "law": "law",
    "guideline": "guideline",
    "study": "study",
    "expert_opinion": "expert opinion",
    "routine": "routine",
    "soon": "soon",
    "urgent": "urgent",
    "emergency": "emergency",
    "conditions": "Scores and levels are written out in words.",
    "sites": "A service's own values stand in an `overrides` document and change nothing in the pack.",
}
_LANGUAGES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({"sv": _SWEDISH, "en": _ENGLISH})


def words_of(language: str) -> Mapping[str, str]:
    """The pages' words in a language, English where it has none of its own."""
    return _LANGUAGES.get(language, _ENGLISH)
