import { describe, expect, it } from 'vitest'
import { readDockerfileFacts, type BuiltStage } from '../../../src/init/dockerfile-facts.ts'

function portsOf(content: string, built?: BuiltStage): readonly number[] | undefined {
  return readDockerfileFacts(content, built)?.exposed.ports.map(({ port }) => port)
}

describe('the ports of a Dockerfile', () => {
  it.each([
    ['one', 'FROM a\nEXPOSE 80', [80]],
    ['several, of TCP only', 'FROM a\nEXPOSE 80 53/udp 443/tcp\nEXPOSE 80', [80, 443]],
    ['a range', 'FROM a\nEXPOSE 8000-8002', [8000, 8001, 8002]],
    ['in quotes', 'FROM a\nEXPOSE "8080"', [8080]],
    ['a variable of ENV', 'FROM a\nENV PORT=5000\nEXPOSE $PORT', [5000]],
    ['a variable in the old form of ENV', 'FROM a\nENV PORT 5000\nEXPOSE ${PORT}/tcp', [5000]],
    ['a variable of ARG', 'FROM a\nARG PORT=5000\nEXPOSE ${PORT}', [5000]],
    ['a variable of ARG before FROM, named again', 'ARG PORT=5000\nFROM a\nARG PORT\nEXPOSE $PORT', [5000]],
    ['ENV before ARG', 'FROM a\nENV PORT=1\nARG PORT=2\nEXPOSE $PORT', [1]],
    ['a default for one that is empty', 'FROM a\nARG PORT\nEXPOSE ${PORT:-8080}', [8080]],
    ['several in a variable', 'FROM a\nENV PORTS="80 81"\nEXPOSE $PORTS', [80, 81]],
    ['ENV made of ENV', 'FROM a\nENV A=80\nENV B=${A}80\nEXPOSE $B', [8080]],
    ['a value set later', 'FROM a\nENV P=1\nEXPOSE $P\nENV P=2', [1]],
    ['of the stage it is from', 'FROM a AS base\nEXPOSE 80\nFROM base', [80]],
    ['with variables of the stage it is from', 'FROM a AS base\nENV P=80\nFROM base\nEXPOSE $P', [80]],
    ['not of stages that are only built', 'FROM a AS build\nEXPOSE 80\nFROM b\nCOPY --from=build /x /x', []],
    ['not of here-documents', 'FROM a\nRUN <<EOF\nEXPOSE 80\nEOF\nEXPOSE 81', [81]],
    ['across lines', '# escape=`\nFROM a\nEXPOSE 80 `\n  81', [80, 81]],
    ['after a backslash that continues nothing', '# escape=`\nFROM a\nENV A=C:\\\nEXPOSE 81', [81]],
  ])('are read: %s', (_, content, ports) => {
    expect(portsOf(content)).toEqual(ports)
  })

  it.each([
    ['a variable that only the base image may have', 'FROM a\nEXPOSE $PORT'],
    ['its default, since the base image may have it', 'FROM a\nEXPOSE ${PORT:-80}'],
    ['ARG before FROM that is not named again', 'ARG PORT=5000\nFROM a\nEXPOSE $PORT'],
    ['a part of a value', 'FROM a\nENV P=18080\nEXPOSE ${P#1}'],
    ['what the platform decides', 'FROM a\nARG TARGETARCH\nEXPOSE ${TARGETARCH}'],
    ['no number', 'FROM a\nEXPOSE http'],
    ['a number that is no port', 'FROM a\nEXPOSE 70000'],
    ['a dollar that is escaped', 'FROM a\nENV P=80\nEXPOSE \\$P'],
  ])('are not guessed: %s', (_, content) => {
    const exposed = readDockerfileFacts(content)?.exposed
    expect(exposed?.ports).toEqual([])
    expect(exposed?.unknown).toHaveLength(1)
  })

  it('without a base are known to be of no other variables', () => {
    expect(portsOf('FROM scratch\nEXPOSE ${PORT:-80}')).toEqual([80])
    expect(portsOf('FROM scratch\nENV PORT=1\nEXPOSE ${PORT:+90}')).toEqual([90])
  })

  it('are those of the stage that is built, with the values it is built with', () => {
    const content = 'FROM a AS one\nARG P=1\nEXPOSE $P\nFROM b AS two\nEXPOSE 2'
    expect(portsOf(content, { target: 'one', buildArgs: new Map([['P', '7']]) })).toEqual([7])
    expect(portsOf(content)).toEqual([2])
    expect(portsOf(content, { target: 'three' })).toBeUndefined()
  })
})

describe('the HEALTHCHECK of a Dockerfile', () => {
  const read = (line: string) => readDockerfileFacts(`FROM a\nENV PORT=5000\nARG OTHER=5001\n${line}`)?.healthcheck

  it.each([
    ['CMD curl -f http://localhost:5000/health || exit 1', 5000, '/health', true],
    ['--interval=5s --timeout=3s CMD curl --fail -s http://127.0.0.1:$PORT/ready', 5000, '/ready', true],
    ['CMD curl http://localhost:${PORT}/', 5000, '/', false],
    ['CMD ["wget", "-qO-", "http://localhost:5000/up?x=1"]', 5000, '/up?x=1', true],
    ['CMD wget --spider http://[::1]:5000', 5000, '/', true],
    ['CMD curl -sf http://localhost || exit 1', 80, '/', true],
    [
      String.raw`CMD python -c "import urllib.request as r; r.urlopen('http://localhost:5000/health')"`,
      5000,
      '/health',
      true,
    ],
  ])('asks one address: %s', (text, port, path, wantsSuccess) => {
    expect(read(`HEALTHCHECK ${text}`)?.url).toEqual({ port, path, wantsSuccess })
  })

  it.each([
    'CMD pg_isready',
    'CMD curl -fk https://localhost:8443/',
    'CMD curl -f -H "Host: app" http://localhost:5000/',
    'CMD curl -f http://localhost:$UNKNOWN/',
    'CMD curl -f http://localhost:$OTHER/',
    'CMD curl -f http://localhost:5000/a && curl -f http://localhost:5000/b',
    'CMD curl -f http://db:5000/',
    'CMD curl -fX POST http://localhost:5000/',
    'CMD curl -f http://localhost:99999/',
    'CMD ./healthcheck.sh',
  ])('is not taken for an address: %s', (text) => {
    const healthcheck = read(`HEALTHCHECK ${text}`)
    expect(healthcheck).toMatchObject({ line: 4 })
    expect(healthcheck?.url).toBeUndefined()
  })

  it('is the last one, and none after NONE', () => {
    expect(read('HEALTHCHECK CMD a\nHEALTHCHECK CMD b')?.text).toBe('b')
    expect(read('HEALTHCHECK CMD a\nHEALTHCHECK NONE')).toBeUndefined()
    expect(readDockerfileFacts('FROM a AS x\nHEALTHCHECK CMD a\nFROM x')?.healthcheck?.line).toBe(2)
  })
})

describe('what a Dockerfile starts', () => {
  it.each([
    ['CMD ["python", "app.py"]', 'python app.py'],
    ['CMD python app.py', 'python app.py'],
    ['CMD ["--help"]\nENTRYPOINT ["tool"]', 'tool --help'],
    ['ENTRYPOINT exec tool', 'exec tool'],
  ])('is %j', (lines, text) => {
    expect(readDockerfileFacts(`FROM a\n${lines}`)?.starts?.text).toBe(text)
  })

  it('is without the command of a stage whose entrypoint was another', () => {
    expect(readDockerfileFacts('FROM a AS x\nCMD ["old"]\nFROM x\nENTRYPOINT ["new"]')?.starts?.text).toBe('new')
    expect(readDockerfileFacts('FROM a')?.starts).toBeUndefined()
  })
})

it('a text without FROM is no Dockerfile', () => {
  for (const text of ['', '# FROM a', 'EXPOSE 80', '\0\0', 'hello world']) {
    expect(readDockerfileFacts(text)).toBeUndefined()
  }
})
