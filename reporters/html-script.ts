/**
 * What the page does when it may run scripts; without them it is complete, and open to be read. It reads nothing but the
 * page and fetches nothing.
 */
export const htmlScript = `'use strict'
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const one = (selector) => document.querySelector(selector)
for (const element of all('[data-scripted], .copy')) element.hidden = false

// Colours: as the system has them, until someone chooses.
const root = document.documentElement
const theme = one('#theme')
const remember = (value) => { try { localStorage.setItem('everyarch-theme', value) } catch {} }
const remembered = () => { try { return localStorage.getItem('everyarch-theme') } catch { return null } }
const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
const showTheme = () => theme.setAttribute('aria-pressed', String(isDark()))
if (['dark', 'light'].includes(remembered())) root.dataset.theme = remembered()
theme.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark'
  remember(root.dataset.theme)
  showTheme()
})
showTheme()

// Filters: by verdict, by severity, by text.
const search = one('#search')
const verdicts = all('input[name=verdict]')
const severities = all('input[name=severity]')
const platforms = all('.platform')
const findings = all('.finding')
const rows = new Map(all('[data-for]').map((row) => [row.dataset.for, row]))
const texts = new Map([...platforms, ...findings].map((element) => [element, element.textContent.toLowerCase()]))
const chosen = (boxes) => new Set(boxes.filter((box) => box.checked).map((box) => box.value))
const filter = () => {
  const [verdict, severity, text] = [chosen(verdicts), chosen(severities), search.value.trim().toLowerCase()]
  for (const finding of findings) {
    finding.hidden = !severity.has(finding.dataset.severity) || !texts.get(finding).includes(text)
  }
  for (const platform of platforms) {
    const named = platform.querySelector('h3').textContent.toLowerCase().includes(text)
    // The findings of a platform that is looked for by its name are all of them.
    if (named && text !== '') for (const finding of all('.finding', platform)) finding.hidden = !severity.has(finding.dataset.severity)
    platform.hidden = !verdict.has(platform.dataset.verdict) || !texts.get(platform).includes(text)
    const row = rows.get(platform.id)
    if (row) row.hidden = platform.hidden
  }
  const shown = (elements) => elements.filter((element) => !element.hidden && !element.parentElement.closest('[hidden]')).length
  one('#shown').textContent =
    shown(platforms) + ' of ' + platforms.length + ' platforms, ' + shown(findings) + ' of ' + findings.length + ' findings'
}
for (const box of [...verdicts, ...severities]) box.addEventListener('change', filter)
search.addEventListener('input', filter)
one('#filters').addEventListener('submit', (event) => event.preventDefault())
const reset = () => {
  for (const box of [...verdicts, ...severities]) box.checked = true
  search.value = ''
  filter()
}
one('#reset').addEventListener('click', () => {
  reset()
  search.focus()
})
filter()

// All open, or all closed.
const expand = one('#expand')
expand.addEventListener('click', () => {
  const open = expand.getAttribute('aria-pressed') !== 'true'
  expand.setAttribute('aria-pressed', String(open))
  for (const platform of platforms) platform.open = open
})

// A link leads to what it names, though that be closed or filtered away.
let followed
const follow = () => {
  followed = location.hash
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!target) return
  if (target.closest('[hidden]') || target.querySelector('.finding[hidden]')) reset()
  for (let element = target; element; element = element.parentElement) {
    if (element.tagName === 'DETAILS') element.open = true
  }
  const focused = target.tagName === 'DETAILS' ? target.querySelector('summary') : target
  focused.focus({ preventScroll: true })
  target.scrollIntoView()
}
// A change of the address is told of late: what was followed by then is not followed again, for it would take the focus back.
addEventListener('hashchange', () => { if (location.hash !== followed) follow() })
addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  location.hash = link.hash
  follow()
})
follow()

// Copying also works where a page from disk may not reach the clipboard.
const said = one('#said')
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {}
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  const done = await copy(button.dataset.copy)
  button.focus()
  button.textContent = done ? 'Copied' : 'Select it'
  said.textContent = done ? 'copied' : 'it could not be copied'
  setTimeout(() => { button.textContent = 'Copy'; said.textContent = '' }, 2000)
})

addEventListener('keydown', (event) => {
  const isTyping = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== 'checkbox'
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    search.focus()
  }
})

// Paper has no buttons to open anything.
addEventListener('beforeprint', () => { for (const platform of platforms) platform.open = true })
`
