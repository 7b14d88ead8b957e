"""Bytes to text: which encoding a file is in, and which files are no text at all.

The order of evidence: byte order mark, the look of UTF-16 without a mark, UTF-8, what the page declares,
charset-normalizer on a sample. A byte order mark belongs to the encoding and is dropped; everything else stays.
A file that is UTF-8 but for a few bytes is read as UTF-8, each of those as U+FFFD.
"""

import codecs
import re

from charset_normalizer import from_bytes

SAMPLE = 64 * 1024
"""Bytes that detection looks at; decoding always runs over all of them."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose little-endian mark is its prefix
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = (
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_5 iso8859_7 iso8859_9 koi8_r "
    "koi8_u cp866 tis_620 shift_jis euc_jp euc_kr cp949 gb18030 big5"
).split()  # what text files come in; left to itself the detection finds EBCDIC in short ones
_TYPOGRAPHY = frozenset(b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa7\xa9\xab\xad\xae\xb0\xb7\xbb")
_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]+")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of a whole file.

    Args:
        data: All of its bytes.
        declared: Encoding that the file itself names (a web page), tried when it is neither marked nor UTF-8.

    Raises:
        ValueError: It is no text, or no encoding fits; the message is a reason in plain words.
    """
    known = marked_encoding(data) or _unmarked_utf16(data)
    text = _attempt(data, known)
    if text is not None and "\x00" not in text:
        return text
    _refuse_binary(data)
    if known and known != "utf-8-sig":
        raise ValueError(f"cannot be decoded: it begins as {known}, but is not; save it as UTF-8")
    text = _utf8(data)
    candidates = (declared, *_guesses(data)) if text is None else ()
    for encoding in candidates:
        text = _attempt(data, encoding)
        if text is not None:
            break
    if text is None:
        raise ValueError("cannot be decoded: no known encoding fits its bytes; save it as UTF-8")
    return text


def _utf8(data: bytes) -> str | None:
    """Decode what is UTF-8, a few broken bytes in it as U+FFFD; None where it is something else."""
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    text = _attempt(data, encoding)
    if text is not None:
        return text
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    whole = len(text.encode("utf-8")) - len(text) - 2 * broken  # bytes that continue a character
    return text if whole > 8 * broken else None


def encoding_of(sample: bytes) -> str:
    """Name the encoding of a file that is too large to be read at once, from its first bytes.

    Raises:
        ValueError: It is no text; the message is a reason in plain words.
    """
    known = marked_encoding(sample) or _unmarked_utf16(sample)
    if known:
        return known
    _refuse_binary(sample)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # it may end within a character
    except UnicodeDecodeError:
        return next((name for name in _guesses(sample) if _attempt(sample, name) is not None), "cp1252")
    return "utf-8"


def _refuse_binary(data: bytes) -> None:
    if b"\x00" in data:
        raise ValueError(f"is binary, not text (NUL byte at {data.index(0)}); convert it to text first")
    if len(_BINARY.findall(data[:SAMPLE])) * 50 > len(data[:SAMPLE]):
        raise ValueError("is binary, not text (too many control characters); convert it to text first")


def marked_encoding(data: bytes) -> str | None:
    """Name the encoding that a byte order mark at the beginning stands for, else None."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _attempt(data: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        text = codecs.lookup(encoding).decode(data)[0]
    except (UnicodeError, LookupError, ValueError):
        return None
    # codecs such as "hex" give bytes, "unicode_escape" may give halves of a pair
    return text if isinstance(text, str) and is_unicode(text) else None


def is_unicode(text: str) -> bool:
    """Whether a text can be written as UTF-8: it holds no half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _unmarked_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes, nearly all on one side of each pair."""
    sample = data[: SAMPLE // 2 * 2]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or (high + low) * 4 < len(sample):
        return None
    return "utf-16-be" if low * 20 < high else "utf-16-le" if high * 20 < low else None


def _guesses(data: bytes) -> list[str]:
    """Encodings to try, best first. ``data`` is not UTF-8 and has no zero byte."""
    sample = _sample(data)
    high = b"".join(_HIGH.findall(sample))
    share = sum(byte in _TYPOGRAPHY for byte in high) / len(high)
    if share == 1 or (share > 0.5 and len(high) * 20 < len(sample)):
        return ["cp1252"]  # English with curly quotes: too little for statistics, and the same in all of 125x
    best = from_bytes(sample, steps=5, chunk_size=1024, cp_isolation=_LIKELY).best()
    return [*([best.encoding] if best else []), "cp1252"]


def _sample(data: bytes) -> bytes:
    """Up to SAMPLE bytes from where the first byte above ASCII stands, so that plain beginnings do not mislead."""
    if len(data) <= SAMPLE:
        return data
    found = _HIGH.search(data)
    start = max(0, found.start() - SAMPLE // 8) if found else 0
    return data[start : start + SAMPLE]
