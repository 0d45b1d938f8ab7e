/** Programs that mean harm, by what they try and in which language. Each is an argv. */
type Language = 'node' | 'python' | 'sh'
export type Programs = Readonly<Record<Language, readonly string[]>>

const node = (script: string): readonly string[] => ['node', '-e', script]
const python = (script: string): readonly string[] => ['python3', '-c', script]
const sh = (script: string): readonly string[] => ['sh', '-c', script]

/**
 * Try to get out, and print a line `ESCAPED ...` for each way that was open. `secret` is a file of the host, `port` one
 * that the host listens at, `pid` one of its processes, `outside` a directory of the host.
 */
export function escapes(secret: string, port: number, pid: number, outside: string): Programs {
  return {
    node: node(`
      const fs = require('fs'), net = require('net'), { spawnSync } = require('child_process')
      const attempt = (what, act) => { try { act(); console.log('ESCAPED', what) } catch {} }
      attempt('read', () => fs.readFileSync('${secret}'))
      attempt('shadow', () => fs.readFileSync('/etc/shadow'))
      attempt('root', () => fs.readFileSync('/proc/1/root${secret}'))
      attempt('link', () => { fs.symlinkSync('${secret}', 'link'); fs.readFileSync('link') })
      attempt('write', () => fs.writeFileSync('${outside}/node', ''))
      attempt('system', () => fs.writeFileSync('/usr/node', ''))
      attempt('kill', () => process.kill(${pid}, 0))
      attempt('root user', () => process.setuid(0))
      attempt('namespace', () => { if (spawnSync('unshare', ['-Ur', 'true']).status !== 0) throw new Error() })
      net.connect(${port}, '127.0.0.1').on('connect', () => console.log('ESCAPED network')).on('error', () => {})
    `),
    python: python(`
import ctypes, os, socket
def attempt(what, act):
    try:
        act()
    except Exception:
        return
    print('ESCAPED', what)
libc = ctypes.CDLL(None, use_errno=True)
def call(result):
    if result != 0: raise OSError(ctypes.get_errno())
attempt('read', lambda: open('${secret}').read())
attempt('parent', lambda: open('/proc/1/root${secret}').read())
attempt('write', lambda: open('${outside}/python', 'w'))
attempt('mount', lambda: call(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)))
attempt('remount', lambda: call(libc.mount(None, b'/', None, 32, None)))
attempt('unshare', lambda: call(libc.unshare(0x10000000)))
attempt('chroot', lambda: os.chroot('/tmp'))
attempt('kill', lambda: os.kill(${pid}, 0))
attempt('trace', lambda: call(libc.ptrace(16, ${pid}, 0, 0)))
attempt('device', lambda: os.mknod('/tmp/disk', 0o60600, os.makedev(8, 0)))
attempt('network', lambda: socket.create_connection(('127.0.0.1', ${port}), 1))
attempt('raw network', lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
`),
    sh: sh(`
      attempt() { what=$1; shift; if "$@" >/dev/null 2>&1; then echo "ESCAPED $what"; fi; }
      attempt read cat '${secret}'
      attempt parent cat '/proc/1/root${secret}'
      attempt write touch '${outside}/sh'
      attempt system touch /usr/bin/sh-was-here
      attempt etc sh -c 'echo x >> /etc/passwd'
      attempt mount mount -t tmpfs none /mnt
      attempt namespace unshare -U true
      attempt enter nsenter -t 1 -m true
      attempt kill kill -0 ${pid}
      attempt host sh -c 'ls /proc | grep -qx ${pid}'
      attempt network curl -s -m 2 http://127.0.0.1:${port}/
      exit 0
    `),
  }
}

export const FORK_BOMBS: Programs = {
  node: node(
    `const { spawn } = require('child_process'); setInterval(() => { for (let i = 0; i < 20; i += 1) spawn('sleep', ['1000']).on('error', () => {}) }, 1)`,
  ),
  python: python('import os\nwhile True: os.fork()'),
  sh: sh('bomb() { bomb | bomb & }; bomb; sleep 1000'),
}

/** One process that takes what it gets, and in Python many that each take little. */
export const MEMORY_HOGS: Programs = {
  node: node('const all = []; for (;;) all.push(Buffer.alloc(16 * 1024 * 1024, 1))'),
  python: python(
    'import os, time\nfor _ in range(8):\n  if os.fork() == 0:\n    taken = bytearray(os.urandom(1)) * (60 * 1024 * 1024)\n    time.sleep(1000)\ntime.sleep(1000)',
  ),
  sh: sh('tail /dev/zero'),
}

export const FLOODS: Programs = {
  node: node(
    `const some = Buffer.alloc(65536, 97); const more = () => { while (process.stdout.write(some)); process.stdout.once('drain', more) }; more()`,
  ),
  python: python(`import os\nsome = b'a' * 65535 + b'\\n'\nwhile True: os.write(1, some)`),
  sh: sh('yes 0123456789abcdefghijklmnopqrstuvwxyz'),
}

/** A hundred megabytes without an end of line, and bytes that are no text. */
export const LONG_LINES: Programs = {
  node: node(
    `const some = Buffer.alloc(1024 * 1024, 97); let left = 100; const more = () => { while (left-- > 0 && process.stdout.write(some)); if (left > 0) process.stdout.once('drain', more) }; more()`,
  ),
  python: python(`import sys\nfor _ in range(100): sys.stdout.buffer.write(b'\\xff\\xfe' * 524288)`),
  sh: sh('head -c 104857600 /dev/zero'),
}

export const DEAF: Programs = {
  node: node(
    `for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {}); setInterval(() => {}, 1000)`,
  ),
  python: python(
    'import signal, time\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: time.sleep(1000)',
  ),
  sh: sh(`trap '' HUP INT TERM; while :; do sleep 1000; done`),
}

/** Leave a process behind that nobody is the parent of, in a session of its own, and end well. */
export const DOUBLE_FORKS: Programs = {
  node: node(
    `require('child_process').spawn('sh', ['-c', '(setsid sleep 1000 &)'], { detached: true, stdio: 'ignore' }).unref()`,
  ),
  python: python(
    'import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    time.sleep(1000)\n  os._exit(0)',
  ),
  sh: sh('(setsid sleep 1000 >/dev/null 2>&1 &)'),
}

/** Speaks the agent protocol, until EXECUTE; then it writes what `breach` says, as its language has it. */
const speakingNode = (breach: string): readonly string[] =>
  node(`
    const { createInterface } = require('readline')
    const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\\n')
    createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, method, params } = JSON.parse(line)
      const phases = ['EXECUTE']
      const hello = { protocolVersion: 1, name: 'hostile', version: '1', capabilities: { phases } }
      if (method === 'initialize') send({ id, result: { ...hello, nonce: params.nonce } })
      else if (method === 'phase/run') { ${breach} }
      else if (id !== undefined) send({ id, result: {} })
    })
  `)
const speakingPython = (breach: string): readonly string[] =>
  python(`
import json, sys
out = sys.stdout.buffer
def send(message):
    out.write(json.dumps(dict(message, jsonrpc='2.0')).encode() + b'\\n')
    out.flush()
hello = {'protocolVersion': 1, 'name': 'hostile', 'version': '1', 'capabilities': {'phases': ['EXECUTE']}}
for line in sys.stdin:
    message = json.loads(line)
    method = message.get('method')
    if method == 'initialize':
        send({'id': message['id'], 'result': dict(hello, nonce=message['params']['nonce'])})
    elif method == 'phase/run':
        ${breach}
        out.flush()
    elif 'id' in message:
        send({'id': message['id'], 'result': {}})
`)

/** What breaks the framing of the protocol, and as what it is told. */
export const BREACHES: Readonly<
  Record<string, { readonly broke: string; readonly programs: Partial<Programs> }>
> = {
  'line of a hundred megabytes': {
    broke: 'line',
    programs: {
      node: speakingNode(`
        const some = Buffer.alloc(1024 * 1024, 97); let left = 100
        const more = () => { while (left-- > 0 && process.stdout.write(some)); if (left > 0) process.stdout.once('drain', more) }
        more()`),
      python: speakingPython(`[out.write(b'a' * 1048576) for _ in range(100)]`),
    },
  },
  'message of a thousand levels': {
    broke: 'depth',
    programs: {
      node: speakingNode(`process.stdout.write('['.repeat(1000) + ']'.repeat(1000) + '\\n')`),
      python: speakingPython(`out.write(b'[' * 1000 + b']' * 1000 + b'\\n')`),
    },
  },
  'flood of small messages': {
    broke: 'rate',
    programs: {
      node: speakingNode(`
        const one = JSON.stringify({ jsonrpc: '2.0', method: 'phase/progress', params: { message: 'x' } }) + '\\n'
        const more = () => { while (process.stdout.write(one)); process.stdout.once('drain', more) }
        more()`),
      python: speakingPython(
        `[send({'method': 'phase/progress', 'params': {'message': 'x'}}) for _ in range(1000000)]`,
      ),
    },
  },
  'line that is not UTF-8': {
    broke: 'message',
    programs: {
      node: speakingNode(`process.stdout.write(Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]))`),
      python: speakingPython(`out.write(b'"\\xff\\xfe"\\n')`),
    },
  },
}
