"""Where somebody can talk, report, or get pictures taken down, per country."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import HttpUrl, model_validator

from data.errors import DATA_FOLDER
from data.yaml_file import Record, read_yaml

Purpose = Literal["talk", "report", "remove_images", "after_violence", "emergency"]


class Helpline(Record):
    """One service: how to reach it and what it is for. Names are the services' own and stay untranslated."""

    name: str
    purposes: tuple[Purpose, ...]
    phone: str | None = None
    url: HttpUrl | None = None

    @model_validator(mode="after")
    def _reachable(self) -> "Helpline":
        if not (self.phone or self.url):
            raise ValueError("a helpline needs a phone number or a url")
        return self


class Country(Record):
    """A country's services, in the order in which the screen shows them."""

    code: str
    languages: tuple[str, ...]
    helplines: tuple[Helpline, ...]

    @property
    def emergency_numbers(self) -> tuple[str, ...]:
        """The numbers to call in danger."""
        return tuple(line.phone for line in self.helplines if "emergency" in line.purposes and line.phone)

    @property
    def other_helplines(self) -> tuple[Helpline, ...]:
        """The services for everything but danger."""
        return tuple(line for line in self.helplines if "emergency" not in line.purposes)


class HelplineList(Record):
    """All countries, with the day their sources were read and the day a person called or visited each of them."""

    sources_read: date
    checked_by_a_person: date | None
    countries: tuple[Country, ...]

    def emergency_numbers(self, language: str) -> str:
        """Return the numbers of the countries where `language` is spoken, such as "112 (BE, NL), 101 (BE)"."""
        countries_of: dict[str, list[str]] = {}
        for country in self.countries:
            if language in country.languages:
                for number in country.emergency_numbers:
                    countries_of.setdefault(number, []).append(country.code)
        return ", ".join(f"{number} ({', '.join(codes)})" for number, codes in countries_of.items())


def load_helplines(path: Path = DATA_FOLDER / "helplines.yaml") -> HelplineList:
    """Return the helplines; raise DataError where the file is broken."""
    return read_yaml(path, HelplineList)
