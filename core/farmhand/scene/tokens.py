"""What stands for a number in the name of a file: the tokens of every program whose scenes are read, in one table.

A part of a path becomes a Shape, which says how the names of its files look with their numbers taken out, so that a
listing can be asked for them without trying every name. Nothing here touches the disk.
"""

from __future__ import annotations

import itertools
import re
from typing import Callable, Iterator, List, NamedTuple, Optional, Pattern, Tuple, Union

NO_TILES, ZERO_BASED, ONE_BASED, UDIM = 0, 1, 2, 3
"""`tiles` of `numbered` and `expand`, as Maya's uvTilingMode counts."""

NUMBER = "\0"
"""What stands for a run of digits in a skeleton: no name on any system holds it."""
_MOST_SKELETONS = 64

Fits = Optional[Callable[[str], bool]]
"""Whether digits may be a token's; None where any may."""


class Form(NamedTuple):
    """One way in which a token may be spelled out.

    Attributes:
        text: With `NUMBER` for each run of digits.
        fits: Which digits.
    """

    text: str
    fits: Fits = None


class Slot(NamedTuple):
    """What a token may become.

    Attributes:
        forms: Every way; none where anything may stand there.
        regex: The same as a regular expression, with one group around a frame's number.
    """

    forms: Tuple[Form, ...]
    regex: str


class Skeleton(NamedTuple):
    """Names that differ in their numbers alone.

    Attributes:
        text: The name with `NUMBER` for each run of digits.
        fixed: Which runs have given digits: their places, and the digits.
        free: Place and rule of each of the others.
    """

    text: str
    fixed: Tuple[Tuple[int, ...], Tuple[str, ...]]
    free: Tuple[Tuple[int, Fits], ...]


def _padded(width: int) -> Slot:
    """`width` digits with zeros in front, more only when the number needs them; a minus counts as one of them."""
    short = max(width - 1, 1)

    def fits(digits: str) -> bool:
        return len(digits) == width or (len(digits) > width and digits[0] != "0")

    def negative(digits: str) -> bool:
        return short <= len(digits) <= width or fits(digits)

    more = "[1-9][0-9]{%d,}" % width
    regex = "([0-9]{%d}|%s|-(?:[0-9]{%d,%d}|%s))" % (width, more, short, width, more)
    return Slot((Form(NUMBER, fits), Form("-" + NUMBER, negative)), regex)


def _like(number: str) -> Slot:
    """A plain number of a sequence: with zeros in front only where this one has as many digits."""
    width = len(number.lstrip("-"))
    if width > 1 and number.lstrip("-").startswith("0"):
        return _padded(width)

    def fits(digits: str) -> bool:
        return len(digits) == width or digits[0] != "0"

    return Slot((Form(NUMBER, fits), Form("-" + NUMBER, fits)), "(-?(?:[0-9]{%d}|[1-9][0-9]*))" % width)


def _is_udim(digits: str) -> bool:
    return len(digits) == 4 and digits > "1000"


def _digits(width: int) -> Fits:
    return _padded(width).forms[0].fits if width else None


_FRAME = Slot((Form(NUMBER), Form("-" + NUMBER)), "(-?[0-9]+)")
_FRACTION = Slot(
    tuple(Form(sign + text) for sign in ("", "-") for text in (NUMBER, NUMBER + "." + NUMBER)),
    r"-?[0-9]+(?:\.[0-9]+)?",
)
_UDIM_TILE = Slot((Form(NUMBER, _is_udim),), "(?!1000)[1-9][0-9]{3}")
_UV_FORMS = tuple(Form(text % (NUMBER, NUMBER)) for text in ("u%s_v%s", "_u%s_v%s"))
_UV_TILE = Slot(_UV_FORMS, "_?u[0-9]+_v[0-9]+")
_MAPID = Slot(
    tuple(Form(text % NUMBER, _is_udim) for text in ("%s", "_%s", "%s_", "_%s_")) + _UV_FORMS,
    "(?:_?(?!1000)[1-9][0-9]{3}_?|_?u[0-9]+_v[0-9]+)",
)
_ANY = Slot((), "[^/]*")


def _any_or_padded(width: int) -> Slot:
    return _padded(width) if width else _FRAME


def _plain_or_padded(width: int) -> Slot:
    return _padded(width or 1)


def _axis(letter: str) -> Callable[[int], Slot]:
    """One of a tile's two numbers, which some programs write with its letter."""

    def slot(width: int) -> Slot:
        fits = _digits(width)
        regex = "(?:%s|-)?[0-9]%s" % (letter, "{%d,}" % width if width else "+")
        return Slot((Form(NUMBER, fits), Form("-" + NUMBER, fits), Form(letter + NUMBER, fits)), regex)

    return slot


def _uv_numbers(width: int) -> Slot:
    fits = _digits(width)
    forms = tuple(Form(text % (NUMBER, NUMBER), fits) for text in ("u%s_v%s", "u%sv%s"))
    return Slot(forms, "u[0-9]+_?v[0-9]+")


def always(slot: Slot) -> Callable[[int], Slot]:
    """The same slot, whatever width is written."""
    return lambda width: slot


class Token(NamedTuple):
    """A row of the table.

    Attributes:
        written: A regular expression of the token, whatever its case.
        slot: What it may become, given the width that stands in it (0 where none does).
        source: Where that is said.
    """

    written: str
    slot: Callable[[int], Slot]
    source: str


TABLE: Tuple[Token, ...] = (
    Token(r"<udim(?::[0-9]+)?>", always(_UDIM_TILE), "Maya; Arnold; V-Ray, 'File Names for Bitmap Textures'"),
    Token(r"%\(udim\)d", always(_UDIM_TILE), "Houdini expand_udim(); OpenImageIO"),
    Token(r"\$\{?udim\}?(?![a-z])", always(_UDIM_TILE), "Houdini"),
    Token(r"_mapid_", always(_MAPID), "RenderMan PxrTexture: of a_MAPID_.tex come a1001.tex and a_u1_v1.tex"),
    Token(r"<mapid>", always(_MAPID), "the farm's own analyser of Clarisse projects"),
    Token(r"<(?:uvtile|tileref|tile)>", always(_UV_TILE), "V-Ray; Arnold; Maya"),
    Token(r"%\(uvtile\)0?[0-9]*d", _uv_numbers, "Houdini texprintf()"),
    Token(r"u##_?v##", always(_uv_numbers(2)), "OpenImageIO: of _u##v## comes _u00v02"),
    Token(r"<u>|<utile(?::[0-9]+)?>", always(_axis("u")(0)), "RenderMan _u<U>_v<V>; OpenImageIO: <u> is u0; Arnold"),
    Token(r"<v>|<vtile(?::[0-9]+)?>", always(_axis("v")(0)), "as <u>"),
    Token(r"%\(u\)0?[0-9]*d|\$[0-9]?u(?![a-z])", _axis("u"), "Houdini texprintf(); V-Ray: $2U has two digits"),
    Token(r"%\(v\)0?[0-9]*d|\$[0-9]?v(?![a-z])", _axis("v"), "as $U"),
    Token(r"<ff>|\$\{?ff\}?(?![a-z0-9])", always(_FRACTION), "Houdini: $FF is a frame with its fraction"),
    Token(r"<(?:f|frame)0?[0-9]*>", _any_or_padded, "Maya <f>; RenderMan <f4>; V-Ray proxies <frame04>"),
    Token(r"<framenum>", always(_FRAME), "V-Ray: <frameNum> takes the padding of the files"),
    Token(r"\$\{?(?:[0-9]F|F[0-9]?)\}?(?![a-z])", _plain_or_padded, "Houdini $F, $F4; Clarisse $4F"),
    Token(r"##+", _plain_or_padded, "Redshift, Arnold, Clarisse: as many digits as hashes, more for larger numbers"),
    Token(r"#", always(_FRAME), "a whole number to some programs, one digit to others"),
    Token(r"%[1-9][0-9]*d", always(_FRAME), "printf pads with blanks there; as any number"),
    Token(r"%0?[0-9]*d", _plain_or_padded, "printf"),
    Token(r"<[^<>/]+>", always(_ANY), "<attr:name default:x>, <aov>: known only while it renders"),
)
"""Earlier rows win. What has a width is matched as printf would write it; what has none may have any."""

_TOKEN = re.compile("|".join("(%s)" % token.written for token in TABLE), re.I)
_WIDTH = re.compile(r"[1-9][0-9]*")
_RUN = re.compile("[0-9%s]+" % NUMBER)
_UDIM_NUMBER = re.compile(r"(?<![0-9])1[0-9]{3}(?![0-9])")
_UV_NUMBERS = re.compile(r"(u)[0-9]+(_v)[0-9]+", re.I)
_LAST_NUMBER = re.compile(r"(?:(?<=[._ ])-)?[0-9]+(?=[^0-9]*\Z)")


class Shape:
    """A part of a path with tokens in it.

    Args:
        pieces: Its texts and slots, in order.

    Attributes:
        begins: What every name begins with.
        skeletons: Every way its names may look; none where they can be told by `matcher` alone.
    """

    def __init__(self, pieces: List[Union[str, Slot]]) -> None:
        self._pieces = pieces
        self.begins = pieces[0] if isinstance(pieces[0], str) else ""
        self.skeletons: Tuple[Skeleton, ...] = self._skeletons()

    def matcher(self) -> Pattern[str]:
        """What a whole name must be like; each group is the number of a frame."""
        like = (re.escape(piece) if isinstance(piece, str) else piece.regex for piece in self._pieces)
        return re.compile("".join(like) + r"\Z")

    def _skeletons(self) -> Tuple[Skeleton, ...]:
        choices: List[Tuple[Tuple[str, Tuple[Fits, ...]], ...]] = []
        count = 1
        before = ""
        for piece in self._pieces:
            if isinstance(piece, str):
                choices.append(((piece, ()),))
                before = piece[-1:]
                continue
            forms = [form for form in piece.forms if not (form.text[0] == "-" and before.isalnum())]
            count *= len(forms)
            choices.append(tuple((f.text, (f.fits,) * f.text.count(NUMBER)) for f in forms))
            before = ""
        if not 0 < count <= _MOST_SKELETONS:
            return ()
        found = []
        for combined in itertools.product(*choices):
            rules = [rule for _, of_piece in combined for rule in of_piece]
            skeleton = _skeleton("".join(text for text, _ in combined), rules)
            if skeleton is None:
                return ()
            found.append(skeleton)
        return tuple(found)


def _skeleton(text: str, rules: List[Fits]) -> Optional[Skeleton]:
    """None where a token's digits cannot be told from the digits beside it."""
    places: List[int] = []
    digits: List[str] = []
    free: List[Tuple[int, Fits]] = []
    left: Iterator[Fits] = iter(rules)
    for place, run in enumerate(_RUN.findall(text)):
        if run == NUMBER:
            free.append((place, next(left)))
        elif NUMBER in run:
            return None
        else:
            places.append(place)
            digits.append(run)
    return Skeleton(_RUN.sub(NUMBER, text), (tuple(places), tuple(digits)), tuple(free))


def has_tokens(path: str) -> bool:
    """Whether the path stands for several files."""
    if "<" in path or "#" in path or "$" in path or "%" in path:
        return bool(_TOKEN.search(path))
    return "_mapid_" in path.lower()


def shape(part: str) -> Optional[Shape]:
    """A part of a path by its tokens; None for a part without."""
    if NUMBER in part or not has_tokens(part):
        return None
    pieces: List[Union[str, Slot]] = []
    at = 0
    for found in _TOKEN.finditer(part):
        if found.start() > at:
            pieces.append(part[at : found.start()])
        written = found.group()
        width = _WIDTH.search(written)
        number = len(written) if written[0] == "#" else int(width.group()) if width else 0
        pieces.append(TABLE[(found.lastindex or 1) - 1].slot(number))
        at = found.end()
    return Shape(pieces + [part[at:]]) if pieces else None


def numbered(name: str, tiles: int, sequence: bool) -> Optional[Shape]:
    """The name of one tile or frame by what all of them are like; None where it has no number or has tokens.

    Args:
        name: A file's name, such as `wall.1001.exr`.
        tiles: How its tiles are counted; NO_TILES where it has none.
        sequence: The last number is one frame of many.
    """
    if NUMBER in name or has_tokens(name):
        return None
    if tiles == UDIM:
        numbers = list(_UDIM_NUMBER.finditer(name))
        return _around(name, numbers[-1], _UDIM_TILE) if numbers else None
    if tiles in (ZERO_BASED, ONE_BASED):
        found = _UV_NUMBERS.search(name)
        if not found:
            return None
        text = found.group(1) + NUMBER + found.group(2) + NUMBER
        return _around(name, found, Slot((Form(text),), "%s[0-9]+%s[0-9]+" % found.groups()))
    if sequence:
        stem, _, ending = name.rpartition(".")
        found = _LAST_NUMBER.search(stem if stem and not ending.isdigit() else name)
        return _around(name, found, _like(found.group())) if found else None
    return None


def _around(name: str, found: re.Match[str], slot: Slot) -> Shape:
    return Shape([name[: found.start()], slot, name[found.end() :]])
