"""Customers that do not exist: unique names, people, telephones and machines, from a seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.prose import word

TEAM = ("Sam Lee", "Maria Okafor", "Jonas Weber", "Priya Nair", "Tom Reyes", "Ines Duarte")

_TRADES = (
    "Bakery", "Architects", "Dental", "Brewery", "Printers", "Logistics", "Joinery", "Dairy",
    "Foundry", "Motors", "Optics", "Laundry", "Hotel", "Farms", "Plastics", "Pumps",
    "Press", "Metals", "Gardens", "Clinic", "Mills", "Glass", "Textiles", "Studio",
)  # fmt: skip
_FIRST = (
    "Dana", "Omar", "Lena", "Piotr", "Aisha", "Hugo", "Mei", "Ruben", "Clara", "Tariq",
    "Nora", "Felix", "Yuki", "Marta", "Ivan", "Salma", "Karl", "Elif", "Bruno", "Anja",
    "Ravi", "Greta", "Louis", "Zoe", "Emil", "Hana", "Oskar", "Petra", "Samir", "Julia",
)  # fmt: skip
_ROLES = ("owner", "shift lead", "purchasing", "maintenance", "bookkeeping", "reception")
_UNITS = (
    "Pump", "Compressor", "Oven", "Printer", "Boiler",
    "Scanner", "Conveyor", "Mixer", "Chiller", "Press",
)  # fmt: skip
_MAKERS = ("Halden", "Ostrava Works", "Kirin", "Bosch", "Nordpak", "Veloce", "Brother")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a customer; the name is unique in the vault."""

    name: str
    role: str
    phone: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A machine at a customer; `note` is the name of its note."""

    kind: str
    maker: str
    model: str
    serial: str
    note: str


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer, complete before its first note is written."""

    name: str
    alias: str
    trade: str
    owner: str
    phone: str
    street: str
    people: tuple[Person, ...]
    units: tuple[Unit, ...]


@dataclass(slots=True)
class Register:
    """Hands out customers of whom no two share a name, a person or a serial number."""

    rng: random.Random
    taken: set[str] = field(default_factory=set)

    def customer(self) -> Customer:
        """The next customer."""
        trade = self.rng.choice(_TRADES)
        proper = self._unique(lambda: word(self.rng, self.rng.choice((2, 2, 3))).capitalize())
        if self.rng.random() < 0.08:
            proper = proper.replace("u", "ü").replace("e", "é", 1)
        name = f"{proper} {trade}"
        return Customer(
            name=name,
            alias=proper,
            trade=trade.lower(),
            owner=self.rng.choice(TEAM),
            phone=self._phone(),
            street=f"{word(self.rng, 2).capitalize()} Street {self.rng.randint(1, 240)}",
            people=tuple(self._person() for _ in range(self.rng.randint(1, 3))),
            units=tuple(self._unit(name) for _ in range(self.rng.randint(1, 4))),
        )

    def _person(self) -> Person:
        name = self._unique(
            lambda: f"{self.rng.choice(_FIRST)} {word(self.rng, 2).capitalize()}",
        )
        return Person(name, self.rng.choice(_ROLES), self._phone())

    def _unit(self, customer: str) -> Unit:
        kind = self.rng.choice(_UNITS)
        letters = kind[0] + self.rng.choice("ABCDEFGHKLMNPRSTVWXZ")
        model = self._unique(
            lambda: f"{letters}-{self.rng.randint(100, 999)}", within=f"{customer} "
        )
        serial = self._unique(
            lambda: f"{letters}{self.rng.randint(0, 999_999):06d}-{self.rng.randint(10, 99)}",
        )
        maker = self.rng.choice(_MAKERS)
        return Unit(kind, maker, model, serial, f"{kind} {model} ({customer})")

    def _phone(self) -> str:
        return f"+49 {self.rng.randint(30, 9999)} {self.rng.randint(10_000, 9_999_999)}"

    def _unique(self, draw: Callable[[], str], *, within: str = "") -> str:
        while True:
            drawn = draw()
            if (key := f"{within}{drawn}".casefold()) not in self.taken:
                self.taken.add(key)
                return drawn
