/** What is so without saying, what the root says for all, and what only a picture that is used with a mouse needs. */
const needless =
  / (?:font-family="sans-serif"|font-size="13px"|pointer-events="none"|stroke-miterlimit="\d+"|text-anchor="start"|opacity="1"|stroke-width="1"|aria-hidden="true"|aria-roledescription="[^"]*"|role="[^"]*"|transform="translate\(0,0\)")/g

/** The elements of a plotted picture without its root, each thing said once: a page of many platforms has thousands. */
export function compactSvg(svg: string): string {
  return svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>$/, '')
    .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replaceAll(/<[^>]*>/g, compactTag)
    .replaceAll(
      /(<g class="mark-\w+ [^"]*")>((?:<\w+ [^>]*(?:\/>|>[^<]*<\/text>))+)<\/g>/g,
      (_, open: string, marks: string) => shareAttributes(open, marks),
    )
}

function compactTag(tag: string): string {
  return tag
    .replaceAll(needless, '')
    .replaceAll(/\d+\.\d{2,}/g, (digits) => String(Math.round(Number(digits) * 10) / 10))
    .replace(/^<text(.*) transform="translate\((-?[\d.]+),(-?[\d.]+)\)"/, '<text$1 x="$2" y="$3"')
}

/** What all marks of a group say, the group says for them. */
function shareAttributes(open: string, marks: string): string {
  const [, first = ''] = /^<\w+ ([^>]*)>/.exec(marks) ?? []
  const count = marks.match(/<\w/g)?.length ?? 0
  const shared = [...first.matchAll(/(?:fill|stroke|stroke-width|font-family|font-size|text-anchor)="[^"(]*"/g)]
    .map(([attribute]) => ` ${attribute}`)
    .filter((attribute) => marks.split(attribute).length - 1 === count)
  const rest = shared.reduce((text, attribute) => text.replaceAll(attribute, ''), marks)
  return `${open}${shared.join('')}>${rest}</g>`
}
