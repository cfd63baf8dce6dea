"""How a map looks: one style sheet for a picture by itself and for one in a page.

Everything is said by shape or words, and by colour only besides. All of it is under `.map`, so that a page can have it
among its own styles. `.here` on a node shows where a call is, `.went` on a way that the call has gone it.
"""

from typing import Final

LIGHT: Final = """\
--paper:#fff;--sheet:#f4f5f6;--card:#fff;--band:#e6ebf0;--ink:#0b0c0c;--quiet:#4a5258;--line:#59636b;--edge:#b1b8bd;
--key:#1d3557;--on-key:#fff;--link:#0f5a94;--here:#ffdd00;--on-here:#0b0c0c;--error:#b3121d;--warning:#8a4b00;--advice:#1d5c8f"""

DARK: Final = """\
--paper:#14171a;--sheet:#1b1f23;--card:#24292e;--band:#323a42;--ink:#f3f4f5;--quiet:#b6bec5;--line:#8d99a3;--edge:#56616a;
--key:#bcd7f2;--on-key:#0d1b2a;--link:#8fc3f0;--here:#ffdd00;--on-here:#0b0c0c;--error:#ff8f8f;--warning:#f4b860;--advice:#93c5f5"""

_FORCED: Final = """\
--paper:Canvas;--sheet:Canvas;--card:Canvas;--band:Canvas;--ink:CanvasText;--quiet:CanvasText;--line:CanvasText;
--edge:CanvasText;--key:CanvasText;--on-key:Canvas;--link:LinkText;--here:Highlight;--on-here:HighlightText;--error:CanvasText;
--warning:CanvasText;--advice:CanvasText"""

MAP_CSS: Final = f"""\
.map{{{LIGHT};
font:11px Arial,Helvetica,"Liberation Sans","DejaVu Sans",sans-serif;background:var(--paper);color:var(--ink)}}
@media (prefers-color-scheme:dark){{.map{{{DARK}}}}}
@media (forced-colors:active){{.map{{{_FORCED};forced-color-adjust:none}}}}
@media print{{.map{{{LIGHT};--sheet:#fff;background:none}}}}
.map text{{font-family:Arial,Helvetica,"Liberation Sans","DejaVu Sans",sans-serif}}
.map text{{fill:var(--ink);unicode-bidi:plaintext}}
.map .title{{font-size:20px;font-weight:bold}}
.map .heading{{font-size:15px;font-weight:bold}}
.map .label{{font-weight:bold}}
.map .big{{font-size:13px}}
.map text.small,.map text.kind,.map text.says{{fill:var(--quiet)}}
.map .small,.map .kind,.map .on{{font-size:10.5px}}
.map .kind{{text-anchor:end}}
.map .sheet{{fill:var(--sheet)}}
.map .paper{{fill:var(--paper);stroke:var(--edge)}}
@media print{{.map .paper{{stroke:none}}}}
.map .card{{fill:var(--card);stroke:var(--edge)}}
.map .band{{fill:var(--band)}}
@media (forced-colors:active){{.map .band{{stroke:CanvasText;stroke-width:.5}}}}
.map .rule{{stroke:var(--edge);stroke-width:.6}}
.map .edge{{fill:none;stroke:var(--line);stroke-width:1.4}}
.map .sign{{color:var(--key)}}
.map .cap{{fill:none;stroke:var(--line)}}
.map .by-key .cap{{fill:var(--key);stroke:var(--key)}}
.map .on{{text-anchor:middle}}
.map .page{{fill:var(--card);stroke:var(--quiet);stroke-width:.8}}
.map .page+.on{{fill:var(--quiet)}}
.map .by-key .on{{fill:var(--on-key);font-weight:bold}}
.map .by-silence .cap,.map .by-wrong-keys .cap{{stroke-dasharray:1.5 2}}
.map .untried .cap{{fill:none;stroke:var(--warning);stroke-width:1.6;stroke-dasharray:3 2}}
.map .untried .on,.map .untried text{{fill:var(--warning)}}
.map .to>text:not(.on){{fill:var(--link);text-decoration:underline;text-underline-offset:2px}}
.map .again .card{{stroke-dasharray:none;fill:var(--sheet)}}
.map .again .label{{fill:var(--link);text-decoration:underline;text-underline-offset:2px}}
.map .lost .card{{stroke-dasharray:5 4;stroke:var(--ink)}}
.map .error{{color:var(--error)}}
.map .warning,.map .untried{{color:var(--warning)}}
.map .advice{{color:var(--advice)}}
.map .error text{{fill:var(--error);font-weight:bold}}
.map .warning text{{fill:var(--warning)}}
.map .advice text{{fill:var(--advice)}}
.map .flag{{display:none}}
.map .here>.flag{{display:inline}}
.map .here>.card,.map .node:target>.card{{stroke:var(--ink);stroke-width:3;paint-order:stroke}}
.map .here>.card{{outline:3px solid var(--here);outline-offset:2px}}
.map .went .cap{{stroke:var(--ink);stroke-width:2.5}}
.map .went text{{font-weight:bold}}
"""
"""The style sheet of a map."""
