import { shortDigest } from '../src/oci/digest.ts'
import { escapeControl } from '../src/report/escape.ts'
import type { ResolvedHost, ResolvedPick, ResolveListing, ResolveWarning } from '../src/report/resolve-listing.ts'
import { formatImageName } from './image-name.ts'
import { paint, type Style } from './style.ts'
import { renderTable, type Cell } from './text-table.ts'
import { wrapText } from './wrap.ts'

const marks = {
  fallback: "~ another platform than the host's own, taken without a word",
  refused: '! pulled, and then refused when run with --platform',
} as const

/** What each kind of host and engine would pick: a row per host, a column per engine. */
export function renderResolve(style: Style, listing: ResolveListing): readonly string[] {
  const { image, engines, warnings } = listing
  const hosts = mergeHosts(listing.hosts)
  const names = engines.map(({ name }) => name)
  const picks = hosts.flatMap((host) => Object.values(host.picks))
  const heading = ['host', ...names].map((text): Cell => ({ text, color: 'dim' }))
  const rows = hosts.map(({ host, picks: own }) => [
    { text: escapeControl(host, 60) },
    ...names.map((name) => pickCell(own[name], picks)),
  ])
  return [
    paint(style, 'bold', formatImageName(image)),
    ...renderTable(style, [heading, ...rows], '  '),
    '',
    ...engines.map(({ name, title }) => paint(style, 'dim', `  ${name}: ${title}`)),
    ...listMarks(picks).map((line) => paint(style, 'dim', `  ${line}`)),
    ...warnings.flatMap((warning) => ['', ...renderWarning(style, warning)]),
  ]
}

/** Hosts of one architecture that all pick alike are one row: `linux/amd64 v1–v4`. */
function mergeHosts(hosts: readonly ResolvedHost[]): readonly ResolvedHost[] {
  const amd64 = hosts.filter(({ host }) => /^linux\/amd64(\/v\d)?$/.test(host))
  const [first] = amd64
  if (first === undefined || amd64.length < 2) return hosts
  const alike = amd64.filter(({ picks }) => JSON.stringify(digestsOf(picks)) === JSON.stringify(digestsOf(first.picks)))
  if (alike.length < amd64.length) return hosts
  return [{ ...first, host: 'linux/amd64/*' }, ...hosts.filter((host) => !amd64.includes(host))]
}

function digestsOf(picks: ResolvedHost['picks']): readonly string[] {
  return Object.values(picks).map((pick) => ('none' in pick ? '' : pick.digest))
}

function pickCell(pick: ResolvedPick | undefined, all: readonly ResolvedPick[]): Cell {
  if (pick === undefined || 'none' in pick) return { text: '-', color: 'dim' }
  const mark = pick.exact ? '' : pick.refused === true ? ' ~!' : ' ~'
  return { text: `${nameOf(pick, all)}${mark}`, color: pick.exact ? 'green' : 'yellow' }
}

/** The platform, and the digest as well where several entries are for it. */
function nameOf(pick: Exclude<ResolvedPick, { none: string }>, all: readonly ResolvedPick[]): string {
  const { platform, digest } = pick
  if (platform === undefined) return shortDigest(digest)
  const name = escapeControl(platform.replace(/^linux\//, ''), 40)
  const isAlone = all.every((other) => 'none' in other || other.platform !== platform || other.digest === digest)
  return isAlone ? name : `${name}@${shortDigest(digest).slice(7)}`
}

function listMarks(picks: readonly ResolvedPick[]): readonly string[] {
  const taken = picks.flatMap((pick) => ('none' in pick ? [] : [pick]))
  return [
    ...(taken.length < picks.length ? ['- nothing is taken: an error'] : []),
    ...(taken.some(({ exact }) => !exact) ? [marks.fallback] : []),
    ...(taken.some(({ refused }) => refused === true) ? [marks.refused] : []),
  ]
}

function renderWarning(style: Style, { code, severity, message, hint }: ResolveWarning): readonly string[] {
  const title = `${paint(style, severity === 'warning' ? 'yellow' : 'cyan', severity)} ${paint(style, 'bold', code)}`
  const advice = hint === undefined ? [] : wrapText(`hint: ${escapeControl(hint, 500)}`, style.columns, '  ')
  return [title, ...wrapText(escapeControl(message, 2000), style.columns, '  '), ...advice]
}
