import { asRecord, readJson } from './package-file.ts'
import type { Rule } from './rule.ts'

export const locksVersionsOnly: Rule = {
  name: 'locks versions, not download addresses',
  check: (tree) =>
    Object.entries(asRecord(readJson(tree, 'package-lock.json')['packages'])).flatMap(([name, entry]) =>
      Object.entries(asRecord(entry))
        // Whom to thank is an address too, but nothing is downloaded from there.
        .filter(([key, value]) => key !== 'funding' && JSON.stringify(value).includes('://'))
        .map(
          ([key]) =>
            `package-lock.json: ${key} of ${name} holds an address: run npm install again, .npmrc keeps them out`,
        ),
    ),
}

export const locksEveryPlatform: Rule = {
  name: 'locks the optional packages of every platform, without which npm ci refuses',
  check: (tree) => {
    const packages = asRecord(readJson(tree, 'package-lock.json')['packages'])
    return Object.entries(packages).flatMap(([name, entry]) =>
      Object.keys(asRecord(asRecord(entry)['optionalDependencies']))
        .filter(
          (optional) => !(`node_modules/${optional}` in packages || `${name}/node_modules/${optional}` in packages),
        )
        .map(
          (optional) =>
            `package-lock.json lacks ${optional} of ${name}: take a version whose platforms are all published, and write it anew`,
        ),
    )
  },
}
