import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runProcess, startProcess } from '../../support/run-process.ts'
import { openMachine } from './machine.ts'
import { givenPrivateFolder, openLonelyMachine } from './private-engine.ts'

const given = await givenPrivateFolder()

const engineParts = ['dockerd', 'containerd', 'containerd-shim', 'docker-registry']

const readHandlers = async (): Promise<string> =>
  (await runProcess('sh', ['-c', 'cat /proc/sys/fs/binfmt_misc/qemu-*'])).stdout

if (given === undefined) {
  test('where the engine is the user’s own, no private one is brought up beside it', async () => {
    await using machine = await openMachine()
    const { stdout } = await machine.engine(['status'], { DOCKER_HOST: process.env['DOCKER_HOST'] })
    expect(stdout).not.toContain('the private engine')
  })
} else {
  describe('a private engine', () => {
    test('is brought up once, and ended with all its containers, registry and mounts', async () => {
      await using machine = await openLonelyMachine(given)
      expect(await machine.engine('up')).toMatchObject({ exitCode: 0, stdout: '' })
      const [first] = await machine.processes('dockerd')
      expect(await machine.engine('up')).toMatchObject({ exitCode: 0 })
      expect(await machine.processes('dockerd')).toEqual([first])

      const { stdout: status } = await machine.engine('status')
      expect(status).toMatch(/^engine .*, the private engine at unix:/m)
      expect(status).toMatch(/^store +containerd /m)
      await machine.startContainer()
      expect(await machine.mounts()).toContain(machine.home)

      expect(await machine.engine('down')).toMatchObject({ exitCode: 0 })
      for (const name of engineParts) expect(await machine.processes(name)).toEqual([])
      expect(await machine.mounts()).not.toContain(machine.home)
      expect(await machine.engine('status')).toMatchObject({ exitCode: 3 })
    })

    test('keeps its images from one time to the next', async () => {
      await using machine = await openLonelyMachine(given)
      await machine.engine('up')
      await machine.startContainer()
      await machine.engine('down')
      await machine.engine('up')
      expect((await machine.shell('docker images --quiet app')).stdout).toMatch(/^[0-9a-f]{12}\n$/)
    })

    test('comes up again after its process was killed, and down then ends what that left behind', async () => {
      await using machine = await openLonelyMachine(given)
      await machine.engine('up')
      await machine.startContainer()
      for (const pid of await machine.processes('dockerd')) process.kill(pid, 'SIGKILL')
      expect(await machine.processes('containerd-shim')).toHaveLength(1)

      expect(await machine.engine('up')).toMatchObject({ exitCode: 0 })
      expect(await machine.processes('containerd-shim')).toEqual([])

      for (const pid of await machine.processes('dockerd')) process.kill(pid, 'SIGKILL')
      expect(await machine.engine('down')).toMatchObject({ exitCode: 0 })
      for (const name of engineParts) expect(await machine.processes(name)).toEqual([])
    })

    test('is not fooled by what a machine that was switched off left behind', async () => {
      await using machine = await openLonelyMachine(given)
      await using innocent = startProcess('sleep', ['60'])
      await machine.engine('up')
      await machine.engine('down')
      await writeFile(join(machine.home, 'docker.pid'), String(innocent.pid))
      await writeFile(join(machine.home, 'dockerd.pid'), `${innocent.pid} 1 another-boot\n`)
      await writeFile(join(machine.home, 'docker.sock'), '')
      expect(await machine.engine('up')).toMatchObject({ exitCode: 0 })
      expect(await machine.engine('down')).toMatchObject({ exitCode: 0 })
      expect(process.kill(innocent.pid, 0)).toBe(true)
    })

    test('leaves the emulators of the engine beside it alone', async () => {
      const before = await readHandlers()
      await using machine = await openLonelyMachine(given)
      await machine.engine('up')
      await machine.engine('down')
      expect(await readHandlers()).toBe(before)
      expect(before).toContain('interpreter')
    })

    test('is used beside a Docker configuration of the user’s own, which stays as it is', async () => {
      await using machine = await openLonelyMachine(given)
      const folder = join(machine.user, '.docker')
      await mkdir(folder)
      await writeFile(join(folder, 'config.json'), '{ "auths": {} }')
      await machine.engine('up')
      const { exitCode, stdout } = await machine.shell(
        'docker buildx version; docker buildx ls; echo "${DOCKER_CONFIG-}"',
      )
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(/buildx .*\n(.*\n)+\n$/)
      expect(await readdir(folder)).toEqual(['config.json'])
      expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('{ "auths": {} }')
    })

    test('tells the log and its last lines when it can’t start', async () => {
      await using machine = await openLonelyMachine(given)
      await writeFile(join(machine.home, 'data'), 'a file where a folder has to be')
      const { exitCode, stdout, stderr } = await machine.engine('up')
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
      expect(stderr).toContain(`the log is ${machine.home}/dockerd.log; its last lines:`)
      expect(stderr).toMatch(/\| .*canonical path points to a file/)
    })
  })
}
