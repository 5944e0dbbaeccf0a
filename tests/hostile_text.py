"""What attackers write: lists of our own, and the public ones where they are at hand."""

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
PUBLIC_LISTS = {
    "bleach": ("xss/bleach_data.json", "payload"),
    "dompurify": ("xss/dompurify.json", "payload"),
    "html5lib": ("xss/html5lib_sanitizer.json", "input"),
    "owasp": ("xss/owasp_filter_evasion.json", "payload"),
}

OWN = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example/a.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<title></title><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<embed src='javascript:alert(1)'>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<video src=x onerror=alert(1)></video><audio src='javascript:alert(1)'>",
    "<video><source onerror=alert(1)></video>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java&#x0a;script:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\u200bjavascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a><a href='data:text/html,x'>x</a><a href='file:///etc/passwd'>x</a>",
    "<a href='//evil.example/'>x</a><a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='https:/\t/evil.example' onclick=alert(1) style='x' target=_top ping='/x'>x</a>",
    "<img src='//evil.example/x.png'><img srcset='javascript:alert(1) 1x, //evil.example/x 2x'>",
    "<p style='background:url(javascript:alert(1))' onclick='alert(1)' class='notice a b'>x</p>",
    "<p id='comments' name='location' contenteditable autofocus tabindex=1 slot=x is=y>x</p>",
    "<img name=cookie id=cookie src=/x.png><form id=x action='javascript:alert(1)'><input name=y>",
    "<base href='//evil.example/'><link rel=stylesheet href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import '//evil.example/x.css';</style>",
    "<button formaction='javascript:alert(1)'>x</button><isindex action='javascript:alert(1)'>",
    "<a class='video-facade' data-embed='javascript:alert(1)' href='/'>x</a>",
    "<a class='video-facade' data-embed='https://evil.example/embed/aaaaaaaaaaa' href='/'>x</a>",
    "<details open ontoggle=alert(1)><summary>x</summary></details><marquee onstart=alert(1)>",
    "<table background='javascript:alert(1)'><td background='javascript:alert(1)'>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote><q cite='javascript:alert(1)'>x</q>",
    "<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]><?php echo 1 ?><%= 1 %>",
    "<xmp><script>alert(1)</script></xmp><plaintext><img src=x onerror=alert(1)>",
    "<b/onmouseover=alert(1)>x</b><b\x0conmouseover=alert(1)>x</b>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a title='<img src=x onerror=alert(1)>'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "[x](javascript:alert(1)) [x](<java\nscript:alert(1)>) ![x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1)) [x](javascript&colon;alert(1)) [x](data:text/html;base64,PHN2Zz4=)",
    "[x]( 'onclick=alert(1)') [x](/ \"x' onclick='alert(1)\") [x](//evil.example)",
    "<javascript:alert(1)> <vbscript:x> [x]: javascript:alert(1)",
    "![x](/a.png\"onerror=\"alert(1)) ![x](/a.png 'x\" onerror=\"alert(1)')",
    "`<img src=x onerror=alert(1)>` ```js\n</code></pre><img src=x onerror=alert(1)>\n```",
    "```\"><img/src=x/onerror=alert(1)>\nx\n```",
    "```python\n</pre><script>alert(1)</script>\n```",
    "[^<img src=x onerror=alert(1)>]: x\n\n[^<img src=x onerror=alert(1)>]",
    "^[<svg onload=alert(1)>]",
    "# <img src=x onerror=alert(1)>\n\n# \" onclick=alert(1) x=\"",
    "| <script>alert(1)</script> |\n|:-:|\n| <img src=x onerror=alert(1)> |",
    "https://x.example/\"onmouseover=alert(1) https://x.example/<svg/onload=alert(1)>",
    "http://x.example/'style='x http://javascript:alert(1)@x.example/",
    "[youtube \"><img src=x onerror=alert(1)>] [vimeo javascript:alert(1)]",
    "[youtube https://x.example/\"onload=\"alert(1)] [video src='javascript:alert(1)']",
    "[caption align='\"><script>alert(1)</script>']<img src=x onerror=alert(1)>x[/caption]",
    "[caption caption='<script>alert(1)</script>' width='\"onclick=\"alert(1)']x[/caption]",
    "https://youtu.be/aaaaaaaaaaa\"onload=\"alert(1)\n\nhttps://evil.example/w/<script>",
    "<!-- wp:html {\"x\":\"--><img src=x onerror=alert(1)>\"} --><script>alert(1)</script>",
    "<pre><script>alert(1)</script></pre><pre onclick=alert(1)><img src=x onerror=alert(1)",
    "<p <script>alert(1)</script>",
    "<img src=x onerror=alert(1)//",
    "\x00<\x00script>alert(1)</script>\ud800\ufffe\x7f\x85",
    "{{ settings.SECRET_KEY }} {% load x %} ${alert(1)} #{1}",
]  # fmt: skip


def public_list(name):
    """The payloads of one public list; skips the test where the lists are not at hand."""
    path, key = PUBLIC_LISTS[name]
    return [entry[key] for entry in _read(path)]


def naughty_strings():
    return _read("blns/blns.json")


def linkback_cases():
    values = [
        case["input"].get("value", "") for case in _read("linkbacks/hostile_html.json")["cases"]
    ]
    return [value.replace("{{TOKEN}}", "token") for value in values if isinstance(value, str)]


def _read(path):
    file = SHARED / path
    if not file.is_file():
        pytest.skip(f"the public list {path} is not beside this repository")
    return json.loads(file.read_text())
