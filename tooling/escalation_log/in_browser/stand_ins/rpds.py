"""In place of `rpds`: the persistent collections that `jsonschema` needs, as copies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")
_T = TypeVar("_T")
_H = TypeVar("_H", bound=Hashable)


class HashTrieMap(dict[_K, _V]):
    """A mapping whose changes give another one."""

    @classmethod
    def convert(cls, value: Mapping[_K, _V]) -> HashTrieMap[_K, _V]:
        """Give the value itself where it is one of these."""
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key: _K, value: _V) -> HashTrieMap[_K, _V]:
        """Give one with this value."""
        return type(self)({**self, key: value})

    def remove(self, key: _K) -> HashTrieMap[_K, _V]:
        """Give one without this key; raise KeyError where there is none."""
        other = type(self)(self)
        del other[key]
        return other

    def update(self, *others: Any, **named: Any) -> Any:
        """Give one with the values of others as well."""
        other = dict(self)
        other.update(*others, **named)
        return type(self)(other)


class HashTrieSet(frozenset[_H]):
    """A set whose changes give another one."""

    def insert(self, member: _H) -> HashTrieSet[_H]:
        """Give one with this member."""
        return type(self)({*self, member})

    def discard(self, member: _H) -> HashTrieSet[_H]:
        """Give one without this member."""
        return type(self)(self - {member})

    def update(self, *others: Iterable[_H]) -> HashTrieSet[_H]:
        """Give one with the members of others as well."""
        return type(self)(self.union(*others))


class List(tuple[_T, ...]):
    """A list to whose front others are put."""

    __slots__ = ()

    def push_front(self, member: _T) -> List[_T]:
        """Give one that begins with this member."""
        return type(self)((member, *self))
