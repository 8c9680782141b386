import type { Rule } from './rule.ts'

/** Joined here, so that this file does not say what it forbids. */
const join = (...parts: readonly string[]): string => parts.join('')

interface Forbidden {
  readonly pattern: RegExp
  readonly advice: string
}

const registryHosts = [
  join('registry.', 'npm', 'js.org'),
  join('registry.', 'yarnpkg.com'),
  join('py', 'pi.org'),
  join('python', 'hosted.org'),
  join('crates', '.io'),
  join('proxy.', 'golang.org'),
  join('maven', '.org'),
  join('maven.', 'apache.org'),
  join('deb.', 'debian.org'),
  join('security.', 'debian.org'),
  join('snapshot.', 'debian.org'),
  join('archive.', 'ubuntu.com'),
]

const forbidden: readonly Forbidden[] = [
  {
    pattern: new RegExp(`(?<![\\w.$}-])/(${join('wo', 'rk')}|${join('ro', 'ot')}|${join('t', 'mp')})/\\w`),
    advice: 'is a path of one machine: take it from node:os, the environment or an argument',
  },
  {
    pattern: new RegExp(registryHosts.map((host) => host.replaceAll('.', '\\.')).join('|')),
    advice: "is a package registry's host: the package manager knows which one is configured",
  },
  {
    pattern: new RegExp(join('\\b(TO', 'DO|FIX', 'ME)\\b')),
    advice: 'is work left undone: do it, or say what the limit is and why',
  },
]

export const speaksOfItselfAlone: Rule = {
  name: 'names no machine, package registry or unfinished work',
  check: (tree) =>
    tree.files.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) =>
        forbidden.flatMap(({ pattern, advice }) => {
          const found = pattern.exec(line)?.[0]
          return found === undefined ? [] : [`${path}:${index + 1} '${found}' ${advice}`]
        }),
      ),
    ),
}
