import { expect, test } from 'vitest'
import { noWants, readHeaderWant, readJsonWant, type AnswerWants } from '../../../src/config/answer-wants.ts'
import { readStatuses } from '../../../src/config/status-range.ts'
import { readTextPattern } from '../../../src/config/text-pattern.ts'
import { describeWants, judgeAnswer } from '../../../src/run/judge-answer.ts'
import type { HttpAnswer } from '../../../src/run/exchange.ts'

const body = '{"status":"ok","count":3,"up":true,"list":[1,{"a":null}]}'
const answer: HttpAnswer = {
  kind: 'answered',
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'set-cookie': ['a=1', 'b=2'] },
  body,
  isCut: false,
}

const statuses = (...words: readonly string[]): AnswerWants => ({ ...noWants, statuses: readStatuses(words) })
const bodies = (word: string): AnswerWants => ({ ...noWants, body: [readTextPattern(word)] })
const json = (word: string): AnswerWants => ({ ...noWants, json: [readJsonWant(word)] })
const header = (word: string): AnswerWants => ({ ...noWants, headers: [readHeaderWant(word)] })

test.each([
  ['nothing', noWants],
  ['its status', statuses('204', '2xx')],
  ['a part of its body', bodies('"status":"ok"')],
  ['a pattern of its body', bodies('/"COUNT":\\d+/i')],
  ['a text', json('$.status=ok')],
  ['a text as JSON', json('$.status="ok"')],
  ['a number', json('$.count=3')],
  ['a truth', json('$.up=true')],
  ['a list', json('$.list=[1, {"a": null}]')],
  ['a null', json('$.list[1].a=null')],
  ['a pattern of a number', json('$.count=/^[3-5]$/')],
  ['a member', json('$.list[1].a')],
  ['a part of a header', header('Content-Type=json')],
  ['one of several headers', header('set-cookie=/^b/')],
  ['a header', header('content-type')],
])('an answer is as wanted in %s', (_, wants) => {
  expect(judgeAnswer(answer, wants)).toBeUndefined()
})

test.each<[AnswerWants, Partial<HttpAnswer>, string]>([
  [noWants, { status: 500 }, 'answered 500, not a status from 200 to 399'],
  [noWants, { status: 404 }, 'answered 404, not a status from 200 to 399'],
  [statuses('204', '300-302', '404'), {}, 'answered 200, not 204, 300 to 302 or 404'],
  [bodies('down'), { body: ' up\n' }, 'answered without "down" in its body: "up"'],
  [bodies('/a\\.b/'), { isCut: true, body: '' }, 'answered without /a\\.b/ in the first 1 MiB of its body: ""'],
  [json('$.status=down'), {}, 'answered JSON with "ok", not $.status=down'],
  [json('$.count="3"'), {}, 'answered JSON with 3, not $.count="3"'],
  [json('$.gone'), {}, 'answered JSON without $.gone'],
  [json('$.a'), { body: '<p>\u001b[2J' }, 'answered something that is not JSON: "<p>\\u001b[2J"'],
  [json('$.a'), { isCut: true }, 'answered with more than 1 MiB, too much to be read as JSON'],
  [header('x-ready=yes'), {}, 'answered without the header x-ready'],
  [header('content-type=html'), {}, 'answered with content-type: application/json; charset=utf-8, not "html"'],
])('%j of an answer with %j: it %s', (wants, parts, problem) => {
  expect(judgeAnswer({ ...answer, ...parts }, wants)).toBe(problem)
})

test('what was proven beside the status is said', () => {
  const wants = { ...json('$.status=ok'), body: [readTextPattern('/up/')], headers: [readHeaderWant('server=nginx')] }
  expect(describeWants(wants)).toBe(' with $.status=ok, /up/, server "nginx"')
  expect(describeWants(noWants)).toBe('')
})
