import { pagePictureStyle } from './picture-style.ts'

/** How the page looks: one column, two colour schemes, no font but those that are there. */
export const htmlStyle = `:root {
  color-scheme: light dark;
  --back: light-dark(#f5f6f8, #0e1116);
  --face: light-dark(#ffffff, #171b22);
  --sunk: light-dark(#f0f2f5, #10141a);
  --line: light-dark(#d8dde4, #2b323c);
  --text: light-dark(#1a1f26, #e8edf3);
  --soft: light-dark(#515b67, #a3adb9);
  --link: light-dark(#0a55c4, #82b4ff);
  --good: light-dark(#0f6130, #63d98b);
  --good-back: light-dark(#dcf5e4, #112a1b);
  --bad: light-dark(#a30f28, #ff9a92);
  --bad-back: light-dark(#fde6e6, #351518);
  --odd: light-dark(#744a00, #ebbb4d);
  --odd-back: light-dark(#fcf0cd, #2c220e);
  --grey: light-dark(#424b56, #b7c0ca);
  --grey-back: light-dark(#e6eaef, #262d37);
  --note: light-dark(#094a9e, #8fc1ff);
  --note-back: light-dark(#dfeeff, #12233b);
}
:root[data-theme=light] { color-scheme: light }
:root[data-theme=dark] { color-scheme: dark }
* { box-sizing: border-box }
[hidden] { display: none !important }
html { scroll-padding-top: 7rem }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif }
code, pre { font: 13px/1.5 ui-monospace, 'SF Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace; unicode-bidi: isolate }
a { color: var(--link) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px }
.skip { position: absolute; left: -999px }
.skip:focus { left: 1rem; top: 1rem; z-index: 9; background: var(--face); padding: .5rem 1rem }
header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 1.5rem }
header { padding-top: 1.5rem }
.brand { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; color: var(--soft); font-size: 13px; margin: 0 0 1rem }
.brand strong { color: var(--text); font-size: 15px; letter-spacing: -.01em }
.brand span:last-child { margin-left: auto }
.verdict { background: var(--face); border: 1px solid var(--line); border-left: 6px solid var(--tone, var(--grey)); border-radius: 12px; padding: 1.25rem 1.5rem; margin-bottom: 1rem }
.verdict.passed { --tone: var(--good) } .verdict.failed { --tone: var(--bad) } .verdict.inconclusive { --tone: var(--odd) }
.verdict h1 { margin: 0 0 .25rem; font-size: 1.75rem; line-height: 1.25; letter-spacing: -.02em; color: var(--tone, var(--grey)) }
.verdict p { margin: .25rem 0 0; overflow-wrap: anywhere }
.verdict .image { font-size: 14px }
.tallies { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 0; padding: 0; list-style: none }
.pill { display: inline-block; padding: 0 .6em; border-radius: 99px; font-size: 12.5px; line-height: 1.7; font-weight: 600; white-space: nowrap; color: var(--grey); background: var(--grey-back) }
.pill.passed { color: var(--good); background: var(--good-back) }
.pill.failed, .pill.error { color: var(--bad); background: var(--bad-back) }
.pill.inconclusive, .pill.warning { color: var(--odd); background: var(--odd-back) }
.pill.info { color: var(--note); background: var(--note-back) }
.bar-top { position: sticky; top: 0; z-index: 2; background: var(--back); border-bottom: 1px solid var(--line) }
#filters { max-width: 1240px; margin: 0 auto; padding: .6rem 1.5rem; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; font-size: 13px }
#filters fieldset { display: flex; flex-wrap: wrap; gap: .15rem .7rem; border: 0; margin: 0; padding: 0 }
#filters legend { float: left; line-height: 24px; color: var(--soft); margin-right: .6rem; padding: 0 }
#filters label { display: inline-flex; gap: .3rem; align-items: center; cursor: pointer; min-height: 24px }
#filters input[type=checkbox] { accent-color: var(--link); width: 15px; height: 15px; margin: 0 }
#search { font: inherit; color: inherit; background: var(--face); border: 1px solid var(--soft); border-radius: 8px; padding: .35rem .7rem; width: 15rem; max-width: 100% }
#search::placeholder { color: var(--soft); opacity: 1 }
button { font: inherit; font-size: 13px; color: var(--text); background: var(--face); border: 1px solid var(--line); border-radius: 8px; padding: .3rem .75rem; cursor: pointer }
button:hover { border-color: var(--soft) }
button[aria-pressed=true] { background: var(--grey-back) }
#shown { color: var(--soft); margin-left: auto }
h2 { font-size: 1.2rem; letter-spacing: -.01em; margin: 2rem 0 .75rem }
h4 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 1.5rem 0 .5rem }
.card, .scroll, .platform { background: var(--face); border: 1px solid var(--line); border-radius: 12px }
.card { padding: .75rem 1.25rem 1rem; margin-bottom: 1rem }
.scroll { overflow-x: auto }
.card .scroll { margin-top: 1rem }
table { border-collapse: collapse; width: 100%; font-size: 14px }
th, td { text-align: left; padding: .5rem .75rem; border-top: 1px solid var(--line); vertical-align: top }
thead th { border-top: 0; color: var(--soft); font-size: 12.5px; font-weight: 600; white-space: nowrap }
tbody th { font-weight: 600; overflow-wrap: anywhere }
.matrix { font-size: 13.5px }
.matrix th, .matrix td { padding: .45rem .6rem }
.matrix tbody th, .matrix td { white-space: nowrap }
.matrix tbody tr:hover { background: var(--sunk) }
.matrix thead th:nth-last-child(-n+2), .number { text-align: right }
.number { font-variant-numeric: tabular-nums; white-space: nowrap }
td.mark { text-align: center }
span.mark { display: inline-block; width: 1.5em; height: 1.5em; line-height: 1.5em; text-align: center; border-radius: 6px; font-weight: 700; font-size: 13px; color: var(--grey); background: var(--grey-back) }
span.mark.passed { color: var(--good); background: var(--good-back) }
span.mark.failed { color: var(--bad); background: var(--bad-back) }
span.mark.inconclusive { color: var(--odd); background: var(--odd-back) }
.muted { color: var(--soft) }
.platform { margin-bottom: .6rem; border-left: 4px solid var(--tone, var(--line)) }
.platform.failed { --tone: var(--bad) } .platform.inconclusive { --tone: var(--odd) } .platform.passed { --tone: var(--good) } .platform.unverified { --tone: var(--grey) }
.platform > summary { display: flex; flex-wrap: wrap; gap: .25rem .8rem; align-items: center; padding: .7rem 1.25rem; cursor: pointer; list-style: none }
.platform > summary::-webkit-details-marker { display: none }
.platform > summary::before { content: '▸'; color: var(--soft); width: 1em }
.platform[open] > summary::before { content: '▾' }
.platform > summary:hover h3 { text-decoration: underline }
.platform h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere }
.platform .count { margin-left: auto }
.platform .body { padding: 0 1.25rem 1.25rem; border-top: 1px solid var(--line) }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: .4rem 2rem; margin: 1rem 0 0; font-size: 14px }
.facts div { display: grid; grid-template-columns: 6.5rem 1fr; gap: .75rem }
.facts dt { color: var(--soft) }
.facts dd { margin: 0; overflow-wrap: anywhere }
.findings { list-style: none; margin: 0; padding: 0; display: grid; gap: .6rem }
.finding { border: 1px solid var(--line); border-radius: 10px; padding: .7rem 1rem; background: var(--sunk); min-width: 0 }
.finding:target { outline: 2px solid var(--link) }
.finding p { margin: .35rem 0; overflow-wrap: anywhere }
.finding .title { margin-top: 0 }
.finding .code { font-weight: 600 }
.finding .anchor { margin-left: .5rem; color: var(--soft); padding: 0 .4rem }
.finding .hint { border-left: 3px solid var(--note); padding-left: .75rem }
.label { color: var(--soft); font-size: 12.5px; font-weight: 600 }
.chain ol { margin: 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .3rem }
.chain li:not(:last-child)::after { content: ' →'; color: var(--soft) }
pre { margin: .25rem 0; padding: .6rem .8rem; background: var(--face); border: 1px solid var(--line); border-radius: 8px; overflow: auto; max-height: 22rem; white-space: pre-wrap; overflow-wrap: anywhere }
.finding details summary { cursor: pointer; color: var(--soft); font-size: 13px; width: fit-content; min-height: 24px }
.finding details ul { margin: .25rem 0; padding-left: 1.2rem }
.wide { overflow-x: auto }
.checks td, .checks th { padding: .3rem .75rem }
.time { white-space: nowrap; min-width: 9rem }
.bar { display: block; width: 100%; height: 4px; background: var(--grey-back); border-radius: 2px; fill: var(--link) }
.command { display: flex; gap: .5rem; align-items: center; margin: .4rem 0 }
.command code { flex: 1; min-width: 0; overflow-x: auto; white-space: nowrap; background: var(--sunk); border: 1px solid var(--line); border-radius: 8px; padding: .4rem .75rem }
.card p { margin: .4rem 0 }
.card h3 { font-size: 1rem; margin: .25rem 0 }
${pagePictureStyle}
footer { color: var(--soft); font-size: 13px; padding-top: 2rem; padding-bottom: 3rem }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (max-width: 640px) { header, main, footer, #filters { padding-left: 1rem; padding-right: 1rem } .facts div { grid-template-columns: 1fr; gap: 0 } .bar-top { position: static } html { scroll-padding-top: 1rem } #shown { margin-left: 0 } }
@media print { .bar-top, .copy, .skip { display: none } body { background: #fff } }
`
