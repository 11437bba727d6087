import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, realpath, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The unprivileged user and group of the image. Distroless images use the same numbers. */
export const USER = '65532:65532'
/** The folder in which the command starts. Every user can write to it, so that `docker run --user` works. */
export const DATA_FOLDER = '/data'
/** The command in the image. */
export const IMAGE_COMMAND = '/usr/bin/wechatpay-goldplan-mock'

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'

/**
 * Writes the files that a Node program needs in an otherwise empty image: shared libraries of this machine with their licences, root
 * certificates, an unprivileged user and two writable folders.
 *
 * @param folder The folder that becomes the root of the image.
 * @param program The program whose libraries are copied.
 */
export async function writeRootFileSystem(folder: string, program: string): Promise<void> {
  const libraries = await librariesOf(program)
  for (const path of [...libraries, CERTIFICATES, ...(await licencesOf([...libraries, CERTIFICATES]))]) await copyInto(folder, path)
  await mkdir(join(folder, 'etc'), { recursive: true })
  await writeFile(join(folder, 'etc/passwd'), 'root:x:0:0::/:/none\nnonroot:x:65532:65532::/data:/none\n')
  await writeFile(join(folder, 'etc/group'), 'root:x:0:\nnonroot:x:65532:\n')
  for (const name of ['tmp', DATA_FOLDER]) {
    await mkdir(join(folder, name), { recursive: true })
    await chmod(join(folder, name), 0o1777)
  }
}

/** The paths at which the program looks for its libraries and for the loader. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await execute('ldd', [program])
  return [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, path = '']) => path)
}

/** The copyright files of the Debian packages that contain the files at these paths. */
async function licencesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(packageOf))
  return [...new Set(found.flatMap((name) => (name === undefined ? [] : [`/usr/share/doc/${name}/copyright`])))]
}

async function packageOf(path: string): Promise<string | undefined> {
  // dpkg knows a library by the path at which it was installed. This path may lack /usr, because /lib is a link to /usr/lib.
  const real = await realpath(path)
  for (const candidate of [path, real, real.replace(/^\/usr/, '')]) {
    const { stdout } = await execute('dpkg', ['--search', candidate]).catch(() => ({ stdout: '' }))
    const [, name] = /^([^:\s]+)/.exec(stdout) ?? []
    if (name !== undefined) return name
  }
  // dpkg does not list the bundle of certificates, because the package ca-certificates generates it during installation.
  return path === CERTIFICATES ? 'ca-certificates' : undefined
}

/** Copies a file to the same path below the folder. If the path is a symbolic link, copies the file that the link leads to. */
async function copyInto(folder: string, path: string): Promise<void> {
  const target = join(folder, path)
  await mkdir(dirname(target), { recursive: true })
  await cp(await realpath(path), target)
}
