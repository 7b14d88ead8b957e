"""Files of every format, made in memory for the tests of this room."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

PARAGRAPHS = (
    "The harbour of Port Miro will stay closed until Friday, transport minister Tove Arnesen said on Monday.",
    'Her deputy told reporters that "no ship will leave" before the inspectors from Eastmark are back on land.',
)
TEXT = "\n\n".join(PARAGRAPHS) + "\n"
HTML = (
    "<html lang='en'><head><title>Harbour stays closed</title><meta name='author' content='Runa Holte'>"
    "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>"
    "<link rel='canonical' href='https://post.varania.example/harbour'></head><body><nav>Home | News</nav>"
    f"<article><h1>Harbour stays closed</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article></body></html>"
)
GERMAN = (
    "Der Hafen von Port Miro bleibt nach den Worten der Ministerin bis Freitag geschlossen. Sie sagte am Montag vor "
    "der Presse, kein Schiff werde den Hafen verlassen, bevor die Prüfer wieder an Land seien.\n"
)
PACK = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}


def zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes | str], kind: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=kind) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            raw = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    return out.getvalue()


def pdf(pages: list[list[tuple[float, float, str]]], title: str | None = None) -> bytes:
    """A PDF file whose pages have lines at (x, y)."""
    escape = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({(title or '').translate(escape)}) >>",
    ]
    for number, lines in enumerate(pages):
        drawn = "\n".join(f"BT /F1 11 Tf {x} {y} Td ({text.translate(escape)}) Tj ET" for x, y, text in lines)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {6 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def warc(pages: list[tuple[str, str, str, bytes]], *, compressed: bool) -> bytes:
    """A web archive of (address, status, type, body), a request before each response."""
    out = []
    for url, status, kind, body in pages:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        for what, block in (("request", b"GET / HTTP/1.1\r\nHost: x.example\r\n\r\n"), ("response", head + body)):
            lines = (
                f"WARC/1.0\r\nWARC-Type: {what}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{len(out):032x}>\r\nContent-Type: application/http; msgtype={what}\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            out.append(lines.encode() + block + b"\r\n\r\n")
    return b"".join(gzip.compress(one) if compressed else one for one in out)


def parquet(rows: list[dict[str, object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Port Miro Post</title><language>en-gb</language>
<item><title>Harbour &amp; ferry</title><link>https://post.varania.example/1</link><dc:creator>Runa Holte</dc:creator>
<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}]]></content:encoded></item>
<item><title>Empty</title></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Ministry of Ports</title><entry><title>Release 7</title>
<updated>2024-03-06T08:00:00Z</updated><author><name>Press office</name></author>
<link href="https://ports.varania.example/7"/><content type="html">&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</content>
</entry></feed>"""

MAIL = f"""From: "Port Miro Post" <news@post.varania.example>
To: readers@varania.example
Subject: =?utf-8?q?Harbour_stays_closed_=E2=80=93_again?=
Date: Tue, 5 Mar 2024 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b1

--b1
Content-Type: multipart/alternative; boundary=b2

--b2
Content-Type: text/plain; charset=utf-8

{TEXT}
--b2
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<html><body>{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}<p>Unsubscribe</p></body></html>
--b2--
--b1
Content-Type: text/plain
Content-Disposition: attachment; filename=x.txt

Not the article.
--b1--
"""

PRESS = [
    [
        (200, 800, "Ministry of Ports"),
        (60, 760, "Harbour of Port Miro stays closed until Friday"),
        (60, 730, "The harbour of Port Miro will stay closed until Friday, transport minister Tove"),
        (60, 716, "Arnesen said on Monday. Her deputy told reporters that no ship will leave before the inter-"),
        (60, 702, "national inspectors are back on land, and that nobody"),
        (280, 40, "Page 1 of 2"),
    ],
    [
        (200, 800, "Ministry of Ports"),
        (60, 760, "had asked them to hurry."),
        (60, 730, "The ministry thanked the town."),
        (280, 40, "Page 2 of 2"),
    ],
]
