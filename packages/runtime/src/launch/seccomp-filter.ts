/**
 * A filter of system calls, as bubblewrap hands it to the kernel: what a program of an agent never needs, and what has
 * been a way out of containers, fails with EPERM. It stands behind the other walls, not in place of one.
 *
 * Sources: seccomp(2), bpf(2); numbers from `asm/unistd_64.h` and `asm-generic/unistd.h` of Linux 6.12; the list follows
 * what the default profile of Docker leaves out.
 */

type Numbers = readonly [x64: number | null, arm64: number | null]

const ALL = (number: number): Numbers => [number, number]

/** Refused whatever they are asked. Null where an architecture has none. */
const REFUSED: Readonly<Record<string, Numbers>> = {
  // Reading and steering other processes.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_getfd: ALL(438),
  // Keys of the kernel know no namespaces.
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  // Mounts and namespaces.
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  open_tree: ALL(428),
  move_mount: ALL(429),
  fsopen: ALL(430),
  fsconfig: ALL(431),
  fsmount: ALL(432),
  fspick: ALL(433),
  mount_setattr: ALL(442),
  open_by_handle_at: [304, 265],
  setns: [308, 268],
  // Parts of the kernel with many ways in.
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: ALL(425),
  io_uring_enter: ALL(426),
  io_uring_register: ALL(427),
  // The machine itself.
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  syslog: [103, 116],
  quotactl: [179, 60],
  iopl: [172, null],
  ioperm: [173, null],
}
/** Refused when their first argument has a flag of a new namespace. */
const UNSHARING: Readonly<Record<string, Numbers>> = { clone: [56, 220], unshare: [272, 97] }
/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET. */
const NAMESPACES = 0x7e020000
/** Its flags are in memory, where a filter cannot look: C libraries take `clone` when there is none. */
const CLONE3: Numbers = ALL(435)

const ARCHITECTURES = {
  x64: { column: 0, audit: 0xc000003e, foreign: 0x40000000 },
  arm64: { column: 1, audit: 0xc00000b7, foreign: null },
} as const

const [LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN] = [0x20, 0x15, 0x35, 0x45, 0x06]
/** Offsets in `struct seccomp_data`. */
const [NUMBER, ARCHITECTURE, FIRST_ARGUMENT] = [0, 4, 16]
const ALLOW = 0x7fff0000
const REFUSE = 0x00050001
const ABSENT = 0x00050026
const KILL = 0x80000000

type Instruction = readonly [code: number, then: number, otherwise: number, operand: number]

/** The compiled filter; null for a machine whose numbers are not known. */
export function seccompFilter(architecture: string): Buffer | null {
  if (architecture !== 'x64' && architecture !== 'arm64') return null
  const { column, audit, foreign } = ARCHITECTURES[architecture]
  const numbers = (calls: Readonly<Record<string, Numbers>>) =>
    Object.values(calls).flatMap((call) => call[column] ?? [])

  const program: readonly Instruction[] = [
    // Calls of another architecture have other numbers.
    [LOAD, 0, 0, ARCHITECTURE],
    [EQUAL, 1, 0, audit],
    [RETURN, 0, 0, KILL],
    [LOAD, 0, 0, NUMBER],
    ...(foreign === null ? [] : unless([AT_LEAST, foreign], REFUSE)),
    ...numbers(REFUSED).flatMap((number) => unless([EQUAL, number], REFUSE)),
    ...unless([EQUAL, CLONE3[column] as number], ABSENT),
    ...numbers(UNSHARING).flatMap((number): Instruction[] => [
      [EQUAL, 0, 4, number],
      [LOAD, 0, 0, FIRST_ARGUMENT],
      [ANY_BIT, 0, 1, NAMESPACES],
      [RETURN, 0, 0, REFUSE],
      [RETURN, 0, 0, ALLOW],
    ]),
    [RETURN, 0, 0, ALLOW],
  ]
  return Buffer.concat(program.map(encode))
}

/** Ends with an answer when the test holds, else goes on. */
function unless([code, operand]: readonly [number, number], answer: number): readonly Instruction[] {
  return [
    [code, 0, 1, operand],
    [RETURN, 0, 0, answer],
  ]
}

/** `struct sock_filter`, in the order of bytes of both architectures. */
function encode([code, then, otherwise, operand]: Instruction): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(then, 2)
  bytes.writeUInt8(otherwise, 3)
  bytes.writeUInt32LE(operand, 4)
  return bytes
}
