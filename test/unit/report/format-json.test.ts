import { expect, it } from 'vitest'
import { formatJson } from '../../../src/report/format-json.ts'

it('JSON holds nothing that a terminal obeys, and says the same', () => {
  const document = { text: 'a\u001b[31m\u009b31m\u202eb\u2066c\u2028d\u200fé\n' }
  const json = formatJson(document)
  expect(json).toBe('{\n  "text": "a\\u001b[31m\\u009b31m\\u202eb\\u2066c\\u2028d\\u200fé\\n"\n}\n')
  expect(JSON.parse(json)).toEqual(document)
})
