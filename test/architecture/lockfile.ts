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
